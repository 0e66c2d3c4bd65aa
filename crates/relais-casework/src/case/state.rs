use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date};
use relais_kernel::{Id, Referral};
use serde::{Deserialize, Serialize};

use super::{Attempt, Basis};
use crate::{CaseId, NeedId, actor::Act, code::Code};

/// Where a case stands, with the facts of that state (domain §2.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum CaseState {
    Identified,
    Screened {
        act: Act,
    },
    Work(Work),
    OnHold(Hold),
    LostContact(Loss),
    ClosureRequested(ClosureRequest),
    Closed(Closing),
    Archived {
        closing: Closing,
        at: Timestamp,
    },
    /// Merged into another case.
    Duplicate {
        of: CaseId,
        act: Act,
    },
    /// Outside the mechanism's groups; the person was told where to turn.
    NotInScope {
        reason: Code,
        act: Act,
    },
    /// Sent to another body (asylum, for instance), with the information needed.
    Redirected {
        to: Code,
        act: Act,
    },
    Deceased {
        act: Act,
        erase_at: Date,
    },
    /// Nothing is known of the person any more; what counts her stays.
    Erased {
        /// The month, as its first day: a day could be found again elsewhere.
        month: Date,
        basis: ErasureBasis,
    },
}

/// Why a case was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErasureBasis {
    /// The person asked.
    Request,
    /// The time for which it may be kept is over.
    Retention,
}

impl ErasureBasis {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Retention => "retention",
        }
    }

    pub fn of(code: &str) -> Option<Self> {
        [Self::Request, Self::Retention]
            .into_iter()
            .find(|basis| basis.code() == code)
    }
}

/// The states in which help is prepared and given, and to which a pause leads back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Work {
    Registered {
        act: Act,
        basis: Basis,
    },
    InAssessment {
        act: Act,
        basis: Basis,
        /// Registration, from which the end is counted: starting late gives no more time.
        since: Timestamp,
        submitted: Option<Act>,
    },
    PlanDraft {
        act: Act,
        basis: Basis,
        version: u32,
        submitted: Option<PlanSubmission>,
    },
    PlanApproved {
        act: Act,
        basis: Basis,
        version: u32,
    },
    InService {
        act: Act,
        basis: Basis,
        version: u32,
        first: FirstService,
    },
    Monitoring {
        act: Act,
        basis: Basis,
        version: u32,
        first: FirstService,
    },
}

impl Work {
    /// On what the case is handled at all.
    pub const fn basis(&self) -> &Basis {
        match self {
            Self::Registered { basis, .. }
            | Self::InAssessment { basis, .. }
            | Self::PlanDraft { basis, .. }
            | Self::PlanApproved { basis, .. }
            | Self::InService { basis, .. }
            | Self::Monitoring { basis, .. } => basis,
        }
    }

    pub const fn code(&self) -> &'static str {
        match self {
            Self::Registered { .. } => "registered",
            Self::InAssessment { .. } => "in_assessment",
            Self::PlanDraft { .. } => "plan_draft",
            Self::PlanApproved { .. } => "plan_approved",
            Self::InService { .. } => "in_service",
            Self::Monitoring { .. } => "monitoring",
        }
    }
}

/// A plan handed in for approval, agreed between the person and the case manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanSubmission {
    pub act: Act,
    pub agreed_on: Date,
}

/// What began the service (domain §2.1: first referral sent or direct service given).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FirstService {
    ReferralSent(Id<Referral>),
    Direct,
}

/// A pause that the case manager chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    pub act: Act,
    pub reason: Code,
    /// When to look at it again: nothing waits without a clock (decisions §2).
    pub until: Date,
    pub from: Work,
}

/// The person can no longer be reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loss {
    pub act: Act,
    pub attempts: Vec<Attempt>,
    pub from: Work,
}

/// What a case was before closure was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "was", rename_all = "snake_case")]
pub enum Before {
    Work(Work),
    OnHold(Hold),
    LostContact(Loss),
}

impl From<Before> for CaseState {
    fn from(before: Before) -> Self {
        match before {
            Before::Work(work) => Self::Work(work),
            Before::OnHold(hold) => Self::OnHold(hold),
            Before::LostContact(loss) => Self::LostContact(loss),
        }
    }
}

/// Whether the person knows that the case closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Informed {
    On(Date),
    Unreachable,
}

/// The case manager asks to close.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosureRequest {
    pub act: Act,
    pub reason: Code,
    pub informed: Informed,
    /// What remains to be done for the person.
    pub open_needs: BTreeSet<NeedId>,
    pub from: Before,
}

/// A closed case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    pub requested: Act,
    pub approved: Act,
    pub reason: Code,
    pub informed: Informed,
    pub open_needs: BTreeSet<NeedId>,
    /// The retention clock (DP-26).
    pub erase_at: Date,
}

impl CaseState {
    /// Every code of [`Self::code`], in the order of domain §2.1.
    pub const CODES: [&'static str; 18] = [
        "identified",
        "screened",
        "registered",
        "in_assessment",
        "plan_draft",
        "plan_approved",
        "in_service",
        "monitoring",
        "on_hold",
        "lost_contact",
        "closure_requested",
        "closed",
        "archived",
        "duplicate",
        "not_in_scope",
        "redirected",
        "deceased",
        "erased",
    ];

    /// Snake case, as in packs and in the database.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Identified => "identified",
            Self::Screened { .. } => "screened",
            Self::Work(work) => work.code(),
            Self::OnHold(_) => "on_hold",
            Self::LostContact(_) => "lost_contact",
            Self::ClosureRequested(_) => "closure_requested",
            Self::Closed(_) => "closed",
            Self::Archived { .. } => "archived",
            Self::Duplicate { .. } => "duplicate",
            Self::NotInScope { .. } => "not_in_scope",
            Self::Redirected { .. } => "redirected",
            Self::Deceased { .. } => "deceased",
            Self::Erased { .. } => "erased",
        }
    }

    /// Nothing follows any more.
    pub const fn is_terminal(&self) -> bool {
        matches!(
            self,
            Self::Archived { .. }
                | Self::Duplicate { .. }
                | Self::NotInScope { .. }
                | Self::Redirected { .. }
                | Self::Deceased { .. }
                | Self::Erased { .. }
        )
    }

    /// Someone still works with the person: neither ended nor closed.
    pub const fn is_open(&self) -> bool {
        !self.is_terminal() && !matches!(self, Self::Closed(_))
    }
}
