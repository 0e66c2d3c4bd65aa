use std::{collections::HashSet, sync::Arc};

use csv::{ReaderBuilder, StringRecord};
use serde_json::Value as Json;

use super::{
    Code, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Note, Place, Refused, Report,
    column::{Holds, holds},
    guard,
    header::Header,
    nothing,
    report::shortened,
    tables,
    text::about_file,
};

/// A table in a file: its columns and its rows as they stand there.
pub(super) struct Sheet {
    pub name: Arc<str>,
    pub columns: Vec<Arc<str>>,
    pub rows: Vec<Line>,
    holds: Vec<Holds>,
}

/// A row with content.
pub(super) struct Line {
    pub line: u64,
    pub cells: Vec<(Arc<str>, Json)>,
}

/// Reads the rows of a table. Those that cannot be told apart are counted as put aside.
pub(super) fn read(name: &str, file: &str, text: &str, report: &mut Report) -> Result<Sheet, Refused> {
    let mut head = Header::of(name, text, delimiter(text));
    let delimiter = head.delimiter;
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
        holds: Vec::new(),
    };
    let mut doubles = HashSet::new();
    let mut lines = Lines::of(text);
    for row in rows.by_ref() {
        let Ok(row) = row else { continue };
        let line = lines.at(&row);
        let Some(row) = head.on(row, line, report) else {
            continue;
        };
        if sheet.columns.is_empty() {
            (sheet.columns, doubles) = header(&row);
            sheet.holds = sheet.columns.iter().map(|column| holds(name, column)).collect();
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
        let mut beyond = row.iter().skip(self.columns.len()).map(str::trim);
        if let Some(value) = beyond.find(|cell| !cell.is_empty()) {
            self.note(report, line, None, Code::RowTooLong, Some(value));
            report.tally(&self.name).put_aside += 1;
            return;
        }
        if row.len() < self.columns.len() {
            self.note(report, line, None, Code::RowTooShort, None);
        }
        let mut cells = Vec::new();
        for (at, (name, cell)) in self.columns.iter().zip(row).enumerate() {
            let said = cell.trim();
            if said.is_empty() || said == nothing::DASH {
                continue;
            }
            let left_out = if name.is_empty() {
                Some((None, Code::ColumnNameless))
            } else if doubles.contains(&at) {
                Some((Some(name), Code::ColumnTwice))
            } else if self.is_nothing(at, said) {
                Some((Some(name), Code::NothingSaid))
            } else {
                None
            };
            match left_out {
                Some((column, code)) => self.note(report, line, column, code, Some(said)),
                None => cells.push((name.clone(), Json::String(self.text(report, line, at, cell)))),
            }
        }
        self.rows.push(Line { line, cells });
    }

    fn is_nothing(&self, at: usize, said: &str) -> bool {
        match self.holds.get(at) {
            Some(Holds::Value) => nothing::is_no_value(said),
            Some(Holds::Code) if said == "nan" => false,
            _ => nothing::is_word(said),
        }
    }

    /// What a cell says, without what guards it.
    fn text(&self, report: &mut Report, line: u64, at: usize, cell: &str) -> String {
        if let Some(text) = guard::unprotected(cell) {
            return text.to_owned();
        }
        let is_text = self.holds.get(at) == Some(&Holds::Text);
        match guard::broken(cell).filter(|_| is_text) {
            Some(text) => {
                self.note(report, line, self.columns.get(at), Code::BreaksRead, Some(cell));
                text
            }
            None => cell.to_owned(),
        }
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
    let names: Vec<Arc<str>> = row.iter().map(|name| Arc::from(tables::plain(name))).collect();
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
