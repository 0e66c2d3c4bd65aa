use std::{collections::BTreeSet, fmt};

use relais_kernel::{Refusal, Sensitivity};
use serde::{Deserialize, Serialize};

use super::TraffickingAnnex;
use crate::{code::Code, sealed::SealedFields};

const FORM: &str = "F4";

/// A child's situation, care and wishes.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ChildAnnex {
    pub child_status: Option<Code>,
    pub care: Option<Code>,
    pub separation_cause: Option<Code>,
    pub tracing: Option<Code>,
    pub child_concerns: BTreeSet<Code>,
    pub child_wishes: Option<String>,
    /// What was assessed or decided in the child's best interests.
    pub best_interests: Option<String>,
}

/// Gender-based violence: the most specific type only, a band of dates, no name of a perpetrator.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct GbvAnnex {
    pub gbv_type: Option<Code>,
    pub incident_band: Option<Code>,
    pub gbv_notes: Option<String>,
}

/// The annexes of one case. `Debug` shows none of them.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Annexes {
    pub child: ChildAnnex,
    pub gbv: GbvAnnex,
    pub trafficking: TraffickingAnnex,
}

impl Annexes {
    /// Field by field, all survivor-critical whatever a pack says.
    ///
    /// # Errors
    /// `NotSealable`: a fault of the program.
    pub fn seal(&self) -> Result<SealedFields, Refusal> {
        let child = SealedFields::all_at(Sensitivity::S4, FORM, &self.child)?;
        let gbv = SealedFields::all_at(Sensitivity::S4, FORM, &self.gbv)?;
        Ok(child
            .and(gbv)
            .and(SealedFields::all_at(Sensitivity::S4, FORM, &self.trafficking)?))
    }

    /// # Errors
    /// `SealedFieldUnreadable`.
    pub fn open(fields: &SealedFields) -> Result<Self, Refusal> {
        Ok(Self {
            child: fields.open(FORM)?,
            gbv: fields.open(FORM)?,
            trafficking: fields.open(FORM)?,
        })
    }

    /// The caregiver cannot consent for the child: unaccompanied, separated, or in the care of nobody or of an
    /// unrelated adult (DP-10). Whoever takes a consent learns this, and nothing else of the annex.
    pub fn caregiver_in_doubt(&self) -> bool {
        let is =
            |code: &Option<Code>, among: &[&str]| code.as_ref().is_some_and(|c| among.contains(&c.as_str()));
        is(&self.child.child_status, &["unaccompanied", "separated"])
            || is(&self.child.care, &["none", "unrelated_adult", "child_headed"])
    }
}

macro_rules! hidden {
    ($($name:ident),*) => { $(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), " (sealed)"))
            }
        }
    )* };
}
pub(super) use hidden;

hidden!(ChildAnnex, GbvAnnex, Annexes);
