//! Fields of the mechanism's table, as pages ask them: label and list come from the pack.

use relais_kernel::Localised;
use relais_mechanism::{Definition, FieldKind};
use relais_shell::{Choice, Frame};

use super::words::{choices, region, yes_no};

/// One field to fill in.
pub struct Asked {
    pub name: String,
    pub label: String,
    required: bool,
    pub way: Way,
}

/// How it is filled in.
pub enum Way {
    One(Vec<Choice>),
    Several(Vec<Choice>),
    Line,
    Long,
    Date,
    Number,
}

/// The fields of a form with these names, in this order.
pub fn asked(definition: &Definition, frame: &Frame, form: &str, names: &[&str]) -> Vec<Asked> {
    names
        .iter()
        .map(|name| one(definition, frame, form, name, (*name).to_owned()))
        .collect()
}

/// One field under another name on the page (a line of several).
pub fn one(definition: &Definition, frame: &Frame, form: &str, field: &str, name: String) -> Asked {
    let rule = definition.fields.get(form, field);
    let list = rule.and_then(|rule| rule.list.as_deref()).unwrap_or_default();
    let way = match rule.map(|rule| rule.kind) {
        Some(FieldKind::Choice) => Way::One(choices(definition, list, frame.lang)),
        Some(FieldKind::Choices) => Way::Several(choices(definition, list, frame.lang)),
        Some(FieldKind::YesNo) => Way::One(yes_no(frame)),
        Some(FieldKind::LongText | FieldKind::Record) => Way::Long,
        Some(FieldKind::Date) => Way::Date,
        Some(FieldKind::Number) => Way::Number,
        _ => Way::Line,
    };
    Asked {
        label: title(definition, form, field).get(frame.lang).to_owned(),
        required: rule.is_some_and(|rule| rule.required),
        name,
        way,
    }
}

/// A recorded value as people read it: the label of a code, a date as it is spoken.
pub fn in_words(definition: &Definition, frame: &Frame, form: &str, field: &str, value: &str) -> String {
    let among = |choices: Vec<Choice>| choices.into_iter().find(|choice| choice.value == value);
    let why = || among(yes_no(frame)).map(|choice| choice.label);
    let kind = definition.fields.get(form, field).map(|rule| rule.kind);
    let found = match one(definition, frame, form, field, String::new()).way {
        Way::One(choices) | Way::Several(choices) => among(choices).map(|choice| choice.label).or_else(why),
        Way::Date => value.parse().ok().map(|day: jiff::civil::Date| frame.date(day)),
        _ if field == "region" => Some(region(value, frame.lang)),
        _ if kind.is_none() => why(),
        _ => None,
    };
    found.unwrap_or_else(|| value.to_owned())
}

/// The pack's name of a field.
pub fn title(definition: &Definition, form: &str, field: &str) -> Localised {
    let rule = definition.fields.get(form, field);
    rule.map_or_else(|| Localised::new(field, field), |rule| rule.name.clone())
}

impl Asked {
    pub const fn is_required(&self) -> bool {
        self.required
    }
}
