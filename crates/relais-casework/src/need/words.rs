use std::fmt;

use relais_kernel::Refusal;
use serde::{Deserialize, Serialize};

use crate::{
    answer::Answer,
    code::{Code, Codes},
    sealed::SealedFields,
};

/// How badly a need presses, 0 none to 4 extreme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Severity(u8);

impl Severity {
    pub fn new(degree: u8) -> Option<Self> {
        (degree <= 4).then_some(Self(degree))
    }

    pub const fn degree(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Severity {
    type Error = &'static str;

    fn try_from(degree: u8) -> Result<Self, Self::Error> {
        Self::new(degree).ok_or("a severity is 0 to 4")
    }
}

impl From<Severity> for u8 {
    fn from(severity: Severity) -> Self {
        severity.0
    }
}

/// What of a need is sealed, under the names of the field table of form F3: its exact code first.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeedWords {
    pub need_code: Code,
    pub severity: Severity,
    pub person_wants_help: Answer<bool>,
    #[serde(default)]
    pub notes: Option<String>,
}

impl NeedWords {
    /// # Errors
    /// `NotSealable`: a fault of the program.
    pub fn seal(&self, codes: &dyn Codes) -> Result<SealedFields, Refusal> {
        SealedFields::of("F3", self, codes)
    }

    /// # Errors
    /// `SealedFieldUnreadable`.
    pub fn open(fields: &SealedFields) -> Result<Self, Refusal> {
        fields.open("F3")
    }
}

impl fmt::Debug for NeedWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NeedWords (sealed)")
    }
}
