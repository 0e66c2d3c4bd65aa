//! Who may come to a service: objects of their own before version 3, columns of the service today.

use serde_json::{Map, Value as Json};

use super::Documents;
use crate::package::{
    Code, names,
    row::{Row, plain},
};

impl Documents<'_, '_> {
    pub(super) fn who(&mut self, row: &mut Row, member: &str, all: &[Json]) {
        for object in all.iter().filter_map(Json::as_object) {
            self.older = true;
            self.one_group(row, member, &names::members(object));
        }
    }

    fn one_group(&mut self, row: &mut Row, member: &str, object: &Map<String, Json>) {
        for (name, value) in object {
            let Some(text) = plain(value) else { continue };
            match name.as_str() {
                "id" | "service_id" => {}
                "eligibility" => {
                    row.note(self.report, Code::ColumnMoved, Some(member), Some(&text));
                    row.append("eligibility_description", &text, "; ");
                }
                "minimum_age" | "maximum_age" => self.age(row, name, value, &text),
                other => row.note(self.report, Code::ColumnUnknown, Some(other), Some(&text)),
            }
        }
    }

    fn age(&mut self, row: &mut Row, column: &str, value: &Json, text: &str) {
        match row.text(column) {
            None => row.cells.push((column.into(), value.clone())),
            Some(said) if said == text => {}
            Some(_) => row.note(self.report, Code::ConflictingValues, Some(column), Some(text)),
        }
    }
}
