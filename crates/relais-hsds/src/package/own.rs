//! Columns that sources make up themselves and that can be meant in one way only.

use super::{Code, ids, older::Older, row::Row, tables::Table};
use crate::Kind;

/// Conditions of a service, kept in the text on who may come.
const CONDITIONS: &[&str] = &[
    "income_limit",
    "require_veteran",
    "military_status",
    "immigration_status",
    "incarceration_status",
];

/// The id of a row, where it stands under the name of its table.
pub(super) fn id(row: &mut Row) {
    // rows on who may come to a service or in which languages it speaks name the service, they are none
    if row.has("id") || (row.kind() == Kind::Service && row.table.is_older()) {
        return;
    }
    let name = row.kind().name();
    for column in [format!("{name}_uuid"), format!("{name}_id")] {
        if row.kind().field(&column).is_none() {
            row.rename(&column, "id");
        }
    }
    // before version 3 the id of a term was the id of a taxonomy
    if row.table == Table::of(Kind::TaxonomyTerm) && row.has("name") && !row.has("taxonomy") {
        row.rename("taxonomy_id", "id");
    }
}

/// Brings a row's own columns to the names of the standard.
pub(super) fn columns(older: &mut Older, row: &mut Row) {
    if row.table.is_older() {
        return;
    }
    organization(older, row);
    prefixed(older, row);
    match row.kind() {
        Kind::Service => service(older, row),
        Kind::Location => location(older, row),
        _ => {}
    }
}

/// The organization of a row, by its UUID and its name.
fn organization(older: &mut Older, row: &mut Row) {
    if row.kind() == Kind::Organization || row.kind().field("organization_id").is_none() {
        return;
    }
    if row.has("organization_uuid") {
        row.note(
            older.report,
            Code::ColumnRenamed,
            Some("organization_uuid"),
            Some("organization_id"),
        );
        row.rename("organization_uuid", "organization_id");
    }
    let Some(id) = row.text("organization_id") else {
        return;
    };
    if let Some(name) = row.take("organization_name") {
        row.note(
            older.report,
            Code::ColumnRepeats,
            Some("organization_name"),
            Some(&name),
        );
        older
            .names
            .entry(ids::of(older.source, "organization", &id))
            .or_insert(name);
    }
}

/// Takes the name of the table off the names of columns: `service_name` is `name`.
fn prefixed(older: &mut Older, row: &mut Row) {
    let prefix = format!("{}_", row.kind().name());
    let names: Vec<_> = row.cells.iter().map(|(name, _)| name.clone()).collect();
    let kind = row.kind();
    for name in names.iter().filter(|name| kind.field(name).is_none()) {
        let Some(rest) = name.strip_prefix(&prefix) else {
            continue;
        };
        // a list of areas is no column of ours with a prefix, it is that of an older version
        if rest.is_empty() || &**name == "service_areas" || row.has(rest) {
            continue;
        }
        row.note(older.report, Code::ColumnRenamed, Some(name), Some(rest));
        row.rename(name, rest);
    }
}

fn service(older: &mut Older, row: &mut Row) {
    row.rename("min_age", "minimum_age");
    row.rename("max_age", "maximum_age");
    if let Some(more) = row.take("additional_information") {
        row.note(
            older.report,
            Code::ColumnMoved,
            Some("additional_information"),
            Some(&more),
        );
        row.append("description", &more, "\n\n");
    }
    for column in CONDITIONS {
        if let Some(text) = row.take(column) {
            row.note(older.report, Code::ColumnKeptAsText, Some(column), Some(&text));
            let line = format!("{}: {text}", label(column));
            row.append("eligibility_description", &line, "\n");
        }
    }
    older.terms_by_name(row, "problem_codes");
    if let Some(name) = row.take("program") {
        program(older, row, &name);
    }
}

/// A program that a service names becomes a record, one for each organization and name.
fn program(older: &mut Older, row: &mut Row, name: &str) {
    row.note(older.report, Code::ColumnMoved, Some("program"), Some(name));
    let Some(organization) = row.text("organization_id").filter(|_| !row.has("program_id")) else {
        return;
    };
    let id = ids::derived(older.source, "program", &format!("{organization}\u{1f}{name}"));
    row.put("program_id", id.to_string());
    if older.once.insert(id) {
        let program = row.beside(Table::of(Kind::Program)).with("id", id.to_string());
        older.make(
            program
                .with("organization_id", organization)
                .with("name", name)
                .with("description", name),
        );
    }
}

fn location(older: &mut Older, row: &mut Row) {
    if let Some(text) = row.take("address") {
        row.note(older.report, Code::ColumnMoved, Some("address"), Some(&text));
        let address = row
            .beside(Table::of(Kind::Address))
            .with("location_id", row.id.to_string());
        older.make(address.with("address_1", text).with("address_type", "physical"));
    }
    let Some(text) = row.take("phones") else { return };
    row.note(older.report, Code::CellSplit, Some("phones"), Some(&text));
    for part in super::older::split(&text) {
        let phone = row
            .beside(Table::of(Kind::Phone))
            .with("location_id", row.id.to_string());
        older.make(match part.split_once(':') {
            Some((label, number)) => phone
                .with("number", number.trim())
                .with("description", label.trim()),
            None => phone.with("number", part),
        });
    }
}

/// `immigration_status` as people read it: `Immigration status`.
fn label(column: &str) -> String {
    let words = column.replace('_', " ");
    let mut chars = words.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}
