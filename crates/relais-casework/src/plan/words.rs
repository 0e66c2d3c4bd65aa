use std::fmt;

use relais_kernel::Refusal;
use serde::{Deserialize, Serialize};

use crate::{
    answer::Answer,
    code::{Code, Codes},
    sealed::SealedFields,
};

const FORM: &str = "F8";

/// The words of a version of the plan, sealed under the names of the field table of form F8.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanWords {
    pub place_of_return: Option<String>,
    pub summary_economic: Option<String>,
    pub summary_social: Option<String>,
    pub summary_psychosocial: Option<String>,
}

/// What of a line is sealed: what kind of support, to what end, at what cost, and whether it can be done.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineWords {
    pub line_type: Code,
    #[serde(default)]
    pub line_goal: Option<String>,
    /// In whole units of the mechanism's currency.
    #[serde(default)]
    pub line_budget: Option<u32>,
    #[serde(default)]
    pub feasible_individual: Option<Answer<bool>>,
    #[serde(default)]
    pub feasible_community: Option<Answer<bool>>,
    #[serde(default)]
    pub feasible_structural: Option<Answer<bool>>,
}

macro_rules! sealed {
    ($($name:ident),*) => { $(
        impl $name {
            /// # Errors
            /// `NotSealable`: a fault of the program.
            pub fn seal(&self, codes: &dyn Codes) -> Result<SealedFields, Refusal> {
                SealedFields::of(FORM, self, codes)
            }

            /// # Errors
            /// `SealedFieldUnreadable`.
            pub fn open(fields: &SealedFields) -> Result<Self, Refusal> {
                fields.open(FORM)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), " (sealed)"))
            }
        }
    )* };
}

sealed!(PlanWords, LineWords);
