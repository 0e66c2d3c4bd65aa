use std::borrow::Cow;

use super::row::Row;
use crate::Kind;

/// A table of any version of the standard: what its rows are, and its name in the version that had it last.
///
/// Ids count within a table: where several older tables became one, the same id may come in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Table {
    pub kind: Kind,
    pub name: &'static str,
}

impl Table {
    pub const fn of(kind: Kind) -> Self {
        Self {
            kind,
            name: kind.name(),
        }
    }

    const fn older(kind: Kind, name: &'static str) -> Self {
        Self { kind, name }
    }

    /// Not one of the standard's tables of today.
    pub fn is_older(self) -> bool {
        self.name != self.kind.name()
    }
}

/// Older tables, with the names under which they are met.
const OLDER: &[(&[&str], Table)] = &[
    (
        &["services_taxonomy", "service_taxonomy", "services_taxonomies"],
        Table::older(Kind::Attribute, "service_taxonomy"),
    ),
    (
        &["service_attributes", "service_attribute"],
        Table::older(Kind::Attribute, "service_attribute"),
    ),
    (
        &["other_attributes", "other_attribute"],
        Table::older(Kind::Attribute, "other_attribute"),
    ),
    (
        &["physical_addresses", "physical_address"],
        Table::older(Kind::Address, "physical_address"),
    ),
    (
        &[
            "postal_addresses",
            "postal_address",
            "mail_addresses",
            "mail_address",
        ],
        Table::older(Kind::Address, "postal_address"),
    ),
    (
        &["regular_schedules", "regular_schedule"],
        Table::older(Kind::Schedule, "regular_schedule"),
    ),
    (
        &["holiday_schedules", "holiday_schedule"],
        Table::older(Kind::Schedule, "holiday_schedule"),
    ),
    (
        &["eligibility", "eligibilities"],
        Table::older(Kind::Service, "eligibility"),
    ),
    (
        &["payments_accepted", "payment_accepted"],
        Table::older(Kind::CostOption, "payment_accepted"),
    ),
    (&["fees", "fee"], Table::older(Kind::CostOption, "fee")),
    (
        &["interpretation_services", "interpretation_service"],
        Table::older(Kind::Service, "interpretation_service"),
    ),
    (
        &["accessibility_for_disabilities"],
        Table::older(Kind::Accessibility, "accessibility_for_disabilities"),
    ),
];

/// The table of this name, as a file, a resource or an entity is called.
pub(super) fn named(name: &str) -> Option<Table> {
    let name = &*spelt(name);
    let standard = Kind::ALL.iter().find(|kind| is_called(**kind, name));
    let older = || OLDER.iter().find(|(names, _)| names.contains(&name));
    standard
        .map(|kind| Table::of(*kind))
        .or_else(|| older().map(|(_, table)| *table))
}

fn is_called(kind: Kind, name: &str) -> bool {
    let file = kind.file().trim_end_matches(".csv");
    name == kind.name()
        || name == file
        || name.strip_suffix('s') == Some(kind.name())
        || name.strip_suffix('s') == Some(file)
        || (kind == Kind::ServiceAtLocation
            && matches!(name, "services_at_location" | "services_at_locations"))
        || (kind == Kind::ServiceCapacity && name == "service_capacities")
}

/// Before version 3, `taxonomy` was the table of the terms.
pub(super) fn with_columns(table: Table, name: &str, columns: &[&str]) -> Table {
    let of_terms = ["parent_id", "parent_name", "vocabulary", "taxonomy_id"];
    let terms = name == "taxonomy" && columns.iter().any(|column| of_terms.contains(column));
    if terms {
        Table::of(Kind::TaxonomyTerm)
    } else {
        table
    }
}

/// The name of a file in the form in which tables are looked up: no folder, no ending, small letters.
pub(super) fn stem(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = base.rsplit_once('.').map_or(base, |(stem, _)| stem);
    plain(stem)
}

/// The name of a table or a column in small letters, and spelt as the standard spells it.
pub(super) fn plain(name: &str) -> String {
    spelt(&name.trim().to_lowercase().replace([' ', '-'], "_")).into_owned()
}

/// Some of its publishers write `organisation`.
fn spelt(name: &str) -> Cow<'_, str> {
    if name.contains("organisation") {
        name.replace("organisation", "organization").into()
    } else {
        name.into()
    }
}

impl Row {
    pub fn kind(&self) -> Kind {
        self.table.kind
    }
}
