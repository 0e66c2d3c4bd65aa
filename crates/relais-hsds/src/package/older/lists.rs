use super::Older;
use crate::package::{Code, row::Row, tables::Table};

impl Older<'_, '_> {
    /// Makes a record of each part of a list in a cell: of which table, naming the row in which column, saying the part
    /// in which.
    pub(in crate::package) fn parts(
        &mut self,
        row: &mut Row,
        column: &str,
        table: Table,
        holder: &str,
        says: &str,
    ) {
        let Some(text) = row.take(column) else { return };
        let parts = split(&text);
        let code = if parts.len() > 1 {
            Code::CellSplit
        } else {
            Code::ColumnMoved
        };
        row.note(self.report, code, Some(column), Some(&text));
        for part in parts {
            let one = row.beside(table).with(holder, row.id.to_string());
            self.make(one.with(says, part));
        }
    }
}

/// The parts of a list: at semicolons if there are any, otherwise at commas, but not within brackets.
pub(in crate::package) fn split(text: &str) -> Vec<&str> {
    let sign = if text.contains(';') { ';' } else { ',' };
    let mut depth = 0_i32;
    let parts = text.split(|c: char| {
        match c {
            '(' => depth += 1,
            ')' => depth = (depth - 1).max(0),
            _ => {}
        }
        c == sign && depth == 0
    });
    parts.map(str::trim).filter(|part| !part.is_empty()).collect()
}
