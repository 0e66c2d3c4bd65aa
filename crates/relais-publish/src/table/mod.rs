//! Tables that leave as files: one model, written as CSV and as an Excel workbook; and sheets that come in.

mod csv_file;
mod ods_bounds;
mod reading;
mod rows;
mod unreadable;
mod xlsx_file;

#[cfg(test)]
mod reading_tests;
#[cfg(test)]
mod tests;

use relais_kernel::{
    Lang,
    jiff::civil::{Date, DateTime},
};

pub use csv_file::csv;
pub use reading::{Chosen, Limits, rows_of_workbook, sheet_of_workbook, sheets_of_workbook};
pub use unreadable::Unreadable;
pub use xlsx_file::xlsx;

use crate::{Languages, Made, moment};

/// A table in one language, with what says where its figures come from. It prints what it is given: whoever makes
/// one has seen to it that the reader may see every cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub lang: Lang,
    /// Names the sheet in a workbook.
    pub title: String,
    pub columns: Vec<String>,
    /// Each as long as `columns`: what is missing is left empty, what is too much is an error.
    pub rows: Vec<Vec<Cell>>,
    /// Stands below the last row of either file.
    pub made: Made,
    /// The organisation that took it away; stands there too (security requirement 63).
    pub taken_by: String,
}

/// What stands in a cell. Numbers and dates stay numbers and dates, so that a spreadsheet can count with them.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Empty,
    Words(String),
    Whole(i64),
    Number(f64),
    /// Between 0 and 1, shown as a percentage with one decimal.
    Share(f64),
    Day(Date),
    Moment(DateTime),
}

impl From<&str> for Cell {
    fn from(words: &str) -> Self {
        Self::Words(words.to_owned())
    }
}

impl From<String> for Cell {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

const TAKEN_BY: [&str; 2] = ["emporté par", "taken away by"];

/// Why a table cannot be written. Never carries its text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unwritable {
    #[error("row {row} of the table has more cells than the table has columns")]
    RowTooLong { row: usize },
    /// More than a spreadsheet can hold: a million rows, or 32 767 characters in a cell.
    #[error("the table does not fit into a spreadsheet: {0}")]
    TooLarge(String),
    #[error("a number of the table is none")]
    NotANumber,
}

impl Table {
    /// The cells of a row, empty ones filled in.
    fn padded<'t>(&'t self, row: &'t [Cell]) -> impl Iterator<Item = &'t Cell> {
        (0..self.columns.len()).map(|at| row.get(at).unwrap_or(&Cell::Empty))
    }

    fn check(&self) -> Result<(), Unwritable> {
        if let Some(at) = self.rows.iter().position(|row| row.len() > self.columns.len()) {
            return Err(Unwritable::RowTooLong { row: at + 1 });
        }
        let finite = |cell: &Cell| match cell {
            Cell::Number(number) | Cell::Share(number) => number.is_finite(),
            _ => true,
        };
        if self.rows.iter().flatten().all(finite) {
            Ok(())
        } else {
            Err(Unwritable::NotANumber)
        }
    }

    /// From which data, which version, when, and who took it away.
    fn source(&self) -> String {
        let from: Vec<_> = self
            .made
            .from
            .runs(Languages::One(self.lang))
            .into_iter()
            .map(|(_, words)| words)
            .collect();
        let made = moment::made_line(&from.join(" "), &self.made.version, self.made.at, self.lang);
        let [fr, en] = TAKEN_BY;
        let taken_by = match self.lang {
            Lang::Fr => fr,
            Lang::En => en,
        };
        format!("{made}, {taken_by} {}", self.taken_by)
    }
}

/// Whether a text is the line that says where a table came from, under its last row: a table that comes back has it too.
pub fn is_source(text: &str) -> bool {
    TAKEN_BY.iter().any(|said| text.contains(&format!(", {said} ")))
}

/// Spaces, control characters, and what nobody sees: joiners, marks of direction and of byte order.
fn takes_no_place(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// Whether a spreadsheet could take a text for a formula, now or after somebody edits its cell.
fn could_be_a_formula(text: &str) -> bool {
    let first = text.chars().next();
    let after_spaces = text.trim_start_matches(takes_no_place).chars().next();
    matches!(first, Some('\t' | '\r' | '\n'))
        || matches!(
            after_spaces,
            Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
        )
}
