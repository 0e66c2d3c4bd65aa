use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Lang, Localised};

/// Why something asked for is not done: a value, not an exception. It carries a stable code for programs and
/// a sentence for people in both languages; never a name or a field value (security requirement 31).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Stable, in the shape `ConsentMissing`.
    pub code: String,
    /// What a person reads.
    pub sentence: Localised,
    /// The form field it concerns, if one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The state the record was in, for a transition that is not allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The verb that was tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verb: Option<String>,
}

impl Refusal {
    pub fn new(code: impl Into<String>, fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            sentence: Localised::new(fr, en),
            field: None,
            state: None,
            verb: None,
        }
    }

    /// The refusal stands beside this field of the form.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// The refusal answers this verb, tried in this state.
    #[must_use]
    pub fn during(mut self, state: impl Into<String>, verb: impl Into<String>) -> Self {
        self.state = Some(state.into());
        self.verb = Some(verb.into());
        self
    }

    pub fn sentence(&self, lang: Lang) -> &str {
        self.sentence.get(lang)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.sentence.en)
    }
}

impl std::error::Error for Refusal {}

/// One or several refusals of the same request, so that a form shows all its faults at once.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Refusals(pub Vec<Refusal>);

impl Refusals {
    pub fn push(&mut self, refusal: Refusal) {
        self.0.push(refusal);
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those that concern one field.
    pub fn at<'a, 'n>(&'a self, field: &'n str) -> impl Iterator<Item = &'a Refusal> + use<'a, 'n> {
        self.0.iter().filter(move |r| r.field.as_deref() == Some(field))
    }

    /// Those that concern no field.
    pub fn general(&self) -> impl Iterator<Item = &Refusal> {
        self.0.iter().filter(|r| r.field.is_none())
    }

    /// `Ok` when nothing was refused.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() { Ok(value) } else { Err(self) }
    }
}

impl From<Refusal> for Refusals {
    fn from(refusal: Refusal) -> Self {
        Self(vec![refusal])
    }
}

impl fmt::Display for Refusals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, refusal) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("; ")?;
            }
            refusal.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Refusals {}
