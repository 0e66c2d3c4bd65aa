use std::{collections::BTreeSet, fmt::Write as _};

use jiff::civil::Date;
use relais_geography::folded;
use relais_kernel::Localised;
use relais_publish::table::is_source;

use super::{
    report::RowProblem,
    sheet::{Column, Headings},
    values,
};
use crate::{Code, List, Vocabulary};

/// One row, with what is found wrong in it and what is repaired.
pub(super) struct RowReader<'r> {
    pub row: usize,
    headings: &'r Headings,
    cells: &'r [String],
    pub problems: Vec<RowProblem>,
    pub notes: Vec<RowProblem>,
}

impl<'r> RowReader<'r> {
    pub fn new(row: usize, headings: &'r Headings, cells: &'r [String]) -> Self {
        Self {
            row,
            headings,
            cells,
            problems: Vec::new(),
            notes: Vec::new(),
        }
    }

    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }

    /// The line that says where an exported sheet came from.
    pub fn is_source(&self) -> bool {
        let mut filled = self.cells.iter().filter(|cell| !cell.trim().is_empty());
        matches!((filled.next(), filled.next()), (Some(only), None) if is_source(only))
    }

    pub fn text(&self, column: Column) -> Option<&'r str> {
        self.headings.cell(self.cells, column)
    }

    /// A cell that a new record cannot do without.
    pub fn required<T>(&mut self, column: Column, value: Option<T>) -> Option<T> {
        let told = self
            .problems
            .iter()
            .any(|p| p.column.as_deref() == Some(&column.heading().fr));
        if value.is_none() && !told {
            let heading = column.heading();
            let missing = if self.headings.has(column) {
                ("n’est pas remplie", "is not filled in")
            } else {
                ("manque dans la feuille", "is missing from the sheet")
            };
            let fr = format!("La colonne « {} » {}.", heading.fr, missing.0);
            let en = format!("The column \"{}\" {}.", heading.en, missing.1);
            self.refuse(column, "CellMissing", fr, en);
        }
        value
    }

    /// The row is put aside for this.
    pub fn refuse(
        &mut self,
        column: Column,
        code: &'static str,
        fr: impl Into<String>,
        en: impl Into<String>,
    ) {
        self.problems
            .push(RowProblem::cell(self.row, column, code, Localised::new(fr, en)));
    }

    /// The row is taken, and this is told.
    pub fn note(&mut self, column: Column, code: &'static str, fr: impl Into<String>, en: impl Into<String>) {
        self.notes
            .push(RowProblem::cell(self.row, column, code, Localised::new(fr, en)));
    }

    /// Reads a cell; what cannot be read puts the row aside with what is expected there.
    pub fn read<T>(
        &mut self,
        column: Column,
        expected: (&str, &str),
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(column)?;
        let value = read(text);
        if value.is_none() {
            let heading = column.heading();
            let fr = format!(
                "« {text} » ne se lit pas dans « {} » : {}.",
                heading.fr, expected.0
            );
            let en = format!("\"{text}\" cannot be read in \"{}\": {}.", heading.en, expected.1);
            self.refuse(column, "CellUnreadable", fr, en);
        }
        value
    }

    pub fn yes_no(&mut self, column: Column) -> Option<bool> {
        self.read(column, ("oui, non ou vide", "yes, no or empty"), values::yes_no)
            .flatten()
    }

    /// A whole number from 0 to `most`.
    pub fn number(&mut self, column: Column, most: u32) -> Option<u32> {
        let fr = format!("un nombre entier de 0 à {most}");
        let en = format!("a whole number from 0 to {most}");
        self.read(column, (&fr, &en), |text| {
            values::number(text).filter(|&n| n <= most)
        })
    }

    pub fn date(&mut self, column: Column) -> Option<Date> {
        let expected = (
            "une date comme 2026-03-12 ou 12/03/2026",
            "a date such as 2026-03-12 or 12/03/2026",
        );
        let date = self.read(column, expected, values::date)?;
        if self
            .text(column)
            .is_some_and(|text| !text.starts_with(&date.to_string()))
        {
            let fr = format!("Date lue avec le jour d’abord : {date}.");
            self.note(column, "DateRead", fr, format!("Date read day first: {date}."));
        }
        Some(date)
    }

    /// One of a few words that the program knows; each may be written in several ways.
    pub fn choice<T: Copy>(&mut self, column: Column, words: &[(T, &[&str])]) -> Option<T> {
        let mut expected = String::new();
        for (_, names) in words {
            let separator = if expected.is_empty() { "" } else { ", " };
            let _ = write!(expected, "{separator}{}", names.first().unwrap_or(&""));
        }
        let named = |text: &str| {
            let wanted = folded(text);
            words
                .iter()
                .find(|(_, names)| names.iter().any(|n| folded(n) == wanted))
                .map(|&(value, _)| value)
        };
        self.read(column, (&expected, &expected), named)
    }

    pub fn code(&mut self, column: Column, list: List, words: &Vocabulary) -> Option<Code> {
        let expected = (
            "ce code n’est pas dans la liste du mécanisme",
            "this code is not in the mechanism's list",
        );
        self.read(column, expected, |text| words.code_of(list, text).cloned())
    }

    /// Several codes; `None` for an empty cell. Each unknown one is told: none is left out, none is guessed.
    pub fn codes(&mut self, column: Column, list: List, words: &Vocabulary) -> Option<BTreeSet<Code>> {
        self.several(column, |piece| words.code_of(list, piece).cloned())
    }

    /// Several values, or "none". They stand between `;`, `|`, line ends, or between `,` and `/` where no value has them in its name.
    pub fn several<T: Ord>(
        &mut self,
        column: Column,
        one: impl Fn(&str) -> Option<T>,
    ) -> Option<BTreeSet<T>> {
        let text = self.text(column)?;
        let mut found = BTreeSet::new();
        if one(text).is_none() && matches!(&*folded(text), "" | "aucun" | "aucune" | "none" | "neant") {
            return Some(found);
        }
        for piece in pieces(text, &['|', ';', '\n']) {
            if let Some(value) = one(piece) {
                found.insert(value);
                continue;
            }
            for piece in pieces(piece, &[',', '/', '+']) {
                match one(piece) {
                    Some(value) => {
                        found.insert(value);
                    }
                    None => self.unknown(column, piece),
                }
            }
        }
        Some(found)
    }

    fn unknown(&mut self, column: Column, piece: &str) {
        let heading = column.heading();
        let fr = format!("« {piece} » n’est pas connu dans « {} ».", heading.fr);
        let en = format!("\"{piece}\" is not known in \"{}\".", heading.en);
        self.refuse(column, "UnknownCode", fr, en);
    }
}

fn pieces<'t>(text: &'t str, at: &'t [char]) -> impl Iterator<Item = &'t str> {
    text.split(at).map(str::trim).filter(|piece| !piece.is_empty())
}
