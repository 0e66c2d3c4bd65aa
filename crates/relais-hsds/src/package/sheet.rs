use std::{collections::HashSet, sync::Arc};

use csv::{ReaderBuilder, StringRecord};
use serde_json::Value as Json;

use super::{
    Code, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Note, Place, Refused, Report, report::shortened,
    text::about_file,
};

/// A table in a file: its columns and its rows as they stand there.
pub(super) struct Sheet {
    pub name: Arc<str>,
    pub columns: Vec<Arc<str>>,
    pub rows: Vec<Line>,
}

/// A row with content.
pub(super) struct Line {
    pub line: u64,
    pub cells: Vec<(Arc<str>, Json)>,
}

/// Reads the rows of a table. Those that cannot be told apart are counted as put aside.
pub(super) fn read(name: &str, file: &str, text: &str, report: &mut Report) -> Result<Sheet, Refused> {
    let delimiter = delimiter(text);
    let many = text
        .bytes()
        .filter(|b| *b == delimiter || *b == b'\n' || *b == b'\r');
    if many.count() > MOST_CELLS {
        return Err(Refused::too_many_cells(file));
    }
    if text.matches('"').count() % 2 == 1 {
        about_file(report, file, Code::QuoteOpen);
    }
    let mut rows = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes())
        .into_records();
    let mut sheet = Sheet {
        name: Arc::from(name),
        columns: Vec::new(),
        rows: Vec::new(),
    };
    let mut doubles = HashSet::new();
    let mut lines = Lines::of(text);
    for row in rows.by_ref() {
        let Ok(row) = row else { continue };
        let line = lines.at(&row);
        if sheet.columns.is_empty() {
            (sheet.columns, doubles) = header(&row);
            if sheet.columns.len() > MOST_COLUMNS {
                return Err(Refused::too_many_cells(file));
            }
        } else if row.iter().any(|cell| !cell.trim().is_empty()) {
            sheet.row(&row, line, &doubles, report);
            if report.rows() > MOST_ROWS {
                return Err(Refused::too_many_rows());
            }
        }
    }
    Ok(sheet)
}

impl Sheet {
    fn row(&mut self, row: &StringRecord, line: u64, doubles: &HashSet<usize>, report: &mut Report) {
        report.tally(&self.name).read += 1;
        let beyond = row.iter().enumerate().filter(|(at, cell)| {
            let nameless = self.columns.get(*at).is_none_or(|name| name.is_empty());
            nameless && !cell.trim().is_empty()
        });
        if let Some((_, value)) = beyond.map(|(at, cell)| (at, cell.trim())).next() {
            self.note(report, line, None, Code::RowTooLong, Some(value));
            report.tally(&self.name).put_aside += 1;
            return;
        }
        if row.len() < self.columns.len() {
            self.note(report, line, None, Code::RowTooShort, None);
        }
        let mut cells = Vec::new();
        for (at, (name, cell)) in self.columns.iter().zip(row).enumerate() {
            if cell.trim().is_empty() || cell.trim() == NOTHING {
                continue;
            }
            if doubles.contains(&at) {
                self.note(report, line, Some(name), Code::ColumnTwice, Some(cell));
            } else {
                cells.push((name.clone(), Json::String(unprotected(cell).to_owned())));
            }
        }
        self.rows.push(Line { line, cells });
    }

    fn note(
        &self,
        report: &mut Report,
        line: u64,
        column: Option<&Arc<str>>,
        code: Code,
        value: Option<&str>,
    ) {
        report.note(Note {
            table: self.name.clone(),
            place: Place::Line(line),
            column: column.cloned(),
            code,
            value: value.map(shortened),
            times: 1,
        });
    }
}

/// Counts lines as an editor does, whichever way they end.
struct Lines<'t> {
    bytes: &'t [u8],
    seen: usize,
    line: u64,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        Self {
            bytes: text.as_bytes(),
            seen: 0,
            line: 1,
        }
    }

    /// The line on which a row begins; what ended the row before it and empty lines are skipped.
    fn at(&mut self, row: &StringRecord) -> u64 {
        let start = row.position().map_or(0, |position| position.byte() as usize);
        while let Some(byte) = self.bytes.get(self.seen) {
            let end = matches!(byte, b'\r' | b'\n');
            if self.seen >= start && !end {
                break;
            }
            let pair = *byte == b'\r' && self.bytes.get(self.seen + 1) == Some(&b'\n');
            self.line += u64::from(end && !pair);
            self.seen += 1;
        }
        self.line
    }
}

/// The names of columns in small letters, and which of them come a second time.
fn header(row: &StringRecord) -> (Vec<Arc<str>>, HashSet<usize>) {
    let plain = |name: &str| name.trim().to_lowercase().replace([' ', '-'], "_");
    let names: Vec<Arc<str>> = row.iter().map(|name| Arc::from(plain(name))).collect();
    let mut seen = HashSet::new();
    let second =
        |(at, name): (usize, &Arc<str>)| (!name.is_empty() && !seen.insert(name.clone())).then_some(at);
    let doubles = names.iter().enumerate().filter_map(second).collect();
    (names, doubles)
}

/// What parts the columns: whichever of the usual signs comes most often in the first line.
fn delimiter(text: &str) -> u8 {
    let first = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let count = |sign: u8| first.bytes().filter(|b| *b == sign).count();
    let mut best = b',';
    for sign in [b';', b'\t', b'|'] {
        if count(sign) > count(best) {
            best = sign;
        }
    }
    best
}

/// What stands in a cell that must not be empty where there is nothing to say; as a text of its own it is protected.
pub(super) const NOTHING: &str = "-";

/// Signs with which a spreadsheet takes a cell for a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Takes off the apostrophe that keeps a spreadsheet from taking the text for a formula.
pub(super) fn unprotected(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if needs_protection(rest) => rest,
        _ => cell,
    }
}

/// Whether the text begins like a formula. Apostrophes before it count too, so that taking off one gives back what was
/// there.
pub(super) fn needs_protection(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA)
}
