use std::borrow::Cow;

use serde_json::{Map, Value as Json};

use super::{nested, tables};
use crate::Kind;

/// A name that is written like `serviceAtLocations`, as the standard writes it; nothing if it has no such name.
pub(super) fn spelled(name: &str) -> Option<String> {
    if !name.contains(char::is_uppercase) {
        return None;
    }
    let mut plain = String::new();
    let mut before = ' ';
    for sign in name.chars() {
        if sign.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit()) {
            plain.push('_');
        }
        plain.extend(sign.to_lowercase());
        before = sign;
    }
    (plain.contains('_') && is_standard(&plain)).then_some(plain)
}

/// An object whose members have the names that the standard writes, where no other member has that name.
pub(super) fn members(object: &Map<String, Json>) -> Cow<'_, Map<String, Json>> {
    let other = |name: &String| spelled(name).filter(|plain| !object.contains_key(plain));
    if !object.keys().any(|name| other(name).is_some()) {
        return Cow::Borrowed(object);
    }
    let named =
        |(name, value): (&String, &Json)| (other(name).unwrap_or_else(|| name.clone()), value.clone());
    Cow::Owned(object.iter().map(named).collect())
}

fn is_standard(name: &str) -> bool {
    let of = |kind: &Kind| {
        kind.field(name).is_some()
            || kind.lists().iter().any(|(list, _, _)| *list == name)
            || kind.singles().iter().any(|(single, _, _)| *single == name)
    };
    tables::named(name).is_some() || nested::is_older(name) || Kind::ALL.iter().any(of)
}
