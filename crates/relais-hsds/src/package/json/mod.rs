mod objects;

use std::{collections::HashMap, sync::Arc};

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use objects::Within;

use super::{
    Code, MOST_CELLS, Note, Place, Refused, Report, guess,
    ids::Ids,
    row::Row,
    tables::{self, Table},
};
use crate::Kind;

/// Takes documents apart into rows.
pub(super) struct Documents<'r, 's> {
    pub rows: Vec<Row>,
    pub ids: &'r mut Ids<'s>,
    pub report: &'r mut Report,
    known: HashMap<(Kind, Uuid), usize>,
}

impl<'r, 's> Documents<'r, 's> {
    pub fn new(ids: &'r mut Ids<'s>, report: &'r mut Report) -> Self {
        Self {
            rows: Vec::new(),
            ids,
            report,
            known: HashMap::new(),
        }
    }

    /// Reads a document, or several with one on each line.
    ///
    /// # Errors
    /// `NotJson`; `TooManyCells`; `TooManyRows`.
    pub fn read(&mut self, file: &str, text: &str) -> Result<(), Refused> {
        if text.bytes().filter(|b| b",[{".contains(b)).count() > MOST_CELLS / 4 {
            return Err(Refused::too_many_cells(file));
        }
        let name = tables::stem(file);
        let whole = match serde_json::from_str::<Json>(text) {
            Ok(document) => return self.document(&name, &document),
            Err(why) => why,
        };
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let is_object = |line: &str| serde_json::from_str::<Map<_, Json>>(line).is_ok();
        if !lines.next().is_some_and(is_object) {
            return Err(Refused::not_json(file, &whole.to_string()));
        }
        for (at, line) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty())
        {
            match serde_json::from_str::<Json>(line) {
                Ok(document) => self.one(&name, &document, format!("[{at}]"))?,
                Err(_) => self.aside(&name, Place::Line(at as u64 + 1), Code::LineUnreadable, line),
            }
        }
        Ok(())
    }

    fn document(&mut self, name: &str, document: &Json) -> Result<(), Refused> {
        match document {
            Json::Array(all) => self.all(name, all, ""),
            Json::Object(object) => {
                if let Some(Json::Array(all)) = object.get("contents") {
                    return self.all(name, all, "contents");
                }
                if object.contains_key("id") || !object.iter().any(|(key, value)| is_table(key, value)) {
                    return self.one(name, document, String::new());
                }
                for (key, value) in object {
                    self.table(key, value)?;
                }
                Ok(())
            }
            other => {
                self.aside(
                    name,
                    Place::Path(String::new()),
                    Code::ObjectUnclear,
                    &other.to_string(),
                );
                Ok(())
            }
        }
    }

    /// The rows of a table, as an array.
    fn table(&mut self, key: &str, value: &Json) -> Result<(), Refused> {
        let stem = tables::stem(key);
        let (Some(table), Json::Array(all)) = (tables::named(&stem), value) else {
            self.aside(
                &stem,
                Place::Path(key.to_owned()),
                Code::ObjectUnclear,
                &value.to_string(),
            );
            return Ok(());
        };
        for (at, one) in all.iter().enumerate() {
            let place = format!("{key}[{at}]");
            let Json::Object(object) = one else {
                self.aside(&stem, Place::Path(place), Code::ObjectUnclear, &one.to_string());
                continue;
            };
            let columns: Vec<&str> = object.keys().map(String::as_str).collect();
            let table = tables::with_columns(table, &stem, &columns);
            self.object(table, &stem, object, &Within::nothing(place), false)?;
        }
        Ok(())
    }

    fn all(&mut self, name: &str, all: &[Json], path: &str) -> Result<(), Refused> {
        for (at, one) in all.iter().enumerate() {
            self.one(name, one, format!("{path}[{at}]"))?;
        }
        Ok(())
    }

    fn one(&mut self, name: &str, one: &Json, path: String) -> Result<(), Refused> {
        let object = one.as_object();
        let plain = name.trim_end_matches("_full").trim_end_matches("_list");
        let by_name = tables::named(plain).map(|table| table.kind);
        let guessed = object.and_then(|object| by_name.or_else(|| guess::kind(object)));
        let (Some(object), Some(kind)) = (object, guessed) else {
            self.aside(name, Place::Path(path), Code::ObjectUnclear, &one.to_string());
            return Ok(());
        };
        self.object(Table::of(kind), kind.name(), object, &Within::nothing(path), true)?;
        Ok(())
    }

    fn aside(&mut self, name: &str, place: Place, code: Code, value: &str) {
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

fn is_table(key: &str, value: &Json) -> bool {
    value.is_array() && tables::named(&tables::stem(key)).is_some()
}
