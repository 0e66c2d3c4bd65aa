use std::collections::BTreeMap;

use relais_kernel::{Localised, Sensitivity};
use serde::{Deserialize, Serialize};

use super::DataCategory;

/// The kind of answer a field takes (domain §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    Text,
    LongText,
    Number,
    Date,
    DateTime,
    /// Yes, no, unknown or refused.
    YesNo,
    Choice,
    Choices,
    Record,
    File,
    Place,
}

/// What the mechanism says about one field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldRule {
    pub name: Localised,
    pub kind: FieldKind,
    pub sensitivity: Sensitivity,
    pub required: bool,
    /// The list of a choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// The category of data that consent must cover before the field is released; `None`: never released.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<DataCategory>,
    #[serde(default)]
    pub retired: bool,
}

/// The fields of the forms F1 to F11, by form and field (decisions §9).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FieldTable(pub BTreeMap<String, BTreeMap<String, FieldRule>>);

impl FieldTable {
    /// A field of a form: `get("F1", "dob")`.
    pub fn get(&self, form: &str, field: &str) -> Option<&FieldRule> {
        self.0.get(form)?.get(field)
    }

    /// The sensitivity of a field; a field that the table does not know is survivor-critical, so that
    /// forgetting a line in a pack hides and never shows.
    pub fn sensitivity(&self, form: &str, field: &str) -> Sensitivity {
        self.get(form, field)
            .map_or(Sensitivity::S4, |rule| rule.sensitivity)
    }

    /// The fields of one form.
    pub fn form(&self, form: &str) -> impl Iterator<Item = (&str, &FieldRule)> {
        self.0
            .get(form)
            .into_iter()
            .flatten()
            .map(|(field, rule)| (field.as_str(), rule))
    }
}
