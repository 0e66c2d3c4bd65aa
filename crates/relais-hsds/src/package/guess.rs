use serde_json::{Map, Value as Json};

use crate::{Kind, Need};

/// Which object of the standard this is, by the members it has; nothing if several are as likely.
pub(super) fn kind(object: &Map<String, Json>) -> Option<Kind> {
    let mut likely: Vec<(i64, Kind)> = Kind::ALL
        .iter()
        .filter(|kind| has_required(**kind, object))
        .map(|kind| (score(*kind, object), *kind))
        .collect();
    likely.sort_by_key(|(score, _)| -score);
    match likely.as_slice() {
        [(best, kind), rest @ ..] if *best > 0 && rest.first().is_none_or(|(next, _)| next < best) => {
            Some(*kind)
        }
        _ => None,
    }
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
    let known = |name: &str| {
        kind.field(name).is_some()
            || list(kind, name).is_some()
            || single(kind, name).is_some()
            || (name == "attributes" && kind.has_attributes())
            || (name == "metadata" && kind.has_metadata())
    };
    object.keys().map(|name| if known(name) { 1 } else { -1 }).sum()
}

/// A list in an object: what it holds, and the column of those that names the object.
pub(super) fn list(kind: Kind, name: &str) -> Option<(Kind, &'static str)> {
    match (kind, name) {
        (Kind::Organization, "services") => return Some((Kind::Service, "organization_id")),
        (Kind::Service, "operating_hours" | "events") => return Some((Kind::Schedule, "service_id")),
        _ => {}
    }
    let known = kind.lists().iter().find(|(list, _, _)| *list == name);
    known.map(|(_, kind, field)| (*kind, *field))
}

/// A single object in another: what it is, and the column that names it.
pub(super) fn single(kind: Kind, name: &str) -> Option<(Kind, &'static str)> {
    let known = kind.singles().iter().find(|(single, _, _)| *single == name);
    known.map(|(_, kind, field)| (*kind, *field))
}
