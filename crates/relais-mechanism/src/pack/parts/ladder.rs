use std::collections::BTreeSet;

use crate::{
    DataCategory, Escalation, EscalationRung, FlowRule, FlowRules, Purpose, Thresholds,
    pack::{
        known::Known,
        node::Node,
        reader::{CODE, Fields, Form, ROLE, all, coded, day, list, number, text},
    },
};

const SIDE: Form = (
    "« sender », « receiver » ni « mechanism »",
    "\"sender\", \"receiver\" or \"mechanism\"",
);
const DETAIL: Form = ("« coded » ni « anonymised »", "\"coded\" or \"anonymised\"");

/// `escalation.toml`.
pub fn escalation(node: &Node, known: &Known<'_>) -> Option<Escalation> {
    let fields = Fields::of(node, known.report)?;
    let [e1, e2, e3] = ["e1", "e2", "e3"].map(|key| fields.required(key).and_then(|node| rung(node, known)));
    let reminders = fields
        .required("reminders_at_percent")
        .and_then(|node| percents(node, known));
    fields.finish();
    Some(Escalation {
        e1: e1?,
        e2: e2?,
        e3: e3?,
        reminders_at_percent: reminders?,
    })
}

fn rung(node: &Node, known: &Known<'_>) -> Option<EscalationRung> {
    let fields = Fields::of(node, known.report)?;
    let name = fields.localised("name");
    let (side, detail) = (fields.coded("side", SIDE), fields.coded("detail", DETAIL));
    let role = fields.required("role").and_then(|node| {
        let role = coded(node, ROLE, known.report)?;
        known.role(&text(node, known.report)?, &node.spot).then_some(role)
    });
    fields.finish();
    Some(EscalationRung {
        name: name?,
        side: side?,
        role: role?,
        detail: detail?,
    })
}

fn percents(node: &Node, known: &Known<'_>) -> Option<Vec<u8>> {
    let percents: Vec<u8> = all(list(node, known.report)?
        .iter()
        .map(|item| number(item, known.report)))?;
    let between = percents.iter().all(|percent| (1..=100).contains(percent));
    if between && percents.is_sorted_by(|a, b| a < b) {
        return Some(percents);
    }
    known.report.say(
        &node.spot,
        "ReminderInvalid",
        "Les rappels sont des pourcentages croissants entre 1 et 100.",
        "Reminders are ascending percentages between 1 and 100.",
    );
    None
}

/// `statistics.toml`.
pub fn thresholds(node: &Node, known: &Known<'_>) -> Option<Thresholds> {
    let fields = Fields::of(node, known.report)?;
    let own = fields
        .required("thresholds")
        .and_then(|node| Fields::of(node, known.report))?;
    let [operational, survivor, public] = ["operational", "survivor", "public"].map(|key| {
        let node = own.required(key)?;
        let threshold: u16 = number(node, known.report)?;
        if threshold < Thresholds::LOWEST {
            known.report.say(
                &node.spot,
                "ThresholdTooLow",
                format!(
                    "Un seuil de petits effectifs ne descend jamais sous {}.",
                    Thresholds::LOWEST
                ),
                format!(
                    "A small-number threshold never goes under {}.",
                    Thresholds::LOWEST
                ),
            );
        }
        Some(threshold)
    });
    own.finish();
    fields.finish();
    Some(Thresholds {
        operational: operational?,
        survivor: survivor?,
        public: public?,
    })
}

/// `flow_rules.toml`.
pub fn flow_rules(node: &Node, known: &Known<'_>) -> Option<FlowRules> {
    let fields = Fields::of(node, known.report)?;
    let rules = fields.required("rules").and_then(|node| {
        Fields::of(node, known.report)?;
        all(node.entries().iter().map(|entry| flow_rule(&entry.node, known)))
    });
    fields.finish();
    Some(FlowRules(rules?.into_iter().flatten().collect()))
}

/// `Some(None)` for a rule that was inherited, then retired.
fn flow_rule(node: &Node, known: &Known<'_>) -> Option<Option<FlowRule>> {
    let fields = Fields::of(node, known.report)?;
    let organisation = fields.coded("organisation", CODE);
    let purposes: Option<BTreeSet<Purpose>> = known.codes(&fields, "purposes", "purpose");
    let categories: Option<BTreeSet<DataCategory>> = known.codes(&fields, "categories", "data_category");
    let until = fields.required("until").and_then(|node| day(node, known.report));
    let retired = fields.flag("retired");
    fields.finish();
    let rule = FlowRule {
        organisation: organisation?,
        purposes: purposes?,
        categories: categories?,
        until: until?,
    };
    Some((!retired?).then_some(rule))
}
