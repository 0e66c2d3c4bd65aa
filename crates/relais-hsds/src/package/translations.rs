use std::{collections::HashMap, sync::Arc};

use uuid::Uuid;

use super::{
    Code, Report, ids,
    row::{Row, plain},
    tables,
};
use crate::{Kind, Record, Type};

/// The table of words in other languages, which the standard does not have.
pub(super) const TABLE: &str = "translations";
pub(super) const FILE: &str = "translations.csv";
pub(super) const COLUMNS: [&str; 5] = ["table", "id", "language", "field", "text"];

/// Puts words in other languages beside their records.
pub(super) fn join(rows: &[Row], source: &str, records: &mut [Record], report: &mut Report) {
    let mut at: HashMap<(Kind, Uuid), &mut Record> = records
        .iter_mut()
        .map(|record| ((record.kind, record.id), record))
        .collect();
    for row in rows {
        let said = |column: &str| row.text(column);
        let table = said("table").and_then(|name| tables::named(&name));
        let record = table.zip(said("id")).and_then(|(table, raw)| {
            let id = ids::of(source, table.name, &raw);
            at.get_mut(&(table.kind, id))
        });
        let field = table
            .zip(said("field"))
            .and_then(|(table, name)| table.kind.field(&name));
        let field = field.filter(|field| matches!(field.kind, Type::Text | Type::Uri | Type::Email));
        let text = row
            .cells
            .iter()
            .find(|(name, _)| &**name == "text")
            .and_then(|(_, value)| plain(value));
        let (Some(record), Some(field), Some(lang), Some(text)) = (record, field, said("language"), text)
        else {
            row.put_aside(
                report,
                Code::TranslationOfNothing,
                Some("text"),
                said("text").as_deref(),
            );
            continue;
        };
        let words = record.words.entry(lang).or_default();
        words.insert(field.name.to_owned(), text.into());
        let table: Arc<str> = row.name.clone();
        report.tally(&table).kept += 1;
    }
}
