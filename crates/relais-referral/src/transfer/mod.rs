//! The transfer of a case (domain §2.3, F12): ownership moves, and only on acceptance. A referral never moves it.

mod readiness;
mod state;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use relais_casework::case::TransferEnd;
use relais_kernel::{
    self as kernel, Id, Organisation, PublicRef, Refusal, Refusals, Span, Timestamp, WorkCalendar,
};
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
    /// Does what a command asks, if state, side and guards let it.
    ///
    /// # Errors
    /// `NotPossibleInThisState`, `NotForThisSide`, or what holds the request (see [`Readiness`]).
    pub fn apply(&self, command: TransferCommand, context: &TransferContext<'_>) -> Transferred {
        let verb = command.verb();
        if !verb.sides().contains(&context.side) {
            return Err(self.refuse(verb, "NotForThisSide").into());
        }
        let now = context.now.max(self.changed_at);
        let mut after = Self {
            changed_at: now,
            ..self.clone()
        };
        let event = match (&self.state, command) {
            (TransferState::Draft, TransferCommand::Request(readiness)) => {
                after.open_referrals = readiness.listed.clone();
                let expires = context.rules.expire.after(now, context.rules.calendar);
                let lawful = readiness.check(self, context)?;
                after.handover = readiness.handover;
                after.definition = context.rules.version.clone();
                after.state = TransferState::Requested {
                    at: now,
                    by: context.by,
                    expires,
                };
                TransferEvent::TransferRequested {
                    to: self.to_org,
                    lawful,
                    expires,
                }
            }
            (TransferState::Requested { .. }, TransferCommand::Accept { owner }) => {
                after.state = TransferState::Accepted { at: now, owner };
                TransferEvent::TransferAccepted { owner }
            }
            (TransferState::Requested { .. }, TransferCommand::Reject { reason, note }) => {
                after.rejection = note;
                after.state = TransferState::Rejected { at: now, reason };
                TransferEvent::TransferRejected { reason }
            }
            (TransferState::Requested { .. }, TransferCommand::Revoke) => {
                after.state = TransferState::Revoked { at: now };
                TransferEvent::TransferRevoked
            }
            (TransferState::Requested { expires, .. }, TransferCommand::Expire) => {
                if now < *expires {
                    return Err(self.refuse(verb, "StillInTime").into());
                }
                after.state = TransferState::Expired { at: now };
                TransferEvent::TransferExpired
            }
            _ => return Err(self.refuse(verb, "NotPossibleInThisState").into()),
        };
        let moved = match after.state {
            TransferState::Accepted { owner, .. } => Some(TransferEvent::OwnershipMoved {
                from: self.from_org,
                to: self.to_org,
                owner,
            }),
            _ => None,
        };
        Ok((after, [event].into_iter().chain(moved).collect()))
    }

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

    fn refuse(&self, verb: TransferVerb, code: &str) -> Refusal {
        let (state, asked) = (self.state.kind().label(), verb.label());
        let refusal = match code {
            "NotForThisSide" => Refusal::new(
                code,
                format!("Ce n’est pas à vous de {} ce transfert.", asked.fr),
                format!("It is not for you to {} this transfer.", asked.en),
            ),
            "StillInTime" => Refusal::new(
                code,
                "Le délai de réponse n’est pas encore écoulé.",
                "The time to answer is not up yet.",
            ),
            _ => Refusal::new(
                code,
                format!(
                    "Ce transfert est à l’étape « {} » : on ne peut pas le {}.",
                    state.fr, asked.fr
                ),
                format!(
                    "This transfer is at the step “{}”: you cannot {} it.",
                    state.en, asked.en
                ),
            ),
        };
        refusal.during(self.state.kind().code(), verb.code())
    }
}
