use std::fmt;

use relais_kernel::Refusal;
use serde::{Deserialize, Serialize};

use crate::{code::Codes, sealed::SealedFields};

/// What was said around a consent, in words: sealed under the names of the field table of form F2.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ConsentWords {
    /// What the giver is to the person.
    pub relation: Option<String>,
    /// Who interpreted.
    pub interpreter: Option<String>,
    /// Who heard an oral consent.
    pub witness: Option<String>,
    /// What is not to be told to anyone.
    pub withheld: Option<String>,
    /// Whom not to call, when not to come.
    pub contact_restrictions: Option<String>,
}

impl ConsentWords {
    /// # Errors
    /// `NotSealable`: a fault of the program.
    pub fn seal(&self, codes: &dyn Codes) -> Result<SealedFields, Refusal> {
        SealedFields::of("F2", self, codes)
    }

    /// # Errors
    /// `SealedFieldUnreadable`.
    pub fn open(fields: &SealedFields) -> Result<Self, Refusal> {
        fields.open("F2")
    }
}

impl fmt::Debug for ConsentWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ConsentWords (sealed)")
    }
}
