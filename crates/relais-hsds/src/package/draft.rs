//! A record out of a row: every value read, what is required filled in where that is safe.

use std::{collections::HashMap, sync::Arc};

use serde_json::Value as Json;
use uuid::Uuid;

use super::{
    Code, Report, ids,
    required::stand_in,
    row::{Row, plain},
    tables,
    values::{self, Reading},
};
use crate::{Field, Kind, Need, Record, Type};

/// A record whose links are not looked at yet.
pub(super) struct Draft {
    pub record: Record,
    /// What is left of the row: where it stands and how it counts.
    pub row: Row,
    /// The id of a subject whose kind the source does not say.
    pub subject: Option<String>,
}

/// Makes records out of rows.
pub(super) struct Drafts<'r, 's> {
    pub source: &'s str,
    pub report: &'r mut Report,
    /// What the source calls the organizations that rows name.
    pub organizations: HashMap<Uuid, String>,
    /// What the source calls those whose ids are derived.
    pub said: HashMap<Uuid, String>,
}

impl Drafts<'_, '_> {
    /// The record of a row, unless something is missing without which it means nothing.
    pub fn draft(&mut self, mut row: Row) -> Option<Draft> {
        let mut record = Record::new(row.kind(), row.id);
        let mut subject = None;
        let cells = std::mem::take(&mut row.cells);
        for (name, value) in &cells {
            let Some(text) = plain(value) else { continue };
            match row.kind().field(name) {
                None => row.note(self.report, Code::ColumnUnknown, Some(name), Some(&text)),
                Some(field) if field.kind == Type::Uuid => {
                    if matches!(field.name, "link_id" | "resource_id") {
                        subject = Some(text);
                    } else {
                        self.link(&row, &mut record, field, &text);
                    }
                }
                Some(field) => self.value(&row, &mut record, field, value, &text),
            }
        }
        let subject = subject.and_then(|raw| self.subject(&mut record, raw));
        self.both_or_none(&row, &cells, &mut record);
        self.own_id(&row, &mut record);
        self.extent(&row, &mut record);
        if record.body.is_empty() && subject.is_none() && !row.named {
            row.put_aside(self.report, Code::RowEmpty, None, None);
            return None;
        }
        self.complete(&row, &mut record, subject.is_some())?;
        Some(Draft { record, row, subject })
    }

    fn link(&mut self, row: &Row, record: &mut Record, field: &Field, text: &str) {
        let Some(link) = record.kind.links().iter().find(|link| link.field == field.name) else {
            return row.note(self.report, Code::ColumnUnknown, Some(field.name), Some(text));
        };
        let id = self.id_of(link.to.name(), text);
        if link.to == Kind::Organization {
            self.organizations.entry(id).or_insert_with(|| text.to_owned());
        }
        record.body.insert(field.name.to_owned(), id.to_string().into());
    }

    fn value(&mut self, row: &Row, record: &mut Record, field: &Field, value: &Json, text: &str) {
        self.form(row, field, value, text);
        let read = match values::read(field, text) {
            Reading::As(read) => read,
            Reading::Repaired(read, code) => {
                row.note(self.report, code, Some(field.name), Some(text));
                read
            }
            Reading::No(_) if (record.kind, field.name) == (Kind::Phone, "extension") => {
                row.note(self.report, Code::ColumnKeptAsText, Some(field.name), Some(text));
                return append(record, "description", &format!("ext. {text}"));
            }
            Reading::No(_) if (record.kind, field.name) == (Kind::Service, "status") => {
                row.note(self.report, Code::StatusUnknown, Some(field.name), Some(text));
                "inactive".into()
            }
            Reading::No(code) => return row.note(self.report, code, Some(field.name), Some(text)),
        };
        match (record.text(field.name).map(str::to_owned), read.as_str()) {
            // something was put there already, such as an extension that is no number
            (Some(said), Some(read)) => {
                record
                    .body
                    .insert(field.name.to_owned(), format!("{read} – {said}").into());
            }
            _ => {
                record.body.insert(field.name.to_owned(), read);
            }
        }
    }

    /// Leaves out a coordinate whose other half is there and cannot be read: it would put the place on a wrong line.
    fn both_or_none(&mut self, row: &Row, cells: &[(Arc<str>, Json)], record: &mut Record) {
        let said = |column: &str| {
            let cell = cells.iter().find(|(name, _)| &**name == column);
            cell.and_then(|(_, value)| plain(value))
        };
        for (half, other) in [("latitude", "longitude"), ("longitude", "latitude")] {
            if record.body.contains_key(half) && !record.body.contains_key(other) && said(other).is_some() {
                record.body.remove(half);
                row.note(self.report, Code::HalfPlace, Some(half), said(half).as_deref());
            }
        }
    }

