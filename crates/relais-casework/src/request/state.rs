use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::codes;
use crate::actor::Act;

codes! {
    /// Why what was asked is not done.
    RefusalGround {
        LegalDuty = "legal_duty",
        LegalClaim = "legal_claim",
        VitalInterest = "vital_interest",
        OthersRights = "others_rights",
        IdentityUnproven = "identity_unproven",
        Unfounded = "unfounded",
    }
}

/// How far a request has come, with the facts of that state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RequestState {
    Open,
    /// To be carried out by those who work on the case.
    Granted {
        act: Act,
    },
    Refused {
        act: Act,
        ground: RefusalGround,
        review: Option<Date>,
    },
    Done {
        granted: Act,
        done: Act,
    },
    TakenBack {
        act: Act,
    },
}

impl RequestState {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Granted { .. } => "granted",
            Self::Refused { .. } => "refused",
            Self::Done { .. } => "done",
            Self::TakenBack { .. } => "taken_back",
        }
    }

    /// Somebody still owes something: an answer, or what was granted.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Granted { .. })
    }

    /// Who answered, and when.
    pub const fn decided(self) -> Option<Act> {
        match self {
            Self::Granted { act } | Self::Refused { act, .. } | Self::Done { granted: act, .. } => Some(act),
            Self::Open | Self::TakenBack { .. } => None,
        }
    }

    /// The copy may be made: access or portability was granted.
    pub const fn is_granted(self) -> bool {
        matches!(self, Self::Granted { .. } | Self::Done { .. })
    }
}
