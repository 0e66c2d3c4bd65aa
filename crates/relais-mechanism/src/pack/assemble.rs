use relais_kernel::WorkCalendar;

use super::{error::Report, head::head, known::Known, node::Node, parts};
use crate::{
    CaseSteps, CodeList, CodeLists, ConsentRules, Deadlines, Definition, DefinitionVersion, DirectoryRules,
    Escalation, FieldTable, FlowRules, Holiday, Processing, ReferralSteps, Roles, Thresholds,
};

/// The definition that a tree of nodes describes; `None` when the report has the reasons why not.
pub(super) fn definition(root: &Node, own: &Node, report: &Report) -> Option<Definition> {
    let known = Known::of(root, report);
    let (head, motion, words) = (head(root, own, report), motion(root, &known), words(root, &known));
    let (head, motion, words) = (head?, motion?, words?);
    let unstamped = Definition {
        code: head.code,
        name: head.name,
        version: DefinitionVersion {
            label: String::new(),
            hash: String::new(),
        },
        inherits: head.inherits,
        country: head.country,
        currency: head.currency,
        cases_an_hour: head.cases_an_hour,
        demo: head.demo,
        roles: motion.roles,
        case: motion.case,
        referral: motion.referral,
        deadlines: motion.deadlines,
        calendar: motion.calendar.0,
        holidays: motion.calendar.1,
        escalation: motion.escalation,
        directory: motion.directory,
        lists: words.lists,
        target_groups: words.target_groups,
        flags: words.flags,
        consent: words.consent,
        fields: words.fields,
        flow_rules: words.flow_rules,
        thresholds: words.thresholds,
        processing: Some(words.processing),
    };
    unstamped.stamped(head.label)
}

/// Who does what by when.
struct Motion {
    roles: Roles,
    case: CaseSteps,
    referral: ReferralSteps,
    deadlines: Deadlines,
    directory: DirectoryRules,
    calendar: (WorkCalendar, Vec<Holiday>),
    escalation: Escalation,
}

fn motion(root: &Node, known: &Known<'_>) -> Option<Motion> {
    let part = |name: &str| section(root, name, known.report);
    let roles = part("roles").and_then(|node| parts::roles(node, known));
    let case = part("case").and_then(|node| parts::case(node, known));
    let referral = part("referral").and_then(|node| parts::referral(node, known));
    let calendar = part("calendar").and_then(|node| parts::calendar(node, known));
    let weekend = calendar
        .as_ref()
        .map(|(calendar, _)| calendar.weekend.clone())
        .unwrap_or_default();
    let deadlines = part("deadlines").and_then(|node| parts::deadlines(node, &weekend, known));
    let directory = root
        .get("deadlines")
        .and_then(|node| parts::directory(node, known));
    let escalation = part("escalation").and_then(|node| parts::escalation(node, known));
    Some(Motion {
        roles: roles?,
        case: case?,
        referral: referral?,
        deadlines: deadlines?,
        directory: directory?,
        calendar: calendar?,
        escalation: escalation?,
    })
}

/// What is asked, what it is called, and who may learn it.
struct Words {
    lists: CodeLists,
    target_groups: CodeList,
    flags: CodeList,
    consent: ConsentRules,
    fields: FieldTable,
    flow_rules: FlowRules,
    thresholds: Thresholds,
    processing: Processing,
}

fn words(root: &Node, known: &Known<'_>) -> Option<Words> {
    let part = |name: &str| section(root, name, known.report);
    let lists = part("lists").and_then(|node| parts::code_lists(node, known));
    let target_groups = part("target_groups").and_then(|node| parts::code_list("target_group", node, known));
    let flags = part("flags").and_then(|node| parts::code_list("vulnerability_flag", node, known));
    let consent = part("consent").and_then(|node| parts::consent(node, known));
    let fields = part("fields").and_then(|node| parts::field_table(node, known));
    let flow_rules = part("flow_rules").and_then(|node| parts::flow_rules(node, known));
    let thresholds = part("statistics").and_then(|node| parts::thresholds(node, known));
    let processing = part("processing").and_then(|node| parts::processing(node, known));
    Some(Words {
        lists: lists?,
        target_groups: target_groups?,
        flags: flags?,
        consent: consent?,
        fields: fields?,
        flow_rules: flow_rules?,
        thresholds: thresholds?,
        processing: processing?,
    })
}

/// A part of the pack, own or inherited.
fn section<'n>(root: &'n Node, name: &str, report: &Report) -> Option<&'n Node> {
    let found = root.get(name);
    if found.is_none() {
        let file = if name == "lists" {
            name.to_owned()
        } else {
            format!("{name}.toml")
        };
        report.say(
            &root.spot,
            "MissingFile",
            format!("Il manque {file} : le paquet ne l’a pas et n’en hérite pas."),
            format!("{file} is missing: the pack neither has nor inherits it."),
        );
    }
    found
}
