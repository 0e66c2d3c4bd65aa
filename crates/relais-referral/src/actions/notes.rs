use relais_trust::Note;
use serde_json::Value;

use crate::{referral::ReferralEvent, store::ReferralRow};

/// The journal's note of an event: its name, and its facts, which are ids, codes and moments by construction.
pub(crate) fn note(row: &ReferralRow, event: &ReferralEvent) -> Note {
    let r = &row.referral;
    let value = serde_json::to_value(event).unwrap_or_default();
    let name = value
        .get("event")
        .and_then(Value::as_str)
        .unwrap_or("ReferralChanged")
        .to_owned();
    let note = Note::new(name)
        .on("referral", r.id.uuid())
        .case(r.case)
        .purpose(r.purpose.as_str())
        .under(&r.definition.hash)
        .fact("from", r.from_org)
        .fact("to", r.to_org)
        .fact("priority", r.priority.letter());
    let facts = value.as_object().into_iter().flatten();
    facts
        .filter(|(key, _)| *key != "event")
        .fold(note, |note, (key, value)| match value {
            Value::String(text) => note.fact(key, text),
            Value::Bool(_) | Value::Number(_) => note.fact(key, value),
            Value::Null => note,
            other => note.fact(key, other),
        })
}
