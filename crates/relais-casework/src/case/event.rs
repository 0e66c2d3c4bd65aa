use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Risk, TransferEnd};
use crate::{CaseId, OrganisationId, UserId, code::Code};

/// What happened to a case, for the journal: ids and codes, never words (security requirement 31).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event")]
pub enum CaseEvent {
    CaseIdentified {
        urgent: bool,
    },
    CaseScreened {
        risk: Risk,
    },
    CaseFoundNotInScope {
        reason: Code,
    },
    CaseFoundDuplicate {
        of: CaseId,
    },
    CaseRedirected {
        to: Code,
    },
    CaseRegistered,
    AssessmentStarted,
    AssessmentSubmitted,
    AssessmentApproved,
    AssessmentReturned,
    AssessmentReopened,
    PlanSubmitted {
        version: u32,
    },
    PlanApproved {
        version: u32,
    },
    PlanReturned {
        version: u32,
    },
    ServiceStarted,
    MonitoringStarted,
    ServiceResumed,
    PlanRevisionStarted {
        version: u32,
    },
    CasePutOnHold {
        until: Date,
    },
    ContactLost,
    CaseResumed,
    ClosureRequested {
        reason: Code,
    },
    CaseClosed {
        reason: Code,
        erase_at: Date,
    },
    ClosureReturned,
    CaseReopened,
    DeathRecorded,
    CaseArchived,
    ContactAttempted,
    PersonReached,
    FollowUpRecorded {
        on: Date,
    },
    CaseAssigned {
        to: UserId,
    },
    FactsCorrected,
    EmergencyBarred,
    EmergencyAllowed,
    ClosureFrozen {
        to: OrganisationId,
    },
    TransferEnded {
        end: TransferEnd,
    },
    OwnershipMoved {
        from: OrganisationId,
        to: OrganisationId,
    },
}
