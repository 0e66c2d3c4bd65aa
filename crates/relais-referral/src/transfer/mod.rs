//! The transfer of a case (domain §2.3, F12): ownership moves, and only on acceptance. A referral never moves it.

mod apply;
mod readiness;
mod state;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use relais_casework::case::TransferEnd;
use relais_kernel::{self as kernel, Id, Organisation, PublicRef, Refusals, Span, Timestamp, WorkCalendar};
use relais_mechanism::{Definition, DefinitionVersion};
use serde::{Deserialize, Serialize};

pub use readiness::Readiness;
pub use state::{RejectReason, TransferCommand, TransferEvent, TransferKind, TransferState, TransferVerb};

use crate::referral::{By, Side, Words};

/// A case on its way from one owner to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    pub id: Id<kernel::Transfer>,
    /// What stands in addresses.
    pub public_ref: PublicRef,
    pub mechanism: Id<kernel::Mechanism>,
    pub case: Id<kernel::Case>,
    pub from_org: Id<Organisation>,
    pub to_org: Id<Organisation>,
    /// The definition it was requested under.
    pub definition: DefinitionVersion,
    pub state: TransferState,
    /// The referrals that go along, as listed in the handover.
    pub open_referrals: BTreeSet<Id<kernel::Referral>>,
    /// Reason and summary for the next owner, to be sealed; present from the request on.
    pub handover: Option<Words>,
    /// Why it was rejected, in words, to be sealed.
    pub rejection: Option<Words>,
    pub changed_at: Timestamp,
}

/// The times of a mechanism that a transfer depends on.
#[derive(Debug, Clone, Copy)]
pub struct TransferRules<'a> {
    pub version: &'a DefinitionVersion,
    /// A transfer nobody answers expires after this time.
    pub expire: Span,
    /// The former owner reads the summary this long (domain §2.3: 30 days).
    pub summary: Span,
    pub calendar: &'a WorkCalendar,
}

impl<'a> From<&'a Definition> for TransferRules<'a> {
    fn from(definition: &'a Definition) -> Self {
        Self {
            version: &definition.version,
            expire: definition.case.deadlines.transfer_expire,
            summary: definition.case.deadlines.summary_after_transfer,
            calendar: &definition.calendar,
        }
    }
}

/// Who gives a command on a transfer, when, under which rules.
#[derive(Debug, Clone, Copy)]
pub struct TransferContext<'a> {
    pub now: Timestamp,
    pub by: By,
    pub side: Side,
    pub rules: TransferRules<'a>,
}

/// The new transfer and what happened, or everything that holds it.
pub type Transferred = Result<(Transfer, Vec<TransferEvent>), Refusals>;

/// What one side may read of the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseAccess {
    None,
    /// The handover, without identity, to decide.
    Handover,
    /// The read-only summary that the former owner keeps.
    Summary,
    Full,
}

impl Transfer {
    /// Who owns the case, as far as this transfer goes.
    pub const fn owner(&self) -> Id<Organisation> {
        match self.state {
            TransferState::Accepted { .. } => self.to_org,
            _ => self.from_org,
        }
    }

    /// Closure of the case waits (domain §2.1: a flag, not a state).
    pub const fn freezes_closure(&self) -> bool {
        matches!(self.state, TransferState::Requested { .. })
    }

    /// How the case's own flag is taken off, once the transfer has ended.
    pub const fn end(&self) -> Option<TransferEnd> {
        match self.state {
            TransferState::Draft | TransferState::Requested { .. } => None,
            TransferState::Accepted { .. } => Some(TransferEnd::Accepted),
            TransferState::Rejected { .. } => Some(TransferEnd::Rejected),
            TransferState::Revoked { .. } => Some(TransferEnd::Revoked),
            TransferState::Expired { .. } => Some(TransferEnd::Expired),
        }
    }

    /// What the sending organisation reads: everything while it owns the case, then the summary for 30 days.
    pub fn sender_access(&self, now: Timestamp, rules: &TransferRules<'_>) -> CaseAccess {
        match self.state {
            TransferState::Accepted { at, .. } if now < rules.summary.after(at, rules.calendar) => {
                CaseAccess::Summary
            }
            TransferState::Accepted { .. } => CaseAccess::None,
            _ => CaseAccess::Full,
        }
    }

    /// What the receiving organisation reads.
    pub const fn receiver_access(&self) -> CaseAccess {
        match self.state {
            TransferState::Requested { .. } => CaseAccess::Handover,
            TransferState::Accepted { .. } => CaseAccess::Full,
            _ => CaseAccess::None,
        }
    }
}
