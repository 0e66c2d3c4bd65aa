use serde_json::{Map, Value as Json};

use super::{nested, tables::Table};
use crate::{Kind, Need};

/// Which object of the standard this is, by the members it has; nothing if several are as likely.
pub(super) fn kind(object: &Map<String, Json>) -> Option<Kind> {
    match likely(object).as_slice() {
        [kind] => Some(*kind),
        _ => None,
    }
}

/// Whether no other object of the standard is likelier.
pub(super) fn may_be(kind: Kind, object: &Map<String, Json>) -> bool {
    likely(object).contains(&kind)
}

/// The likeliest objects of the standard.
fn likely(object: &Map<String, Json>) -> Vec<Kind> {
    let mut best = 1;
    let mut likely = Vec::new();
    for kind in Kind::ALL.iter().filter(|kind| has_required(**kind, object)) {
        let score = score(*kind, object);
        if score > best {
            likely.clear();
            best = score;
        }
        if score == best {
            likely.push(*kind);
        }
    }
    likely
}

fn has_required(kind: Kind, object: &Map<String, Json>) -> bool {
    let missing_is_fine = |name: &str| matches!(name, "id" | "description" | "status" | "location_type");
    let required = kind.fields().iter().filter(|field| field.need == Need::Always);
    let mut required = required
        .map(|field| field.name)
        .filter(|name| !missing_is_fine(name));
    required.all(|name| object.contains_key(name))
}

/// Members that the kind knows, less those that it does not.
fn score(kind: Kind, object: &Map<String, Json>) -> i64 {
    let table = Table::of(kind);
    let known = |name: &str| {
        kind.field(name).is_some()
            || nested::held(table, name).is_some()
            || nested::is_who(table, name)
            || kind.singles().iter().any(|(single, _, _)| *single == name)
    };
    object.keys().map(|name| if known(name) { 1 } else { -1 }).sum()
}

/// A list in an object: what it holds, and the column of those that names the object.
pub(super) fn list(kind: Kind, name: &str) -> Option<(Kind, &'static str)> {
    if (kind, name) == (Kind::Organization, "services") {
        return Some((Kind::Service, "organization_id"));
    }
    let known = kind.lists().iter().find(|(list, _, _)| *list == name);
    known.map(|(_, kind, field)| (*kind, *field))
}
