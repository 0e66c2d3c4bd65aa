use relais_mechanism::Definition;
use relais_shell::Frame;
use serde::Serialize;
use serde_json::Value;

use super::{
    fields::{in_words, title},
    words::birth_in_words,
};
use crate::{answer::Answer, identification::Birth};

/// One thing that a record says, as it is read to the person: the mechanism's name of the field, and the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub label: String,
    pub text: String,
}

/// All that a record of a form says, in the words of the mechanism and in the form's own order; what was not answered
/// is left out.
pub fn told(definition: &Definition, frame: &Frame, form: &str, record: &impl Serialize) -> Vec<Told> {
    let Ok(Value::Object(fields)) = serde_json::to_value(record) else {
        return Vec::new();
    };
    let says = |(key, value): (&String, &Value)| {
        let text = in_text(definition, frame, form, key, value);
        (!text.is_empty()).then(|| Told {
            label: title(definition, form, key).get(frame.lang).to_owned(),
            text,
        })
    };
    fields.iter().filter_map(says).collect()
}

fn in_text(definition: &Definition, frame: &Frame, form: &str, key: &str, value: &Value) -> String {
    let words = |text: &str| in_words(definition, frame, form, key, text);
    match value {
        Value::Null => String::new(),
        Value::String(text) => words(text),
        Value::Bool(true) => words("yes"),
        Value::Bool(false) => words("no"),
        Value::Number(number) => words(&number.to_string()),
        Value::Array(items) => {
            let each = items
                .iter()
                .map(|item| in_text(definition, frame, form, key, item));
            each.filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join(", ")
        }
        Value::Object(answer) if key == "dob" => {
            let birth: Option<Answer<Birth>> = serde_json::from_value(Value::Object(answer.clone())).ok();
            birth.map_or_else(String::new, |birth| birth_in_words(frame, &birth))
        }
        Value::Object(answer) => answer
            .get("given")
            .map_or_else(String::new, |given| in_text(definition, frame, form, key, given)),
    }
}
