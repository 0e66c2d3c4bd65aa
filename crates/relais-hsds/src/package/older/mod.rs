//! What older versions of the standard say in other tables, columns or forms, said as version 3 has it.

mod columns;
mod lists;
mod phones;
mod schedules;
mod terms;

pub(super) use lists::split;

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::{Code, Dialect, MOST_ROWS, Report, ids, own, row::Row, tables::Table};
use crate::Kind;

/// Brings rows of any version into the form of version 3.
pub(super) struct Older<'r, 's> {
    pub source: &'s str,
    pub dialect: Dialect,
    pub report: &'r mut Report,
    /// Rows made out of others.
    made: Vec<Row>,
    /// The organizations of locations, as the source names them.
    at: HashMap<Uuid, String>,
    /// Services, by the id of rows on who may come to them or in which languages they speak: version 3 says it of the
    /// service itself.
    of_service: HashMap<Uuid, Uuid>,
    vocabularies: HashMap<String, Uuid>,
    /// What is made but once, however often it is named.
    pub once: HashSet<Uuid>,
    /// Names of organizations, as rows of other tables give them.
    pub names: HashMap<Uuid, String>,
}

impl<'r, 's> Older<'r, 's> {
    pub fn new(source: &'s str, dialect: Dialect, report: &'r mut Report) -> Self {
        Self {
            source,
            dialect,
            report,
            made: Vec::new(),
            at: HashMap::new(),
            of_service: HashMap::new(),
            vocabularies: HashMap::new(),
            once: HashSet::new(),
            names: HashMap::new(),
        }
    }

    /// All rows in the form of version 3, in the order in which they came.
    pub fn modernised(&mut self, rows: Vec<Row>) -> Vec<Row> {
        self.look_around(&rows);
        let (moved, rows): (Vec<Row>, Vec<Row>) = rows
            .into_iter()
            .partition(|row| moved_to(row.table.name).is_some());
        let mut rows: Vec<Row> = rows.into_iter().filter_map(|row| self.modern(row)).collect();
        self.say_of_services(moved, &mut rows);
        rows.append(&mut self.made);
        self.numbers(&mut rows);
        rows
    }

    /// Takes a row made out of another; one more than allowed, so that too many are seen.
    pub fn make(&mut self, row: Row) {
        if self.made.len() <= MOST_ROWS {
            self.made.push(row);
        }
    }

    fn look_around(&mut self, rows: &[Row]) {
        for row in rows {
            if row.table == Table::of(Kind::Location) {
                if let Some(organization) = row.text("organization_id") {
                    self.at.insert(row.id, organization);
                }
            } else if moved_to(row.table.name).is_some()
                && let Some(service) = row.text("service_id")
            {
                self.of_service
                    .insert(row.id, ids::of(self.source, "service", &service));
            }
        }
    }

    fn modern(&mut self, mut row: Row) -> Option<Row> {
        own::columns(self, &mut row);
        self.rename(&mut row);
        match row.table.name {
            "holiday_schedule" => row = self.holiday(row),
            "service_taxonomy" | "service_attribute" | "other_attribute" => return Some(self.attribute(row)),
            _ => {}
        }
        match row.kind() {
            Kind::Organization => self.organization(&mut row),
            Kind::Location => self.location(&mut row),
            Kind::Service => self.service(&mut row),
            Kind::Phone => self.phone(&mut row),
            Kind::Address => self.address(&mut row),
            Kind::ServiceAtLocation => self.at_location(&mut row),
            Kind::Schedule => return self.schedule(row),
            Kind::TaxonomyTerm => self.term(&mut row),
            Kind::Language => self.language(&mut row),
            Kind::Metadata => self.change(&mut row),
            _ => {}
        }
        Some(row)
    }

    /// Says in the service what rows of older tables said of it; those are no records any more.
    fn say_of_services(&mut self, moved: Vec<Row>, rows: &mut [Row]) {
        let of_service = |row: &&mut Row| row.table == Table::of(Kind::Service);
        let mut services: HashMap<Uuid, &mut Row> = rows
            .iter_mut()
            .filter(of_service)
            .map(|row| (row.id, row))
            .collect();
        for mut row in moved {
            let id = self.of_service.get(&row.id);
            let Some(service) = id.and_then(|id| services.get_mut(id)) else {
                let named = row.text("service_id");
                row.put_aside(
                    self.report,
                    Code::LinkRequired,
                    Some("service_id"),
                    named.as_deref(),
                );
                continue;
            };
            if let Some((from, to)) = moved_to(row.table.name)
                && let Some(text) = row.take(from)
            {
                row.note(self.report, Code::ColumnMoved, Some(from), Some(&text));
                service.append(to, &text, "; ");
            }
            row.take("service_id");
            for (name, value) in std::mem::take(&mut row.cells) {
                let value = super::row::plain(&value);
                row.note(self.report, Code::ColumnUnknown, Some(&name), value.as_deref());
            }
            self.report.tally(&row.name).kept += 1;
        }
    }

    /// The kind of thing that an attribute or a change is about, by its name of today; the terms on who may come to a
    /// service are those of the service.
    fn change(&mut self, row: &mut Row) {
        if row.text("resource_type").as_deref() == Some("eligibility")
            && let Some(raw) = row.text("resource_id")
            && let Some(service) = self.of_service.get(&ids::of(self.source, "eligibility", &raw))
        {
            let service = service.to_string();
            row.take("resource_type");
            row.take("resource_id");
            row.put("resource_type", Kind::Service.name());
            row.put("resource_id", service);
        }
    }
}

/// Where the service says today what an older table said of it: the column then and now.
fn moved_to(table: &str) -> Option<(&'static str, &'static str)> {
    match table {
        "eligibility" => Some(("eligibility", "eligibility_description")),
        "interpretation_service" => Some(("language", "interpretation_services")),
        _ => None,
    }
}
