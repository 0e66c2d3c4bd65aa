use std::collections::BTreeMap;

use crate::{
    DataCategory, FieldRule, FieldTable,
    pack::{
        known::Known,
        node::{Entry, Node},
        reader::{CODE, Fields, Form, SENSITIVITY, all, coded, text, unknown_key},
    },
};

const KIND: Form = (
    "une sorte de champ : text, long_text, number, date, date_time, yes_no, choice, choices, record, file ou place",
    "a kind of field: text, long_text, number, date, date_time, yes_no, choice, choices, record, file or place",
);

/// `fields.toml`.
pub fn field_table(node: &Node, known: &Known<'_>) -> Option<FieldTable> {
    let forms = node.entries().iter().map(|entry| {
        let number = entry
            .key
            .strip_prefix('F')
            .and_then(|number| number.parse::<u8>().ok());
        if !number.is_some_and(|number| (1..=16).contains(&number)) {
            unknown_key(entry, known.report);
            return None;
        }
        Fields::of(&entry.node, known.report)?;
        Some((entry.key.clone(), form(&entry.node, known)?))
    });
    Some(FieldTable(all(forms)?.into_iter().collect()))
}

fn form(node: &Node, known: &Known<'_>) -> Option<BTreeMap<String, FieldRule>> {
    Some(
        all(node.entries().iter().map(|entry| field(entry, known)))?
            .into_iter()
            .collect(),
    )
}

fn field(entry: &Entry, known: &Known<'_>) -> Option<(String, FieldRule)> {
    let code = known.code_form(&entry.key, &entry.spot);
    let fields = Fields::of(&entry.node, known.report)?;
    let (name, required, retired) = (
        fields.own_label(),
        fields.flag("required"),
        fields.flag("retired"),
    );
    let (kind, sensitivity) = (
        fields.coded("kind", KIND),
        fields.coded("sensitivity", SENSITIVITY),
    );
    let list = fields.optional("list").map_or(Some(None), |node| {
        let list = text(node, known.report)?;
        known.list(&list, &node.spot).then_some(Some(list))
    });
    let category: Option<Option<DataCategory>> = fields.optional("category").map_or(Some(None), |node| {
        let category = coded(node, CODE, known.report)?;
        known
            .code("data_category", &text(node, known.report)?, &node.spot)
            .then_some(Some(category))
    });
    if let (Some(sensitivity), Some(Some(category)), Some(node)) =
        (sensitivity, &category, fields.optional("sensitivity"))
    {
        known.no_more_than_told(category.as_str(), sensitivity, &node.spot);
    }
    fields.finish();
    let rule = FieldRule {
        name: name?,
        kind: kind?,
        sensitivity: sensitivity?,
        required: required?,
        list: list?,
        category: category?,
        retired: retired?,
    };
    Some((code?, rule))
}
