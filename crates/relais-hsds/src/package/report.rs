use std::{collections::HashMap, sync::Arc};

use relais_kernel::Localised;

use super::{Code, Done};

/// Where something stands in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The line of a table on which the row begins; the first is 1.
    Line(u64),
    /// A path into a JSON document, such as `contents[3].phones[0]`.
    Path(String),
}

/// How many rows of a table there were, and what became of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// As the source names the table.
    pub table: String,
    pub read: usize,
    pub kept: usize,
    pub put_aside: usize,
}

/// Something that was done to what the source says, or that it should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// As the source names the table.
    pub table: Arc<str>,
    pub place: Place,
    pub column: Option<Arc<str>>,
    pub code: Code,
    /// The value it is about, at most 80 characters of it; for a column that has another name today, that name.
    pub value: Option<String>,
    /// For the same thing in many rows of a column (see [`Code::collective`]): in how many; `place` and `value` are the first.
    /// Beyond 50,000 notes of a package all are gathered so.
    pub times: usize,
}

impl Note {
    /// What a person reads.
    pub fn sentence(&self) -> Localised {
        self.code.sentence()
    }

    pub fn done(&self) -> Done {
        self.code.done()
    }
}

/// Notes of a package that stand each for itself.
const MOST_NOTES: usize = 50_000;

type Column = (Code, Arc<str>, Option<Arc<str>>);

/// What became of the rows of a package.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// In the order in which the tables came.
    pub tables: Vec<Tally>,
    pub notes: Vec<Note>,
    /// Where the notes stand that are made once for a column.
    collected: HashMap<Column, usize>,
    places: HashMap<Arc<str>, usize>,
}

impl Report {
    pub fn table(&self, name: &str) -> Option<&Tally> {
        self.tables.iter().find(|tally| tally.table == name)
    }

    /// Whether no row of any table was kept, be it that there was none: what was read is no package, or none any more.
    pub fn nothing_kept(&self) -> bool {
        self.tables.iter().all(|tally| tally.kept == 0)
    }

    /// How often each thing was noted.
    pub fn counts(&self) -> Vec<(Code, usize)> {
        let all = Code::ALL.iter().map(|code| {
            let notes = self.notes.iter().filter(|note| note.code == *code);
            (*code, notes.map(|note| note.times).sum())
        });
        all.filter(|(_, times)| *times > 0).collect()
    }

    pub(super) fn note(&mut self, note: Note) {
        if note.code.collective() || self.notes.len() >= MOST_NOTES {
            let key = (note.code, note.table.clone(), note.column.clone());
            if let Some(first) = self.collected.get(&key).and_then(|at| self.notes.get_mut(*at)) {
                first.times += 1;
                return;
            }
            self.collected.insert(key, self.notes.len());
        }
        self.notes.push(note);
    }

    /// Rows read so far, of all tables.
    pub(super) fn rows(&self) -> usize {
        self.tables.iter().map(|tally| tally.read).sum()
    }

    pub(super) fn tally(&mut self, table: &Arc<str>) -> &mut Tally {
        let at = *self.places.entry(table.clone()).or_insert(self.tables.len());
        if at == self.tables.len() {
            self.tables.push(Tally {
                table: table.to_string(),
                ..Tally::default()
            });
        }
        &mut self.tables[at]
    }
}

/// At most 80 characters.
pub(super) fn shortened(value: &str) -> String {
    let mut chars = value.chars();
    let mut short: String = chars.by_ref().take(80).collect();
    if chars.next().is_some() {
        short.pop();
        short.push('…');
    }
    short
}
