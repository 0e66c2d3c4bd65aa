use std::collections::BTreeSet;

use relais_kernel::{AgeBand, Sex};
use serde::{Deserialize, Serialize};

use crate::{
    answer::Answer,
    code::{Code, PCode},
};

/// How pressing the danger is (domain §2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Risk {
    High,
    Medium,
    Low,
}

impl Risk {
    pub const ALL: [Self; 3] = [Self::High, Self::Medium, Self::Low];

    /// The code of the list `risk`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }

    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|risk| risk.code() == code)
    }
}

/// What stands in clear of a person, so that SQL can count and rank (decisions §10). What the field table seals stands
/// here by neutral codes alone ([`Codes::neutral`](crate::code::Codes::neutral)); the codes themselves are sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClearFacts {
    /// `None` when the age is unknown, not asked or refused.
    pub age_band: Option<AgeBand>,
    pub sex: Answer<Sex>,
    /// P-code of the region where the person was met.
    pub region: PCode,
    /// P-code of the department.
    pub department: Option<PCode>,
    /// `None` until the person has been screened.
    pub risk: Option<Risk>,
    /// One of the urgent signs was seen; which one is sealed.
    pub urgent: bool,
    /// Neutral codes: that protection or health presses, not why.
    pub flags: BTreeSet<Code>,
    /// As far as a service's conditions ask for them; neutral codes for the others.
    pub target_groups: BTreeSet<Code>,
    /// What a provider has to know to decide, without identity.
    pub special_needs: BTreeSet<Code>,
    /// The person gave no identity.
    pub anonymous: bool,
    /// The person's rights and the way to complain were explained.
    pub rights_explained: bool,
}
