//! One column at a time.

use serde_json::Value as Json;

use super::package;
use crate::{
    Kind, Record,
    package::{Code, Done},
};

/// A record with one column filled in, as it is read, and what was noted about that column.
pub(super) fn read(kind: Kind, column: &str, text: &str) -> (Option<Json>, Vec<Code>) {
    let required = match kind {
        Kind::Organization => [("name", "Un"), ("description", "Texte")],
        Kind::Phone => [("number", "1"), ("type", "voice")],
        Kind::Service => [("name", "Un"), ("alternate_name", "Texte")],
        Kind::ServiceArea => [("extent_type", "geojson"), ("name", "Texte")],
        _ => [("description", "Texte"), ("id", "1")],
    };
    let required: Vec<_> = required.into_iter().filter(|(name, _)| *name != column).collect();
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let names: Vec<&str> = required.iter().map(|(name, _)| *name).chain([column]).collect();
    let cells: Vec<String> = required
        .iter()
        .map(|(_, text)| *text)
        .chain([text])
        .map(quoted)
        .collect();
    let package = package(&[(
        kind.file(),
        &format!("{}\n{}\n", names.join(","), cells.join(",")),
    )]);
    let record: Option<&Record> = package.records.iter().find(|record| record.kind == kind);
    let notes = package
        .report
        .notes
        .iter()
        .filter(|note| note.column.as_deref() == Some(column));
    (
        record.and_then(|record| record.body.get(column).cloned()),
        notes.map(|note| note.code).collect(),
    )
}

pub(super) fn reads_as(kind: Kind, column: &str, cases: &[(&str, Json)]) {
    for (text, expected) in cases {
        let (value, notes) = read(kind, column, text);
        assert_eq!(value.as_ref(), Some(expected), "{text:?}");
        let said = expected.to_string();
        let changed = expected.as_str() != Some(*text) && said != *text;
        assert_eq!(
            changed,
            notes.iter().any(|code| code.done() == Done::Repaired),
            "{text:?} {notes:?}"
        );
    }
}

pub(super) fn is_left_out(kind: Kind, column: &str, code: Code, texts: &[&str]) {
    for text in texts {
        assert_eq!(read(kind, column, text), (None, vec![code]), "{text:?}");
    }
}
