use super::tables;
use crate::Type;

/// What the cells of a column of a table hold, as far as it matters before they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Text,
    /// The code of a language: `nan` is that of Southern Min.
    Code,
    /// A number, a date, an id or another value that no word can be.
    Value,
}

/// By the names of the table and the column.
pub(super) fn holds(table: &str, column: &str) -> Holds {
    if matches!(column, "code" | "language" | "languages") {
        return Holds::Code;
    }
    let field = tables::named(table).and_then(|table| table.kind.field(column));
    let value = match field {
        Some(field) => field.kind != Type::Text,
        None => column.ends_with("_id") || column.ends_with("_uuid"),
    };
    if value { Holds::Value } else { Holds::Text }
}
