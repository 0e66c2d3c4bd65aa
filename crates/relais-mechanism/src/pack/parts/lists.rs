use crate::{
    CodeItem, CodeList, CodeLists,
    pack::{
        known::Known,
        node::{Entry, Node},
        reader::{Fields, Form, SENSITIVITY, all},
    },
};
use relais_kernel::{AgeBand, Priority, Sex};

/// The lists without which forms of the main job have nothing to offer.
const NEEDED: [&str; 30] = [
    "need",
    "dimension",
    "priority",
    "risk",
    "sex",
    "age_band",
    "answer",
    "entry_point",
    "status",
    "urgent_sign",
    "need_status",
    "severity",
    "consent_mode",
    "given_by",
    "assent",
    "withheld_reason",
    "withdrawal_scope",
    "contact_channel",
    "language",
    "country",
    "organisation_type",
    "decline_reason",
    "not_provided_reason",
    "outcome",
    "closure_reason",
    "follow_up_mode",
    "follow_up_kind",
    "plan_line_type",
    "service_state",
    "service_access",
];

const BEHAVIOUR: Form = ("« asks_text » ni « alone »", "\"asks_text\" or \"alone\"");
const PRIORITY: Form = ("une priorité : E, U ou N", "a priority: E, U or N");

/// The folder `lists/`.
pub fn code_lists(node: &Node, known: &Known<'_>) -> Option<CodeLists> {
    let lists = node
        .entries()
        .iter()
        .map(|entry| code_list(&entry.key, &entry.node, known));
    let lists = all(lists)?
        .into_iter()
        .map(|list| (list.code.clone(), list))
        .collect();
    let lists = CodeLists(lists);
    let complete = NEEDED.map(|code| is_there(&lists, code, node, known));
    let spoken = [
        speaks(node, "priority", Priority::ALL.map(Priority::letter), known),
        speaks(node, "sex", Sex::ALL.map(Sex::code), known),
        speaks(node, "age_band", AgeBand::ALL.map(AgeBand::code), known),
    ];
    complete.iter().chain(&spoken).all(|ok| *ok).then_some(lists)
}

fn is_there(lists: &CodeLists, code: &str, node: &Node, known: &Known<'_>) -> bool {
    let there = lists.get(code).is_some();
    if !there {
        known.report.say(
            &node.spot,
            "MissingList",
            format!("Il manque la liste « {code} », dont le programme a besoin."),
            format!("The list \"{code}\", which the program needs, is missing."),
        );
    }
    there
}

/// The list has a label for each of the program's own codes.
fn speaks<const N: usize>(lists: &Node, list: &str, codes: [&str; N], known: &Known<'_>) -> bool {
    let Some(items) = lists.get(list).and_then(|list| list.get("items")) else {
        return false;
    };
    let missing: Vec<_> = codes
        .into_iter()
        .filter(|code| items.get(code).is_none())
        .collect();
    for code in &missing {
        known.report.say(
            &items.spot,
            "MissingCode",
            format!("Il manque le code « {code} », dont le programme a besoin."),
            format!("The code \"{code}\", which the program needs, is missing."),
        );
    }
    missing.is_empty()
}

/// One list: `lists/<code>.toml`, `target_groups.toml` or `flags.toml`.
pub fn code_list(code: &str, node: &Node, known: &Known<'_>) -> Option<CodeList> {
    let fields = Fields::of(node, known.report)?;
    let name = fields.localised("name");
    let items = fields.required("items").and_then(|items| {
        Fields::of(items, known.report)?;
        all(items
            .entries()
            .iter()
            .map(|entry| item(code, entry, items, known)))
    });
    fields.finish();
    Some(CodeList {
        code: code.to_owned(),
        name: name?,
        items: items?,
    })
}

fn item(list: &str, entry: &Entry, items: &Node, known: &Known<'_>) -> Option<CodeItem> {
    let code = known.code_form(&entry.key, &entry.spot);
    let fields = Fields::of(&entry.node, known.report)?;
    let label = fields.own_label();
    let (retired, firewall) = (fields.flag("retired"), fields.flag("firewall"));
    let sensitivity = fields.optional_coded("sensitivity", SENSITIVITY);
    let priority = fields.optional_coded("priority", PRIORITY);
    let behaviour = fields.optional_coded("behaviour", BEHAVIOUR);
    let dimension = known.optional_code(&fields, "dimension", "dimension");
    let shown_as = known.optional_code(&fields, "shown_as", list);
    if let (Some(Some(shown)), Some(spot)) = (&shown_as, fields.optional("shown_as").map(|n| &n.spot))
        && items
            .get(shown)
            .is_some_and(|target| target.get("shown_as").is_some())
    {
        known.report.say(
            spot,
            "HiddenBehindHidden",
            format!("« {shown} » est lui-même caché : il ne peut rien remplacer."),
            format!("\"{shown}\" is hidden itself: it cannot stand for anything."),
        );
    }
    fields.finish();
    Some(CodeItem {
        code: code?,
        label: label?,
        retired: retired?,
        shown_as: shown_as?,
        sensitivity: sensitivity?,
        priority: priority?,
        dimension: dimension?,
        firewall: firewall?,
        behaviour: behaviour?,
    })
}
