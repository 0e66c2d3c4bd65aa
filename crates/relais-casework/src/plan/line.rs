use jiff::civil::Date;
use relais_kernel::{Id, Referral, Refusal};
use serde::{Deserialize, Serialize};

use crate::{OrganisationId, UserId};

/// What stands in clear of a line of the plan: who does it, by when, and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Unique in the plan, the same in later versions.
    pub number: u16,
    pub referral_needed: bool,
    pub referral: Option<Id<Referral>>,
    pub funder: Option<OrganisationId>,
    pub responsible: Option<UserId>,
    pub due: Option<Date>,
    pub status: LineStatus,
}

/// How far a line has come (domain §3, F8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineStatus {
    Planned,
    Ongoing,
    Done,
    Dropped,
}

impl LineStatus {
    pub const ALL: [Self; 4] = [Self::Planned, Self::Ongoing, Self::Done, Self::Dropped];

    /// The code of the list `plan_line_status`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Ongoing => "ongoing",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// Something remains to be done.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Planned | Self::Ongoing)
    }
}

impl Line {
    pub fn new(number: u16) -> Self {
        Self {
            number,
            referral_needed: false,
            referral: None,
            funder: None,
            responsible: None,
            due: None,
            status: LineStatus::Planned,
        }
    }

    /// The line moves on: planned, ongoing, done; what was dropped may be planned again, what is done stays done.
    ///
    /// # Errors
    /// `NotPossibleInThisState`.
    pub fn moved(&self, to: LineStatus) -> Result<Self, Refusal> {
        use LineStatus as S;
        let possible = matches!(
            (self.status, to),
            (S::Planned, S::Ongoing | S::Done | S::Dropped)
                | (S::Ongoing, S::Done | S::Dropped)
                | (S::Dropped, S::Planned)
        );
        if !possible {
            return Err(Refusal::new(
                "NotPossibleInThisState",
                "Cette ligne du plan ne peut pas passer à cet état.",
                "This line of the plan cannot move to this state.",
            )
            .during(self.status.code(), "MoveLine"));
        }
        Ok(Self {
            status: to,
            ..self.clone()
        })
    }

    /// Past its date and still open.
    pub fn is_late(&self, today: Date) -> bool {
        self.status.is_open() && self.due.is_some_and(|due| due < today)
    }
}
