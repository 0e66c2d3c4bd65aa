//! What became of the referrals sent in a period (decisions §1, RF-03 to RF-06): each is in exactly one class,
//! and the classes add up to 100 %.
//!
//! The class follows from columns that stand in clear, so that SQL computes the same. In words, in this order:
//!
//! | Class | Columns |
//! |---|---|
//! | *outside the cohort* | `sent_at is null`, or `removed and decision is null` |
//! | accepted | `decision = 'accepted'` |
//! | declined, by reason | `decision = 'declined'`, `decline_reason` |
//! | acknowledged only | `acknowledged_at is not null` |
//! | no response | `expired or acknowledge_due < :now` |
//! | pending | everything else |
//!
//! `removed` stays true from withdrawal or cancellation on; `decision` is set once and never taken back, so a
//! referral withdrawn after acceptance still counts as accepted. Waiting list and requests for information set
//! `acknowledged_at` and no decision.

mod shares;

#[cfg(test)]
mod tests;

use relais_kernel::Timestamp;
use serde::{Deserialize, Serialize};

pub use shares::{Group, Partition};

use crate::referral::{Decision, DeclineReason, Referral};

/// What became of a referral that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "class", content = "reason", rename_all = "snake_case")]
pub enum PartitionClass {
    Accepted,
    Declined(DeclineReason),
    /// Acknowledged, on the waiting list or asked about, without a decision; also when it expired afterwards.
    AcknowledgedOnly,
    /// Never acknowledged and past its deadline.
    NoResponse,
    /// Never acknowledged, still in time.
    Pending,
}

/// The columns that the class follows from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Columns {
    pub sent_at: Option<Timestamp>,
    pub acknowledged_at: Option<Timestamp>,
    /// Columns `decision` and `decline_reason`.
    pub decision: Option<Decision>,
    /// Fixed at sending.
    pub acknowledge_due: Option<Timestamp>,
    pub expired_at: Option<Timestamp>,
    /// Withdrawn or cancelled.
    pub removed_at: Option<Timestamp>,
}

impl From<&Referral> for Columns {
    fn from(referral: &Referral) -> Self {
        let m = &referral.milestones;
        Self {
            sent_at: m.sent_at,
            acknowledged_at: m.acknowledged_at,
            decision: m.decision,
            acknowledge_due: m.acknowledge_due,
            expired_at: m.expired_at,
            removed_at: m.removed_at,
        }
    }
}

/// What a class follows from at an instant, for one referral or for many that share it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    pub sent: bool,
    pub decision: Option<Decision>,
    pub acknowledged: bool,
    /// The deadline of acknowledgement has passed.
    pub overdue: bool,
    pub expired: bool,
    pub removed: bool,
}

impl Columns {
    /// How the columns stand at an instant.
    pub fn at(&self, now: Timestamp) -> Facts {
        Facts {
            sent: self.sent_at.is_some(),
            decision: self.decision,
            acknowledged: self.acknowledged_at.is_some(),
            overdue: self.acknowledge_due.is_some_and(|due| due < now),
            expired: self.expired_at.is_some(),
            removed: self.removed_at.is_some(),
        }
    }
}

impl Facts {
    /// The class; `None` outside the cohort: never sent, or withdrawn or cancelled before a decision.
    pub const fn class(self) -> Option<PartitionClass> {
        match self.decision {
            _ if !self.sent => None,
            None if self.removed => None,
            Some(Decision::Accepted) => Some(PartitionClass::Accepted),
            Some(Decision::Declined(reason)) => Some(PartitionClass::Declined(reason)),
            None if self.acknowledged => Some(PartitionClass::AcknowledgedOnly),
            None if self.expired || self.overdue => Some(PartitionClass::NoResponse),
            None => Some(PartitionClass::Pending),
        }
    }
}

/// The class of a referral at an instant; `None` when it does not belong to the cohort: never sent, or withdrawn
/// or cancelled before a decision.
pub fn class(columns: impl Into<Columns>, now: Timestamp) -> Option<PartitionClass> {
    let columns: Columns = columns.into();
    columns.at(now).class()
}
