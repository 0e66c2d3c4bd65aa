use std::collections::BTreeMap;

use relais_kernel::{Lang, Localised, Priority, Sensitivity};
use serde::{Deserialize, Serialize};

/// One value of a code list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeItem {
    pub code: String,
    pub label: Localised,
    /// Kept for the records that carry it, offered to nobody any more.
    #[serde(default)]
    pub retired: bool,
    /// The code of the same list that stands in clear in its place, where the code itself would reveal
    /// survivor-critical facts (decisions §10).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_as: Option<String>,
    /// How sensitive it is that a person carries this code, where it differs from the field's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sensitivity: Option<Sensitivity>,
    /// The priority it suggests (urgent signs) or states (the list `priority`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// The code of the list `dimension` it belongs to (needs).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimension: Option<String>,
    /// Organisations of this type hand over and never search (decisions §15).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub firewall: bool,
    /// Choosing it asks for a text, or excludes every other choice; see [`Behaviour`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub behaviour: Option<Behaviour>,
}

/// What a form does when an item is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Behaviour {
    /// "Other": a few words are asked.
    AsksText,
    /// "None": nothing else can be chosen with it.
    Alone,
}

/// A list of codes with their labels in both languages, in the order people read them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeList {
    pub code: String,
    pub name: Localised,
    pub items: Vec<CodeItem>,
}

impl CodeList {
    /// The item with this code, retired or not.
    pub fn get(&self, code: &str) -> Option<&CodeItem> {
        self.items.iter().find(|item| item.code == code)
    }

    /// The items that can be chosen today.
    pub fn active(&self) -> impl Iterator<Item = &CodeItem> {
        self.items.iter().filter(|item| !item.retired)
    }

    pub fn label(&self, code: &str, lang: Lang) -> Option<&str> {
        self.get(code).map(|item| item.label.get(lang))
    }
}

/// The code lists of a mechanism, by their codes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CodeLists(pub BTreeMap<String, CodeList>);

impl CodeLists {
    pub fn get(&self, code: &str) -> Option<&CodeList> {
        self.0.get(code)
    }
}