    /// Tells of space around a text, and of other things than text where text belongs.
    fn form(&mut self, row: &Row, field: &Field, value: &Json, text: &str) {
        match value {
            Json::String(said) if said.len() != text.len() => {
                row.note(self.report, Code::SpacesTrimmed, Some(field.name), Some(said));
            }
            Json::String(_) => {}
            Json::Number(_) if field.kind == Type::Number => {}
            _ if field.name == "extent" => {}
            _ => row.note(self.report, Code::TextMade, Some(field.name), Some(text)),
        }
    }

    /// What an attribute or a change is about. Without its kind the id can be looked for only once all records are there.
    fn subject(&mut self, record: &mut Record, raw: String) -> Option<String> {
        let (entity, id) = match record.kind {
            Kind::Attribute => ("link_entity", "link_id"),
            _ => ("resource_type", "resource_id"),
        };
        let said = record.text(entity).map(str::to_lowercase);
        let table = said
            .as_deref()
            .and_then(|said| tables::named(&said.replace([' ', '-'], "_")));
        let Some(table) = table else { return Some(raw) };
        record.body.insert(entity.to_owned(), table.kind.name().into());
        let subject = self.id_of(table.name, &raw);
        record.body.insert(id.to_owned(), subject.to_string().into());
        None
    }

    /// The id of what the source calls so in a table.
    fn id_of(&mut self, table: &str, raw: &str) -> Uuid {
        let id = ids::of(self.source, table, raw);
        if !ids::is_uuid(raw) {
            self.said.entry(id).or_insert_with(|| raw.to_owned());
        }
        id
    }

    /// Keeps the id of the source where the standard has a place for it; that of an organization becomes a record.
    fn own_id(&mut self, row: &Row, record: &mut Record) {
        let Some(id) = &row.own_id else { return };
        self.said.entry(row.id).or_insert_with(|| id.clone());
        match record.kind {
            Kind::Location if record.text("external_identifier").is_none() => {
                record
                    .body
                    .insert("external_identifier".to_owned(), id.as_str().into());
                if record.text("external_identifier_type").is_none() && !self.source.trim().is_empty() {
                    let source = self.source.trim();
                    record
                        .body
                        .insert("external_identifier_type".to_owned(), source.into());
                }
            }
            Kind::TaxonomyTerm if record.text("code").is_none() => {
                record.body.insert("code".to_owned(), id.as_str().into());
            }
            _ => {}
        }
    }

    fn extent(&mut self, row: &Row, record: &mut Record) {
        let geojson = record
            .text("extent_type")
            .is_some_and(|said| said.eq_ignore_ascii_case("geojson"));
        let Some(extent) = record
            .text("extent")
            .filter(|_| geojson && record.kind == Kind::ServiceArea)
        else {
            return;
        };
        let parsed: Option<Json> = serde_json::from_str(extent).ok();
        if parsed.is_none_or(|json| json.get("type").and_then(Json::as_str).is_none()) {
            row.note(self.report, Code::ExtentNotGeojson, Some("extent"), Some(extent));
            record.body.insert("extent_type".to_owned(), "text".into());
        }
    }

    /// Fills in what is required where that is safe.
    fn complete(&mut self, row: &Row, record: &mut Record, subject_open: bool) -> Option<()> {
        let required = record
            .kind
            .fields()
            .iter()
            .filter(|field| field.need != Need::Optional)
            .skip(1);
        for field in required {
            let open = subject_open
                && matches!(
                    field.name,
                    "link_id" | "resource_id" | "link_entity" | "resource_type"
                );
            if record.body.contains_key(field.name) || open || field.name == "organization_id" {
                continue;
            }
            let Some((value, code)) = stand_in(record, field.name) else {
                row.put_aside(self.report, Code::RequiredMissing, Some(field.name), None);
                return None;
            };
            row.note(self.report, code, Some(field.name), None);
            record.body.insert(field.name.to_owned(), value.into());
        }
        Some(())
    }
}

fn append(record: &mut Record, column: &str, text: &str) {
    let whole = match record.text(column) {
        Some(said) => format!("{said} – {text}"),
        None => text.to_owned(),
    };
    record.body.insert(column.to_owned(), whole.into());
}
