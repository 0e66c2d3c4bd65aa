use super::fixed::fixed_lists;
use crate::{
    CodeItem, CodeList, CodeLists,
    pack::{
        known::Known,
        node::{Entry, Node},
        reader::{Fields, Form, SENSITIVITY, all},
    },
};

/// The lists without which forms of the main job have nothing to offer, beside the fixed ones.
const NEEDED: [&str; 19] = [
    "need",
    "dimension",
    "entry_point",
    "status",
    "urgent_sign",
    "special_need",
    "relation",
    "withheld_reason",
    "contact_channel",
    "language",
    "country",
    "document",
    "organisation_type",
    "closure_reason",
    "hold_reason",
    "not_in_scope_reason",
    "follow_up_mode",
    "follow_up_kind",
    "plan_line_type",
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
    fixed_lists(node, known);
    for code in NEEDED.iter().filter(|code| node.get(code).is_none()) {
        known.missing_list(code, &node.spot);
    }
    Some(CodeLists(lists))
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
