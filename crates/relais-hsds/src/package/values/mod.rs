//! Values as sources write them, read into the types of the standard where they can be meant in one way only.

pub(super) mod date;
mod number;
pub(super) mod phone;
pub(super) mod time;
mod web;
pub(super) mod weekday;

use serde_json::Value as Json;

use super::Code;
use crate::{Field, Type};

/// What a value turns out to be.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Reading {
    As(Json),
    Repaired(Json, Code),
    No(Code),
}

/// Reads the text of a value as what its column holds. Ids are no values and are not read here; numbers of telephones and
/// rules of recurrence are texts whose whole row is looked at before.
pub(super) fn read(field: &Field, text: &str) -> Reading {
    match field.kind {
        Type::Text | Type::Uuid => Reading::As(text.into()),
        Type::Number => number::read(field.name, text),
        Type::Uri => web::uri(field.name, text),
        Type::Email => web::email(text),
        Type::Instant => date::instant(text),
        Type::Date => match date::read(text) {
            date::Read::Date(date) if date == text => Reading::As(date.into()),
            date::Read::Date(date) => Reading::Repaired(date.into(), Code::DateRepaired),
            date::Read::Ambiguous => Reading::No(Code::DateAmbiguous),
            date::Read::No => Reading::No(Code::DateUnreadable),
        },
        Type::Time => time::read(field.name, text),
        Type::Choice(words) => choice(words, text),
    }
}

/// One of the words of the standard, whatever the case; days also by their names.
fn choice(words: &[&str], text: &str) -> Reading {
    if words.contains(&text) {
        return Reading::As(text.into());
    }
    let plain = text.replace(['_', '-'], " ");
    let same = words.iter().find(|word| word.eq_ignore_ascii_case(&plain));
    let day = || weekday::of(text).filter(|day| words.contains(day));
    match same.copied().or_else(day) {
        Some(word) => Reading::Repaired(word.into(), Code::ChoiceRepaired),
        None => Reading::No(Code::ChoiceUnknown),
    }
}
