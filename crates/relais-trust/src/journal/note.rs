use std::collections::BTreeMap;

use relais_kernel::{Case, Consent, Id};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Door;

/// What is to be written into the journal: the act in the past tense, its subject and bare facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub act: String,
    pub subject: Option<(String, Uuid)>,
    pub case: Option<Id<Case>>,
    pub consent: Option<Id<Consent>>,
    pub purpose: Option<String>,
    /// The version of the mechanism's definition in force.
    pub definition: Option<String>,
    /// Ids and codes. Never a name, a text that somebody typed, or the value of a field (security requirement 31).
    pub facts: BTreeMap<String, String>,
}

impl Note {
    pub fn new(act: impl Into<String>) -> Self {
        Self {
            act: act.into(),
            subject: None,
            case: None,
            consent: None,
            purpose: None,
            definition: None,
            facts: BTreeMap::new(),
        }
    }

    #[must_use]
    pub fn on(mut self, kind: &str, id: Uuid) -> Self {
        self.subject = Some((kind.to_owned(), id));
        self
    }

    #[must_use]
    pub fn case(mut self, case: Id<Case>) -> Self {
        self.case = Some(case);
        self
    }

    #[must_use]
    pub fn consent(mut self, consent: Id<Consent>) -> Self {
        self.consent = Some(consent);
        self
    }

    #[must_use]
    pub fn purpose(mut self, purpose: impl Into<String>) -> Self {
        self.purpose = Some(purpose.into());
        self
    }

    #[must_use]
    pub fn under(mut self, definition: impl Into<String>) -> Self {
        self.definition = Some(definition.into());
        self
    }

    /// A bare fact: an id or a code of a list, never something typed.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "callers give ids, codes and numbers alike"
    )]
    pub fn fact(mut self, name: &str, value: impl ToString) -> Self {
        self.facts.insert(name.to_owned(), value.to_string());
        self
    }
}

/// An entry as it is hashed: its canonical JSON is the leaf of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Version of this layout.
    pub v: u8,
    pub id: Uuid,
    /// Milliseconds since 1970, UTC.
    pub at: i64,
    pub act: String,
    pub door: Door,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub user: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub organisation: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub mechanism: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub session: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub subject: Option<(String, Uuid)>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub case: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub consent: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub purpose: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub definition: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub facts: BTreeMap<String, String>,
}
