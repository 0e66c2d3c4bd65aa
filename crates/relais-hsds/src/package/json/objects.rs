use std::sync::Arc;

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::Documents;
use crate::{
    Kind,
    kind::LISTED_AS,
    package::{
        Code, MOST_ROWS, Place, Refused, guess, ids,
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

impl Documents<'_, '_> {
    /// Takes an object apart, those in it after it.
    pub(super) fn object(
        &mut self,
        table: Table,
        name: &str,
        object: &Map<String, Json>,
        within: &Within,
        nested: bool,
    ) -> Result<Uuid, Refused> {
        if self.rows.len() >= MOST_ROWS {
            return Err(Refused::too_many_rows());
        }
        let kind = table.kind;
        let mut row = Row::new(table, Arc::from(name), Place::Path(within.path.clone()));
        row.nested = nested;
        let mut lists = Vec::new();
        self.singles(&mut row, object, &within.path)?;
        for (member, value) in object {
            if guess::single(kind, member).is_some() && value.is_object() {
                continue;
            } else if let (Some(_), Json::Array(all)) = (held(kind, member), value)
                && all.iter().all(Json::is_object)
            {
                lists.push((member, all));
            } else if !value.is_null() {
                row.cells.push((Arc::from(member.to_lowercase()), value.clone()));
            }
        }
        self.held_by(&mut row, within);
        self.ids.identify(&mut row, self.report);
        let id = row.id;
        self.keep(row);
        for (member, all) in lists {
            self.list(kind, id, member, all, &within.path)?;
        }
        Ok(id)
    }

    /// Takes the single objects in an object apart and names them in its row.
    fn singles(&mut self, row: &mut Row, object: &Map<String, Json>, path: &str) -> Result<(), Refused> {
        for (member, to, column) in row.kind().singles() {
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
            let id = self.object(Table::of(*to), to.name(), inner, &within, true)?;
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

    fn list(&mut self, kind: Kind, id: Uuid, member: &str, all: &[Json], path: &str) -> Result<(), Refused> {
        let Some((to, column)) = held(kind, member) else {
            return Ok(());
        };
        for (at, one) in all.iter().enumerate() {
            let path = format!("{}[{at}]", inside(path, member));
            let Json::Object(object) = one else {
                self.aside(
                    to.name(),
                    Place::Path(path),
                    Code::ObjectUnclear,
                    &one.to_string(),
                );
                continue;
            };
            let cells = match (to, member) {
                (Kind::Attribute, _) => vec![("link_entity", kind.name().to_owned())],
                (Kind::Metadata, _) => vec![("resource_type", kind.name().to_owned())],
                (_, "operating_hours" | "events") => vec![(LISTED_AS, member.to_owned())],
                _ => Vec::new(),
            };
            let within = Within {
                path,
                column: Some((column, id, kind.name())),
                cells,
            };
            self.object(Table::of(to), to.name(), object, &within, true)?;
        }
        Ok(())
    }

    /// Keeps a row; one that has come before in another place fills in what it did not say.
    fn keep(&mut self, row: Row) {
        let before = self.known.get(&(row.kind(), row.id)).filter(|_| row.nested);
        let Some(first) = before
            .and_then(|at| self.rows.get_mut(*at))
            .filter(|first| first.nested)
        else {
            self.known.insert((row.kind(), row.id), self.rows.len());
            self.report.tally(&row.name).read += 1;
            self.rows.push(row);
            return;
        };
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

/// What a list holds, with the columns that name its holder.
fn held(kind: Kind, member: &str) -> Option<(Kind, &'static str)> {
    match member {
        "attributes" if kind.has_attributes() => Some((Kind::Attribute, "link_id")),
        "metadata" if kind.has_metadata() => Some((Kind::Metadata, "resource_id")),
        _ => guess::list(kind, member),
    }
}

fn inside(path: &str, member: &str) -> String {
    if path.is_empty() {
        member.to_owned()
    } else {
        format!("{path}.{member}")
    }
}
