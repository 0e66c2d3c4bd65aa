use relais_kernel::{Priority, Span};
use serde::{Deserialize, Serialize};

/// The deadlines of one priority, all counted from sending except where said (decisions §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriorityDeadlines {
    /// The receiver says that the referral arrived.
    pub acknowledge: Span,
    /// The receiver accepts, declines or puts on the waiting list.
    pub decide: Span,
    /// First contact with the person.
    pub contact: Span,
    /// The outcome comes back: counted from sending for E and U, from first contact for N.
    pub feedback: Span,
    /// To the receiver's supervisor.
    pub escalate_e1: Span,
    /// To the mechanism's coordinator.
    pub escalate_e2: Span,
    /// No decision: the referral ends without answer and the coordinator reroutes it.
    pub expire: Span,
    /// The sender answers a request for information; `None` where such a request is not allowed (decisions §2).
    pub complete: Option<Span>,
}

/// The deadlines of a mechanism.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadlines {
    pub emergency: PriorityDeadlines,
    pub urgent: PriorityDeadlines,
    pub normal: PriorityDeadlines,
    /// Review of a waiting-list place by the receiver (decisions §2: 14 days).
    pub waitlist_review: Span,
    /// A waiting-list place ends this long after its expected date (decisions §2: 30 days).
    pub waitlist_expire: Span,
    /// A receiver keeps reading a closed referral this long (decisions §13: 30 days).
    pub access_after_closing: Span,
}

impl Deadlines {
    pub const fn of(&self, priority: Priority) -> &PriorityDeadlines {
        match priority {
            Priority::Emergency => &self.emergency,
            Priority::Urgent => &self.urgent,
            Priority::Normal => &self.normal,
        }
    }
}
