use std::collections::BTreeSet;

use relais_kernel::{Span, Weekday};

use crate::{
    Deadlines, DirectoryRules, PriorityDeadlines,
    pack::{
        known::Known,
        node::Node,
        reader::{Fields, SPAN},
    },
};

/// `deadlines.toml`, without its part for the directory.
pub fn deadlines(node: &Node, weekend: &BTreeSet<Weekday>, known: &Known<'_>) -> Option<Deadlines> {
    let fields = Fields::of(node, known.report)?;
    let [emergency, urgent, normal] = ["emergency", "urgent", "normal"].map(|key| {
        fields
            .required(key)
            .and_then(|node| of_priority(node, weekend, known))
    });
    let general = fields
        .required("general")
        .and_then(|node| Fields::of(node, known.report))?;
    let [review, expire, access] =
        ["waitlist_review", "waitlist_expire", "access_after_closing"].map(|key| general.coded(key, SPAN));
    general.finish();
    fields.optional("directory");
    fields.finish();
    Some(Deadlines {
        emergency: emergency?,
        urgent: urgent?,
        normal: normal?,
        waitlist_review: review?,
        waitlist_expire: expire?,
        access_after_closing: access?,
    })
}

/// The part of `deadlines.toml` for the directory.
pub fn directory(node: &Node, known: &Known<'_>) -> Option<DirectoryRules> {
    let fields = Fields::of(node, known.report)?;
    let own = Fields::of(fields.required("directory")?, known.report)?;
    let [emergency, other] = ["verify_emergency_every", "verify_every"].map(|key| own.coded(key, SPAN));
    own.finish();
    Some(DirectoryRules {
        verify_emergency_every: emergency?,
        verify_every: other?,
    })
}

fn of_priority(node: &Node, weekend: &BTreeSet<Weekday>, known: &Known<'_>) -> Option<PriorityDeadlines> {
    let fields = Fields::of(node, known.report)?;
    let [
        acknowledge,
        decide,
        contact,
        feedback,
        escalate_e1,
        escalate_e2,
        expire,
    ] = [
        "acknowledge",
        "decide",
        "contact",
        "feedback",
        "escalate_e1",
        "escalate_e2",
        "expire",
    ]
    .map(|key| fields.coded(key, SPAN));
    let complete = fields.optional_coded("complete", SPAN);
    fields.finish();
    let deadlines = PriorityDeadlines {
        acknowledge: acknowledge?,
        decide: decide?,
        contact: contact?,
        feedback: feedback?,
        escalate_e1: escalate_e1?,
        escalate_e2: escalate_e2?,
        expire: expire?,
        complete: complete?,
    };
    in_order(&deadlines, node, weekend, known);
    Some(deadlines)
}

/// Acknowledge before decide before expire, the supervisor before the coordinator, both before the end.
fn in_order(deadlines: &PriorityDeadlines, node: &Node, weekend: &BTreeSet<Weekday>, known: &Known<'_>) {
    let pairs = [
        (
            ("acknowledge", deadlines.acknowledge),
            ("decide", deadlines.decide),
        ),
        (("decide", deadlines.decide), ("expire", deadlines.expire)),
        (
            ("escalate_e1", deadlines.escalate_e1),
            ("escalate_e2", deadlines.escalate_e2),
        ),
        (
            ("escalate_e2", deadlines.escalate_e2),
            ("expire", deadlines.expire),
        ),
    ];
    for ((first, sooner), (second, later)) in pairs {
        if hours(sooner, weekend) > hours(later, weekend) {
            let spot = node.get(second).map_or(&node.spot, |node| &node.spot);
            known.report.say(
                spot,
                "DeadlineOrder",
                format!("« {second} » ({later}) vient avant « {first} » ({sooner})."),
                format!("\"{second}\" ({later}) comes before \"{first}\" ({sooner})."),
            );
        }
    }
}

/// Calendar hours; a working day counts its share of the days off.
fn hours(span: Span, weekend: &BTreeSet<Weekday>) -> u32 {
    let days_worked = u32::try_from(7 - weekend.len().min(6)).unwrap_or(5);
    match span {
        Span::Hours(n) => n,
        Span::Days(n) => n * 24,
        Span::WorkingDays(n) => n * 24 * 7 / days_worked,
    }
}
