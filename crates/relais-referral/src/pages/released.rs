//! Released fields in words, for whoever may read them.

use relais_casework::{
    answer::Answer,
    identification::Birth,
    pages::{birth_in_words, why_key},
};
use relais_geography::Gazetteer;
use relais_mechanism::{Definition, FieldKind, FieldRule};
use relais_shell::Frame;
use serde_json::Value;

use crate::packages::FieldSet;

/// Who it is comes before what is known of the person.
const FIRST: [&str; 2] = ["F1.name", "F1.alias"];

/// The fields with their names, every code of a list or a place in words.
pub fn released(frame: &Frame, definition: &Definition, fields: &FieldSet) -> Vec<(String, String)> {
    let words = Words { frame, definition };
    let mut fields: Vec<_> = fields.0.iter().collect();
    fields.sort_by_key(|(key, _)| FIRST.iter().position(|first| first == key).unwrap_or(FIRST.len()));
    let said = fields.into_iter().filter_map(|(key, field)| {
        let (form, name) = key.split_once('.')?;
        let rule = definition.fields.get(form, name)?;
        let text = words.of(rule, field.value.reveal());
        (!text.is_empty()).then(|| (rule.name.get(frame.lang).to_owned(), text))
    });
    said.collect()
}

struct Words<'a> {
    frame: &'a Frame,
    definition: &'a Definition,
}

impl Words<'_> {
    /// Sealed texts are JSON: what people read of them.
    fn of(&self, rule: &FieldRule, text: &str) -> String {
        if let (FieldKind::Date, Ok(said)) = (rule.kind, serde_json::from_str::<Answer<Birth>>(text)) {
            return birth_in_words(self.frame, &said);
        }
        let value = serde_json::from_str(text).unwrap_or(Value::String(text.to_owned()));
        let free = matches!(rule.kind, FieldKind::Text | FieldKind::LongText);
        if let (false, Value::String(text)) = (free, &value) {
            return self.coded(rule, text);
        }
        self.plain(rule.list.as_deref(), &value)
    }

    /// What is not free text: a day, a place, a code of a list, or why there is no answer.
    fn coded(&self, rule: &FieldRule, text: &str) -> String {
        let date = |text: &str| {
            text.parse()
                .ok()
                .map(|day: jiff::civil::Date| self.frame.date(day))
        };
        let said = match (rule.kind, &rule.list) {
            (FieldKind::Date, _) => date(text),
            (FieldKind::Place, _) => self.place(text),
            (_, Some(list)) => self
                .definition
                .label(list, text, self.frame.lang)
                .ok()
                .map(str::to_owned),
            _ => None,
        };
        said.or_else(|| Answer::<()>::without(text).map(|why| self.frame.t(why_key(why.code()))))
            .unwrap_or_else(|| text.to_owned())
    }

    fn place(&self, code: &str) -> Option<String> {
        let places = Gazetteer::embedded();
        let region = places.region(code).map(|region| &region.name);
        let name = region.or_else(|| places.department(code).map(|department| &department.name))?;
        Some(self.frame.l(name).to_owned())
    }

    fn label(&self, list: &str, code: &str) -> String {
        let found = self.definition.label(list, code, self.frame.lang);
        found.map_or_else(|_| code.to_owned(), str::to_owned)
    }

    fn plain(&self, list: Option<&str>, value: &Value) -> String {
        let joined = |all: Vec<&Value>| {
            let said = all.into_iter().map(|v| self.plain(list, v));
            said.filter(|t| !t.is_empty()).collect::<Vec<_>>().join(", ")
        };
        match value {
            Value::String(text) => list.map_or_else(|| text.clone(), |list| self.label(list, text)),
            Value::Bool(yes) => self.frame.t(if *yes { "shell-yes" } else { "shell-no" }),
            Value::Number(number) => number.to_string(),
            Value::Array(all) => joined(all.iter().collect()),
            Value::Object(map) => joined(map.values().collect()),
            Value::Null => String::new(),
        }
    }
}
