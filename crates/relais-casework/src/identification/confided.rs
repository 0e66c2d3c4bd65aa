use std::{collections::BTreeSet, fmt};

use jiff::civil::Date;
use relais_kernel::Refusal;
use serde::{Deserialize, Serialize};

use super::Birth;
use crate::{
    answer::Answer,
    code::{Code, Codes},
    sealed::SealedFields,
};

/// The form whose field table rates these answers.
const FORM: &str = "F1";

/// How the person may be reached without danger.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafeContact {
    pub channel: Code,
    pub detail: Option<String>,
    pub hours: Option<String>,
    pub may_leave_message: Option<Answer<bool>>,
}

/// What the person has confided at identification: all of it is sealed, field by field, under the names of the
/// pack's field table. `Debug` shows none of it.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Confided {
    pub name: Option<String>,
    pub alias: Option<String>,
    pub dob: Option<Answer<Birth>>,
    pub nationality: Option<Answer<BTreeSet<Code>>>,
    pub languages: BTreeSet<Code>,
    pub interpreter: Option<Answer<bool>>,
    pub entry_point: Option<Code>,
    pub status: Option<Code>,
    pub movement: Option<String>,
    pub countries_of_route: BTreeSet<Code>,
    pub return_from: Option<Code>,
    pub return_date: Option<Date>,
    pub household_size: Option<u32>,
    pub urgent_signs: BTreeSet<Code>,
    pub vulnerability_flags: BTreeSet<Code>,
    pub target_groups: BTreeSet<Code>,
    pub contact_channel: Option<Code>,
    pub contact_detail: Option<String>,
    pub contact_hours: Option<String>,
    pub may_leave_message: Option<Answer<bool>>,
    pub address: Option<String>,
    pub place: Option<String>,
    pub immediate_action: Option<String>,
}

impl Confided {
    /// Field by field, each with the sensitivity the pack gives it (decisions §9).
    ///
    /// # Errors
    /// `NotSealable`: a fault of the program.
    pub fn seal(&self, codes: &dyn Codes) -> Result<SealedFields, Refusal> {
        SealedFields::of(FORM, self, codes)
    }

    /// What the opened fields say; those that were not opened are empty.
    ///
    /// # Errors
    /// `SealedFieldUnreadable`.
    pub fn open(fields: &SealedFields) -> Result<Self, Refusal> {
        fields.open(FORM)
    }

    pub fn birth(&self) -> Option<Birth> {
        self.dob.as_ref()?.given().copied()
    }

    /// The person was seen to be a child without its family: no caregiver can consent (DP-10).
    pub fn is_child_alone(&self) -> bool {
        let is = |code: &Code, name: &str| code.as_str() == name;
        self.status.as_ref().is_some_and(|status| is(status, "uasc"))
            || self
                .urgent_signs
                .iter()
                .chain(&self.vulnerability_flags)
                .any(|code| is(code, "child_alone"))
    }

    /// How the person may be reached, if a way was agreed.
    pub fn safe_contact(&self) -> Option<SafeContact> {
        Some(SafeContact {
            channel: self.contact_channel.clone()?,
            detail: self.contact_detail.clone(),
            hours: self.contact_hours.clone(),
            may_leave_message: self.may_leave_message.clone(),
        })
    }
}

impl fmt::Debug for Confided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Confided (sealed)")
    }
}

impl fmt::Debug for SafeContact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SafeContact (sealed)")
    }
}
