use std::sync::Arc;

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::{Documents, Known};
use crate::{
    Kind,
    package::{
        Code, MOST_ROWS, Place, Refused, ids, names, nested,
        row::{Row, plain},
        tables::Table,
    },
};

/// Where an object stands: its path, and what holds it.
pub(super) struct Within {
    path: String,
    /// The column that names what holds it, its id, and the table in which that id counts.
    column: Option<(&'static str, Uuid, &'static str)>,
    cells: Vec<(&'static str, String)>,
}

/// How an object comes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A row of a table, which stands there once.
    Row,
    /// Of its own.
    Alone,
    /// In another object, where the same one comes again and again.
    Inside,
}

impl Documents<'_, '_> {
    /// Takes an object apart, those in it after it.
    pub(super) fn object(
        &mut self,
        table: Table,
        name: &str,
        object: &Map<String, Json>,
        within: &Within,
        form: Form,
    ) -> Result<Uuid, Refused> {
        if self.rows.len() >= MOST_ROWS {
            return Err(Refused::too_many_rows());
        }
        let object = &*names::members(object);
        let mut row = Row::new(table, Arc::from(name), Place::Path(within.path.clone()));
        row.nested = form != Form::Row;
        self.singles(&mut row, object, &within.path)?;
        let lists = self.members(&mut row, object);
        self.held_by(&mut row, within);
        self.ids.identify(&mut row, self.report);
        let id = row.id;
        self.keep(row, form);
        for (member, all) in lists {
            self.list(table, id, member, all, &within.path)?;
        }
        Ok(id)
    }

    /// Puts what an object says into its row; gives the lists that stand in it.
    fn members<'o>(&mut self, row: &mut Row, object: &'o Map<String, Json>) -> Vec<(&'o str, &'o [Json])> {
        let mut lists = Vec::new();
        let mut who = Vec::new();
        let singles = nested::singles(row.table);
        for (member, value) in object {
            if value.is_object() && singles.iter().any(|(single, _, _)| single == member) {
                continue;
            }
            match value {
                Json::Array(all) if all.iter().all(Json::is_object) => {
                    if nested::is_who(row.table, member) {
                        who.push((member, all));
                        continue;
                    } else if nested::held(row.table, member).is_some() {
                        lists.push((member.as_str(), all.as_slice()));
                        continue;
                    }
                }
                _ => {}
            }
            if !value.is_null() {
                row.cells.push((Arc::from(member.to_lowercase()), value.clone()));
            }
        }
        for (member, all) in who {
            self.who(row, member, all);
        }
        lists
    }

    /// Takes the single objects in an object apart and names them in its row.
    fn singles(&mut self, row: &mut Row, object: &Map<String, Json>, path: &str) -> Result<(), Refused> {
        for (member, to, column) in nested::singles(row.table) {
            let Some(Json::Object(inner)) = object.get(*member) else {
                continue;
            };
            let mut within = Within::nothing(inside(path, member));
            // the program of a service is one of its organization
            let organization = || {
                row.text("organization_id")
                    .or_else(|| plain(object.get("organization_id")?))
            };
            if *to == Kind::Program && !inner.contains_key("organization_id") {
                within
                    .cells
                    .extend(organization().map(|id| ("organization_id", id)));
            }
            let id = self.object(Table::of(*to), to.name(), inner, &within, Form::Inside)?;
            if !object.contains_key(*column) {
                row.put(column, id.to_string());
            }
        }
        Ok(())
    }

    /// What holds the object says what its columns of links would say.
    fn held_by(&mut self, row: &mut Row, within: &Within) {
        for (column, value) in &within.cells {
            self.hold(row, column, value, |said| said == value);
        }
        if let Some((column, id, table)) = within.column {
            let source = self.ids.source;
            self.hold(row, column, &id.to_string(), |said| {
                ids::of(source, table, said) == id
            });
        }
    }

    fn hold(&mut self, row: &mut Row, column: &str, value: &str, same: impl Fn(&str) -> bool) {
        let said = row.take(column);
        if let Some(said) = said.filter(|said| !same(said)) {
            row.note(self.report, Code::ConflictingValues, Some(column), Some(&said));
        }
        row.put(column, value);
    }

    fn list(
        &mut self,
        holder: Table,
        id: Uuid,
        member: &str,
        all: &[Json],
        path: &str,
    ) -> Result<(), Refused> {
        for (at, one) in all.iter().enumerate() {
            let (Some(held), Json::Object(object)) = (nested::held(holder, member), one) else {
                continue;
            };
            let cells = held.cells.into_iter();
            let within = Within {
                path: format!("{}[{at}]", inside(path, member)),
                column: Some((held.column, id, holder.name)),
                cells: cells.map(|(column, value)| (column, value.to_owned())).collect(),
            };
            self.older |= held.table.is_older();
            let table = of_today(held.table, object);
            self.object(table, table.name, object, &within, Form::Inside)?;
        }
        Ok(())
    }

    /// Keeps a row; one that has come before in another place fills in what it did not say.
    fn keep(&mut self, row: Row, form: Form) {
        let key = (row.kind(), row.id);
        let before = self.known.get_mut(&key).filter(|_| row.nested);
        let known = before.and_then(|known| Some((self.rows.get_mut(known.at)?, known)));
        let Some((first, known)) = known.filter(|(first, _)| first.nested) else {
            let (at, alone) = (self.rows.len(), form == Form::Alone);
            self.known.insert(key, Known { at, alone });
            self.report.tally(&row.name).read += 1;
            self.rows.push(row);
            return;
        };
        let again = form == Form::Alone && std::mem::replace(&mut known.alone, true);
        for (name, value) in &row.cells {
            match first.text(name) {
                None => first.cells.push((name.clone(), value.clone())),
                Some(said) if plain(value).is_some_and(|again| again != said) => {
                    row.note(
                        self.report,
                        Code::ConflictingValues,
                        Some(name),
                        plain(value).as_deref(),
                    );
                }
                Some(_) => {}
            }
        }
        // within others the same record comes as often as it is named; on its own it comes once
        if again {
            self.report.tally(&row.name).read += 1;
            let own = row.own_id.clone().unwrap_or_else(|| row.id.to_string());
            row.put_aside(self.report, Code::SaidAgain, Some("id"), Some(&own));
        }
    }
}

/// A rule of recurrence is one of today, whatever its list is called.
fn of_today(table: Table, object: &Map<String, Json>) -> Table {
    match table.name {
        "regular_schedule" if !names::members(object).contains_key("weekday") => Table::of(Kind::Schedule),
        _ => table,
    }
}

impl Within {
    pub fn nothing(path: String) -> Self {
        Self {
            path,
            column: None,
            cells: Vec::new(),
        }
    }
}

pub(super) fn inside(path: &str, member: &str) -> String {
    if path.is_empty() {
        member.to_owned()
    } else {
        format!("{path}.{member}")
    }
}
