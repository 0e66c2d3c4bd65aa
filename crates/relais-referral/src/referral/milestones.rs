use relais_kernel::Timestamp;
use serde::{Deserialize, Serialize};

use super::DeclineReason;

/// The one decision of a receiver. Waiting list and requests for information are not decisions (decisions §1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "decision", content = "reason", rename_all = "snake_case")]
pub enum Decision {
    Accepted,
    Declined(DeclineReason),
}

/// Time during which the receiver waited for information and its decision clock stood still (decisions §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    pub from: Timestamp,
    pub to: Timestamp,
}

/// What has happened to a referral and when. Nothing is ever taken back: a moment that is set stays set, and
/// only what a dispute repeats (`outcome_at`, `feedback_at`, `feedback_read_at`) may move later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestones {
    pub drafted_at: Timestamp,
    pub ready_at: Option<Timestamp>,
    pub sent_at: Option<Timestamp>,
    /// The receiver has it in writing: at sending, except by telephone.
    pub written_at: Option<Timestamp>,
    /// The deadline of acknowledgement, fixed at sending: the partition is computed from it (decisions §1).
    pub acknowledge_due: Option<Timestamp>,
    pub acknowledged_at: Option<Timestamp>,
    pub waitlisted_at: Option<Timestamp>,
    pub decided_at: Option<Timestamp>,
    pub decision: Option<Decision>,
    /// The person was really reached.
    pub first_contact_at: Option<Timestamp>,
    pub service_started_at: Option<Timestamp>,
    /// The last report while the service goes on.
    pub progress_at: Option<Timestamp>,
    pub outcome_at: Option<Timestamp>,
    pub feedback_at: Option<Timestamp>,
    pub feedback_read_at: Option<Timestamp>,
    pub expired_at: Option<Timestamp>,
    /// Withdrawn or cancelled.
    pub removed_at: Option<Timestamp>,
    pub recall_confirmed_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    /// Answered requests for information.
    pub pauses: Vec<Pause>,
}

impl Milestones {
    pub const fn drafted(now: Timestamp) -> Self {
        Self {
            drafted_at: now,
            ready_at: None,
            sent_at: None,
            written_at: None,
            acknowledge_due: None,
            acknowledged_at: None,
            waitlisted_at: None,
            decided_at: None,
            decision: None,
            first_contact_at: None,
            service_started_at: None,
            progress_at: None,
            outcome_at: None,
            feedback_at: None,
            feedback_read_at: None,
            expired_at: None,
            removed_at: None,
            recall_confirmed_at: None,
            closed_at: None,
            pauses: Vec::new(),
        }
    }

    /// Notes a decision; without an acknowledgement before, the decision is one (domain §2.2).
    pub(super) fn decide(&mut self, decision: Decision, now: Timestamp) {
        self.acknowledged_at.get_or_insert(now);
        self.decided_at.get_or_insert(now);
        self.decision.get_or_insert(decision);
    }

    /// Every moment with its name, for the page's time line and for tests.
    pub fn moments(&self) -> [(&'static str, Option<Timestamp>); 18] {
        [
            ("drafted", Some(self.drafted_at)),
            ("ready", self.ready_at),
            ("sent", self.sent_at),
            ("written", self.written_at),
            ("acknowledged", self.acknowledged_at),
            ("waitlisted", self.waitlisted_at),
            ("decided", self.decided_at),
            ("first_contact", self.first_contact_at),
            ("service_started", self.service_started_at),
            ("progress", self.progress_at),
            ("outcome", self.outcome_at),
            ("feedback", self.feedback_at),
            ("feedback_read", self.feedback_read_at),
            ("expired", self.expired_at),
            ("removed", self.removed_at),
            ("recall_confirmed", self.recall_confirmed_at),
            ("closed", self.closed_at),
            ("acknowledge_due", self.acknowledge_due),
        ]
    }
}
