use std::{collections::BTreeSet, fmt};

use jiff::civil::Date;
use relais_kernel::Refusal;
use serde::{Deserialize, Serialize};

use super::record::hidden;
use crate::{answer::Answer, code::Code};

/// What a competent body has said (domain §2.4). Assistance never waits for it (DP-16).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum TraffickingStatus {
    Possible,
    Actual { decided_by: Code, on: Date },
    Not { decided_by: Code, on: Date },
}

impl TraffickingStatus {
    /// The code of the list `trafficking_status`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Possible => "possible",
            Self::Actual { .. } => "actual",
            Self::Not { .. } => "not",
        }
    }
}

/// Trafficking: indicators, status, and three things that depend neither on each other nor on the status (DP-16).
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TraffickingAnnex {
    pub trafficking_status: Option<TraffickingStatus>,
    pub recruitment: BTreeSet<Code>,
    pub control: BTreeSet<Code>,
    pub exploitation: BTreeSet<Code>,
    pub labour_sector: BTreeSet<Code>,
    pub trafficking_notes: Option<String>,
    /// The person receives assistance.
    pub assistance: Option<Answer<bool>>,
    /// The person works with the police or the prosecution.
    pub police_cooperation: Option<Answer<bool>>,
    /// The person's right to stay, in words.
    pub immigration_status: Option<String>,
}

impl TraffickingAnnex {
    /// A competent body has decided. Nothing else of the annex changes, and nothing of the case (DP-16).
    ///
    /// # Errors
    /// `NotPossibleInThisState` unless the person counts as a possible victim; `DateInTheFuture`.
    pub fn decide(&self, victim: bool, decided_by: Code, on: Date, today: Date) -> Result<Self, Refusal> {
        if self.trafficking_status != Some(TraffickingStatus::Possible) {
            let state = self
                .trafficking_status
                .as_ref()
                .map_or("none", TraffickingStatus::code);
            return Err(Refusal::new(
                "NotPossibleInThisState",
                "Une décision ne se note que pour une victime possible.",
                "A decision is recorded for a possible victim only.",
            )
            .during(state, "Decide"));
        }
        if on > today {
            return Err(Refusal::new(
                "DateInTheFuture",
                "Cette date n’est pas encore arrivée.",
                "This date has not come yet.",
            )
            .at("decided_on"));
        }
        let status = if victim {
            TraffickingStatus::Actual { decided_by, on }
        } else {
            TraffickingStatus::Not { decided_by, on }
        };
        Ok(Self {
            trafficking_status: Some(status),
            ..self.clone()
        })
    }
}

hidden!(TraffickingAnnex, TraffickingStatus);
