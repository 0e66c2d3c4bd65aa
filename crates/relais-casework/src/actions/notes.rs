use relais_trust::Note;
use serde_json::Value;

use crate::case::{Case, CaseEvent};

/// The journal's note of an event: its name, and its facts, which are ids and codes by construction.
pub(super) fn note(case: &Case, event: &CaseEvent, definition: &str) -> Note {
    let value = serde_json::to_value(event).unwrap_or_default();
    let name = value
        .get("event")
        .and_then(Value::as_str)
        .unwrap_or("CaseChanged")
        .to_owned();
    let note = Note::new(name)
        .on("case", case.id.uuid())
        .case(case.id)
        .under(definition);
    let facts = value.as_object().into_iter().flatten();
    facts
        .filter(|(key, _)| *key != "event")
        .fold(note, |note, (key, value)| match value {
            Value::String(text) => note.fact(key, text),
            Value::Bool(_) | Value::Number(_) => note.fact(key, value),
            _ => note,
        })
}
