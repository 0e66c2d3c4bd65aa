use std::collections::BTreeMap;

use serde_json::{Map, Value};
use uuid::Uuid;

use super::Kind;

/// Words of a record in another language, by column. The standard has none; they are kept beside the record.
pub type Words = BTreeMap<String, Map<String, Value>>;

/// One row of a table of the standard.
///
/// `body` holds the other columns in their JSON types. A column that is not filled in is not there: the standard's schemas
/// know no null, and an empty text is no address, id or date.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    pub kind: Kind,
    pub id: Uuid,
    pub body: Map<String, Value>,
    /// By language (ISO 639-1, or 639-3 where there is no shorter code).
    pub words: Words,
}

/// Whether there is anything in a value: no null, no empty text.
pub(super) fn says(value: &Value) -> bool {
    !value.is_null() && value.as_str() != Some("")
}

impl Record {
    pub fn new(kind: Kind, id: Uuid) -> Self {
        Self {
            kind,
            id,
            body: Map::new(),
            words: Words::new(),
        }
    }

    /// Fills in a column, unless there is nothing to say.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        if says(&value) {
            self.body.insert(field.to_owned(), value);
        }
        self
    }

    /// Fills in a column with the id of another record.
    #[must_use]
    pub fn of(self, field: &str, id: Uuid) -> Self {
        self.with(field, id.to_string())
    }

    /// Says a column in another language, unless there is nothing to say.
    #[must_use]
    pub fn in_language(mut self, lang: &str, field: &str, text: impl Into<Value>) -> Self {
        let text = text.into();
        if says(&text) {
            let words = self.words.entry(lang.to_owned()).or_default();
            words.insert(field.to_owned(), text);
        }
        self
    }

    pub fn text(&self, field: &str) -> Option<&str> {
        self.body.get(field)?.as_str()
    }

    pub fn number(&self, field: &str) -> Option<f64> {
        self.body.get(field)?.as_f64()
    }

    /// The record that a column names.
    pub fn link(&self, field: &str) -> Option<Uuid> {
        Uuid::parse_str(self.text(field)?).ok()
    }

    /// What an attribute or a record of change is about: the kind, where it is one of the standard's, and the id.
    pub fn subject(&self) -> Option<(Option<Kind>, Uuid)> {
        let (kind, id) = match self.kind {
            Kind::Attribute => ("link_entity", "link_id"),
            Kind::Metadata => ("resource_type", "resource_id"),
            _ => return None,
        };
        Some((self.text(kind).and_then(Kind::named), self.link(id)?))
    }
}
