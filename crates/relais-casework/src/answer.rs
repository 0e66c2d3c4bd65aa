use serde::{Deserialize, Serialize};

/// The answer to a question, or why there is none. A question left empty is no answer at all: forms hold
/// `Option<Answer<T>>`, so that "not asked", "unknown" and "refused" stay distinct from empty (domain §3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer<T> {
    Given(T),
    NotAsked,
    Unknown,
    Refused,
}

impl<T> Answer<T> {
    pub const fn given(&self) -> Option<&T> {
        match self {
            Self::Given(value) => Some(value),
            _ => None,
        }
    }

    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Answer<U> {
        match self {
            Self::Given(value) => Answer::Given(change(value)),
            Self::NotAsked => Answer::NotAsked,
            Self::Unknown => Answer::Unknown,
            Self::Refused => Answer::Refused,
        }
    }

    /// Why no answer was given, from its code on forms.
    pub fn without(why: &str) -> Option<Self> {
        match why {
            "not_asked" => Some(Self::NotAsked),
            "unknown" => Some(Self::Unknown),
            "refused" => Some(Self::Refused),
            _ => None,
        }
    }

    /// The code on forms: `given`, `not_asked`, `unknown`, `refused`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Given(_) => "given",
            Self::NotAsked => "not_asked",
            Self::Unknown => "unknown",
            Self::Refused => "refused",
        }
    }
}
