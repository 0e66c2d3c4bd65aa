//! What stands in an object of a document, in any version of the standard.

use super::{
    guess,
    tables::{self, Table},
};
use crate::{Kind, kind::LISTED_AS};

/// A list in an object.
pub(super) struct Held {
    /// What its objects are.
    pub table: Table,
    /// The column of those that names what holds them.
    pub column: &'static str,
    /// What else the list says of them.
    pub cells: Vec<(&'static str, &'static str)>,
}

/// Names of lists in documents, with the older tables that they are.
const LISTS: &[(&str, &str)] = &[
    ("service_taxonomys", "service_taxonomy"),
    ("link_taxonomies", "other_attribute"),
    ("link_taxonomys", "other_attribute"),
    ("holiday_schedule_collection", "holiday_schedule"),
    ("regular_schedule_collection", "regular_schedule"),
    (
        "accessibilities_for_disabilities",
        "accessibility_for_disabilities",
    ),
];

/// Names under which documents say who may come to a service.
const WHO: &[&str] = &["eligibilitys", "eligibilities", "eligibility"];

/// The name of a list of an older version alone.
pub(super) fn is_older(name: &str) -> bool {
    LISTS.iter().any(|(list, _)| *list == name) || WHO.contains(&name)
}

/// Whether this is the list of those who may come to a service, which says so in its own columns today.
pub(super) fn is_who(holder: Table, member: &str) -> bool {
    holder == Table::of(Kind::Service) && WHO.contains(&member)
}

/// A list by its name.
pub(super) fn held(holder: Table, member: &str) -> Option<Held> {
    let kind = holder.kind;
    let of = |kind, column, cells| Held {
        table: Table::of(kind),
        column,
        cells,
    };
    match member {
        "attributes" if kind.has_attributes() => {
            Some(of(Kind::Attribute, "link_id", vec![("link_entity", holder.name)]))
        }
        "metadata" if kind.has_metadata() => Some(of(
            Kind::Metadata,
            "resource_id",
            vec![("resource_type", holder.name)],
        )),
        "operating_hours" | "events" if kind == Kind::Service => {
            let listed = if member == "events" {
                "events"
            } else {
                "operating_hours"
            };
            Some(of(Kind::Schedule, "service_id", vec![(LISTED_AS, listed)]))
        }
        _ => match guess::list(kind, member) {
            Some((to, column)) => Some(of(to, column, Vec::new())),
            None => older(holder, member),
        },
    }
}

/// A list of a table that version 3 no longer has.
fn older(holder: Table, member: &str) -> Option<Held> {
    let known = LISTS.iter().find(|(list, _)| *list == member);
    let table = tables::named(known.map_or(member, |(_, table)| table)).filter(|table| table.is_older())?;
    let (column, cells) = match (table.name, holder.kind) {
        ("eligibility", _) => return None,
        ("service_taxonomy" | "service_attribute", Kind::Service) => ("service_id", Vec::new()),
        ("service_taxonomy" | "service_attribute", _) => return None,
        ("other_attribute", kind) if kind.has_attributes() => ("link_id", vec![("link_entity", holder.name)]),
        ("physical_address" | "postal_address", Kind::Organization) => ("organization_id", Vec::new()),
        (_, kind) => (naming(table.kind, kind)?, Vec::new()),
    };
    Some(Held { table, column, cells })
}

/// The column of a kind that names what holds it.
fn naming(kind: Kind, holder: Kind) -> Option<&'static str> {
    let links = kind.links().iter();
    let mut to =
        links.filter(|link| link.to == holder && link.field.strip_suffix("_id") == Some(holder.name()));
    to.next().map(|link| link.field)
}

/// The single objects in an object: their names, what they are, and its own columns that name them.
pub(super) fn singles(holder: Table) -> &'static [(&'static str, Kind, &'static str)] {
    match holder.kind {
        // before version 3 the table of the terms was called so
        Kind::Attribute if holder.is_older() => &[("taxonomy", Kind::TaxonomyTerm, "taxonomy_id")],
        kind => kind.singles(),
    }
}
