//! Released fields in words, for whoever may read them.

use relais_mechanism::Definition;
use relais_shell::Frame;
use serde_json::Value;

use crate::packages::FieldSet;

/// The fields with their names; codes of lists are put into words.
pub fn released(frame: &Frame, definition: &Definition, fields: &FieldSet) -> Vec<(String, String)> {
    let words = Words { frame, definition };
    let said = fields.0.iter().filter_map(|(key, field)| {
        let (form, name) = key.split_once('.')?;
        let rule = definition.fields.get(form, name)?;
        let text = words.of(rule.list.as_deref(), field.value.reveal());
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
    fn of(&self, list: Option<&str>, text: &str) -> String {
        let value = serde_json::from_str(text).unwrap_or(Value::String(text.to_owned()));
        self.plain(list, &value)
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
