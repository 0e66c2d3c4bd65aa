use std::borrow::Cow;

use serde_json::Value as Json;

use super::{About, Found, descriptor, guard::needs_protection, nothing::DASH, translations};
use crate::{Field, Kind, Need, Record, Type, kind::NEWER};

/// Writes records as a tabular package of the standard: its descriptor, a table for each of its objects with the columns
/// in their official order, and `translations.csv` if any record has words in another language. Equal records give equal
/// bytes.
///
/// Texts that a spreadsheet would take for formulas, or [`super::read`] for nothing or a line break, begin with an
/// apostrophe, which `read` takes off; numbers of phones and other numbers stay as they are. What `read` gave is read again as it was; space around texts and null
/// characters, which it takes off, are not kept. A required text that is empty is written as a dash, since tables of the
/// standard allow no empty cell there, and read as empty again.
pub fn write(records: &[Record], about: &About) -> Vec<Found> {
    let tables: Vec<Written> = Kind::ALL.iter().map(|kind| Written::of(*kind, records)).collect();
    let words = words(records);
    let mut files = vec![Found::new(
        "datapackage.json",
        descriptor::text(&tables, words.is_some(), about),
    )];
    for table in &tables {
        let all = records.iter().filter(|record| record.kind == table.kind);
        let rows = all.map(|record| table.columns.iter().map(|field| cell(record, field)).collect());
        let header = table.columns.iter().map(|field| field.name);
        files.push(Found::new(table.kind.file(), csv(header, rows)));
    }
    files.extend(words);
    files
}

/// A table to be written: what its rows are, with the columns that are used.
pub(super) struct Written {
    pub kind: Kind,
    pub columns: Vec<&'static Field>,
}

impl Written {
    fn of(kind: Kind, records: &[Record]) -> Self {
        let used = |field: &Field| {
            let mut all = records.iter().filter(|record| record.kind == kind);
            all.any(|record| record.body.contains_key(field.name))
        };
        let newer = NEWER.iter().filter(|(of, field)| *of == kind && used(field));
        let columns = kind.fields().iter().chain(newer.map(|(_, field)| field));
        Self {
            kind,
            columns: columns.collect(),
        }
    }
}

fn cell<'r>(record: &'r Record, field: &Field) -> Cow<'r, str> {
    if field.name == "id" {
        return record.id.to_string().into();
    }
    match record.body.get(field.name) {
        None | Some(Json::Null) => "".into(),
        Some(Json::String(text)) if text.is_empty() && field.need != Need::Optional => DASH.into(),
        Some(Json::String(text)) if field.kind == Type::Text => protected(text, field.name == "number"),
        Some(Json::String(text)) => text.into(),
        Some(other) => other.to_string().into(),
    }
}

/// Keeps a spreadsheet from taking a text for a formula. The number of a phone may begin with a plus.
fn protected(text: &str, phone: bool) -> Cow<'_, str> {
    let sign = |c: char| c.is_ascii_digit() || "+-(). /".contains(c);
    let dialled = || text.chars().all(sign) && text.contains(|c: char| c.is_ascii_digit());
    if needs_protection(text) && !(phone && dialled()) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

fn words(records: &[Record]) -> Option<Found> {
    let mut rows = Vec::new();
    for record in records {
        for (lang, words) in &record.words {
            let mut words: Vec<_> = words.iter().collect();
            words.sort_by_key(|(field, _)| field.as_str());
            for (field, text) in words {
                let text = match text {
                    Json::String(text) => protected(text, false).into_owned(),
                    other => other.to_string(),
                };
                let (table, id) = (record.kind.name().to_owned(), record.id.to_string());
                rows.push(
                    [table, id, lang.clone(), field.clone(), text]
                        .map(Cow::Owned)
                        .to_vec(),
                );
            }
        }
    }
    (!rows.is_empty()).then(|| Found::new(translations::FILE, csv(translations::COLUMNS, rows.into_iter())))
}

fn csv<'c>(
    header: impl IntoIterator<Item = &'static str>,
    rows: impl Iterator<Item = Vec<Cow<'c, str>>>,
) -> Vec<u8> {
    let mut out = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    // writing to memory does not fail, and all rows have as many cells as the header
    let _ = out.write_record(header);
    for row in rows {
        let _ = out.write_record(row.iter().map(|cell| cell.as_bytes()));
    }
    out.into_inner().unwrap_or_default()
}
