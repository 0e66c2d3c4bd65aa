mod lines;
mod objects;
mod pages;
mod who;

use std::{cell::LazyCell, collections::HashMap, ops::Deref, sync::Arc};

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use objects::{Form, Within};

use super::{
    Code, MOST_CELLS, Note, Place, Refused, Report, guess,
    ids::Ids,
    names,
    row::Row,
    tables::{self, Table},
};
use crate::Kind;

/// Takes documents apart into rows.
pub(super) struct Documents<'r, 's> {
    pub rows: Vec<Row>,
    pub ids: &'r mut Ids<'s>,
    pub report: &'r mut Report,
    /// Some object has lists that version 3 no longer has.
    pub older: bool,
    known: HashMap<(Kind, Uuid), Known>,
}

/// A record that came before.
struct Known {
    /// Where its row stands.
    at: usize,
    /// It came as an object of its own, in no other.
    alone: bool,
}

/// An object of a document, with its path.
type At<'d> = (String, &'d Json);

impl<'r, 's> Documents<'r, 's> {
    pub fn new(ids: &'r mut Ids<'s>, report: &'r mut Report) -> Self {
        Self {
            rows: Vec::new(),
            ids,
            report,
            older: false,
            known: HashMap::new(),
        }
    }

    /// Reads a document, or several with one on each line. Gives why, where it is none.
    ///
    /// # Errors
    /// `TooManyCells`; `TooManyRows`.
    pub fn read(&mut self, file: &str, text: &str) -> Result<Option<String>, Refused> {
        if text.bytes().filter(|b| b",[{".contains(b)).count() > MOST_CELLS / 4 {
            return Err(Refused::too_many_cells(file));
        }
        let name = tables::stem(file);
        match serde_json::from_str::<Json>(text) {
            Ok(document) => self.document(&name, &document)?,
            Err(_) if lines::are_documents(text) => self.lines(&name, text)?,
            Err(why) => return Ok(Some(why.to_string())),
        }
        Ok(None)
    }

    fn document(&mut self, name: &str, document: &Json) -> Result<(), Refused> {
        let object = document.as_object().map(names::members);
        let Some(tables) = object.filter(|object| has_tables(object)) else {
            self.beside("", document);
            let all = pages::objects("", document);
            let usual = LazyCell::new(|| usual(all.iter().filter_map(|(_, one)| kind_of(name, one))));
            return self.all(name, &all, &usual);
        };
        for (key, value) in tables.iter() {
            self.table(key, value)?;
        }
        Ok(())
    }

    /// The rows of a table, as an array.
    fn table(&mut self, key: &str, value: &Json) -> Result<(), Refused> {
        let stem = tables::stem(key);
        let (Some(table), Json::Array(all)) = (tables::named(&stem), value) else {
            self.aside(&stem, key.to_owned(), value);
            return Ok(());
        };
        for (at, one) in all.iter().enumerate() {
            let place = format!("{key}[{at}]");
            let Json::Object(object) = one else {
                self.aside(&stem, place, one);
                continue;
            };
            let columns: Vec<&str> = object.keys().map(String::as_str).collect();
            let table = tables::with_columns(table, &stem, &columns);
            self.object(table, &stem, object, &Within::nothing(place), Form::Row)?;
        }
        Ok(())
    }

    /// Objects that stand beside each other. One that may be several things is what all the others are.
    fn all(
        &mut self,
        name: &str,
        all: &[At],
        usual: &impl Deref<Target = Option<Kind>>,
    ) -> Result<(), Refused> {
        for (path, one) in all {
            let object = one.as_object();
            let may_be = |kind: &Kind| object.is_some_and(|o| guess::may_be(*kind, &names::members(o)));
            let kind = kind_of(name, one).or_else(|| usual.filter(may_be));
            match (object, kind) {
                (Some(object), Some(kind)) => self.alone(kind, object, path.clone())?,
                _ => self.aside(name, path.clone(), one),
            }
        }
        Ok(())
    }

    fn alone(&mut self, kind: Kind, object: &Map<String, Json>, path: String) -> Result<(), Refused> {
        let within = Within::nothing(path);
        self.object(Table::of(kind), kind.name(), object, &within, Form::Alone)?;
        Ok(())
    }

    fn aside(&mut self, name: &str, path: String, value: &Json) {
        self.lost(name, Place::Path(path), Code::ObjectUnclear, &value.to_string());
    }

    /// Counts what cannot be read at all.
    fn lost(&mut self, name: &str, place: Place, code: Code, value: &str) {
        let table: Arc<str> = Arc::from(name);
        let tally = self.report.tally(&table);
        tally.read += 1;
        tally.put_aside += 1;
        self.report.note(Note {
            table,
            place,
            column: None,
            code,
            value: Some(super::report::shortened(value)),
            times: 1,
        });
    }
}

/// What an object is by the name of its file or by its members.
fn kind_of(name: &str, one: &Json) -> Option<Kind> {
    let object = one.as_object()?;
    let plain = name.trim_end_matches("_full").trim_end_matches("_list");
    let called = tables::named(plain).map(|table| table.kind);
    called.or_else(|| guess::kind(&names::members(object)))
}

/// The one kind that all are of which it is clear.
fn usual(mut kinds: impl Iterator<Item = Kind>) -> Option<Kind> {
    let first = kinds.next()?;
    kinds.all(|kind| kind == first).then_some(first)
}

/// Whether this is a document of tables, and neither a record nor a page.
fn has_tables(object: &Map<String, Json>) -> bool {
    let is_table = |key: &str| tables::named(&tables::stem(key)).is_some();
    let mut members = object.iter();
    !object.contains_key("id")
        && !pages::is_page(object)
        && members.any(|(key, value)| value.is_array() && is_table(key))
}
