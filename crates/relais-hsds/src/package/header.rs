//! Where the names of the columns stand, and what stands above them.

use std::sync::Arc;

use csv::{ReaderBuilder, StringRecord};

use super::{Code, Note, Place, Report, names, report::shortened, swallowed, tables};
use crate::Kind;

/// Rows among which the names of the columns are looked for.
const FIRST: usize = 5;
/// Cells that have to be names of columns, lest a title be taken for them.
const LEAST: usize = 2;
/// Signs that part cells.
const SIGNS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Columns that only older versions have.
const OLDER: &[&str] = &[
    "weekday",
    "closed",
    "start_date",
    "end_date",
    "eligibility",
    "payment",
    "term",
    "vocabulary",
    "parent_name",
    "taxonomy_detail",
];

/// Leads from the first row of a table to that with the names of its columns.
pub(super) struct Header {
    table: Arc<str>,
    /// What parts the cells.
    pub delimiter: u8,
    /// Rows that are yet to come before it.
    above: usize,
    /// The first of those names the delimiter.
    sign: bool,
    columns: Vec<Arc<str>>,
}

impl Header {
    /// Looks for it. `likely` is the delimiter unless the names stand apart by another; where no row has names that are
    /// known, the first one is the header.
    pub fn of(table: &str, text: &str, likely: u8) -> Self {
        let said = said_sign(text);
        let signs = match said {
            Some(sign) => vec![sign],
            None => std::iter::once(likely).chain(SIGNS).collect(),
        };
        let found = signs
            .iter()
            .find_map(|sign| Some((*sign, place(table, text, *sign)?)));
        let first = || (said.unwrap_or(likely), usize::from(said.is_some()));
        let (delimiter, above) = found.unwrap_or_else(first);
        Self {
            table: Arc::from(table),
            delimiter,
            above,
            sign: said.is_some(),
            columns: Vec::new(),
        }
    }

    /// A row from the header on: that one with its names as the standard spells them. What stands above it is told.
    pub fn on(&mut self, row: StringRecord, line: u64, report: &mut Report) -> Option<StringRecord> {
        if self.above > 0 {
            self.above -= 1;
            if !std::mem::take(&mut self.sign) {
                self.pass_over(&row, line, report);
            }
            return None;
        }
        if self.columns.is_empty() {
            self.columns = row.iter().map(spelled).collect();
            return Some(self.columns.iter().map(|name| &**name).collect());
        }
        self.look_for_rows(&row, line, report);
        Some(row)
    }

    fn pass_over(&self, row: &StringRecord, line: u64, report: &mut Report) {
        let cells: Vec<&str> = row
            .iter()
            .map(str::trim)
            .filter(|cell| !cell.is_empty())
            .collect();
        if !cells.is_empty() {
            self.note(report, line, None, Code::RowAboveHeader, &cells.join(" "));
        }
    }

    fn look_for_rows(&self, row: &StringRecord, line: u64, report: &mut Report) {
        for (at, cell) in row.iter().enumerate() {
            if swallowed::rows(cell, self.columns.len(), self.delimiter) {
                self.note(report, line, self.columns.get(at), Code::CellOfRows, cell);
            }
        }
    }

    fn note(&self, report: &mut Report, line: u64, column: Option<&Arc<str>>, code: Code, value: &str) {
        report.note(Note {
            table: self.table.clone(),
            place: Place::Line(line),
            column: column.cloned(),
            code,
            value: Some(shortened(value)),
            times: 1,
        });
    }
}

/// How many rows stand above the first that has names of columns.
fn place(table: &str, text: &str, sign: u8) -> Option<usize> {
    let rows = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(sign)
        .from_reader(text.as_bytes())
        .into_records();
    let filled = |row: &StringRecord| row.iter().any(|cell| !cell.trim().is_empty());
    let mut first = rows
        .flatten()
        .enumerate()
        .filter(|(_, row)| filled(row))
        .take(FIRST);
    let names = |row: &StringRecord| row.iter().filter(|name| is_column(table, name)).count();
    first.find(|(_, row)| names(row) >= LEAST).map(|(at, _)| at)
}

fn is_column(table: &str, name: &str) -> bool {
    let name = spelled(name).trim().to_lowercase().replace([' ', '-'], "_");
    let known = |name: &str| Kind::ALL.iter().any(|kind| kind.field(name).is_some()) || OLDER.contains(&name);
    let prefix = tables::named(table).map_or(table, |table| table.kind.name());
    let rest = name.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_'));
    known(&name) || rest.is_some_and(known)
}

fn spelled(name: &str) -> Arc<str> {
    match names::spelled(name.trim()) {
        Some(plain) => plain.into(),
        None => name.into(),
    }
}

/// The delimiter that the first line names, as spreadsheets write it: `sep=;`.
fn said_sign(text: &str) -> Option<u8> {
    let first = text.lines().find(|line| !line.trim().is_empty())?;
    let said = first.trim_matches([' ', '"', '\r']);
    let (key, rest) = said.split_at_checked(4)?;
    let sign = rest.bytes().next().filter(|sign| SIGNS.contains(sign))?;
    let rest = rest
        .get(1..)?
        .trim_matches(|c: char| c == char::from(sign) || c == '"');
    (key.eq_ignore_ascii_case("sep=") && rest.is_empty()).then_some(sign)
}
