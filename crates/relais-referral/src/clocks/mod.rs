//! Nothing waits without a clock (decisions §2–3): what a referral waits for, who owes it, when it is due, and
//! who is told. Computed from state, milestones and the definition the referral was sent under; recomputed on
//! every transition.

mod deadline;
mod kinds;
mod running;

#[cfg(test)]
mod tests;

use relais_kernel::Timestamp;
pub use relais_mechanism::EscalationLevel;
use serde::{Deserialize, Serialize};

pub use deadline::{Awaited, Deadline, awaited, contact_due, deadline, decide_due, feedback_due};
pub use kinds::{ClockKind, Owner, Turn};
pub use running::clocks;

use crate::referral::{Referral, Rules, Side};

/// A moment at which somebody is told something, or the referral expires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    pub kind: ClockKind,
    pub due: Timestamp,
    /// Who is told.
    pub owner: Owner,
}

/// The mark of a clock that has done what it was for. A clock that was moved is another clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fired {
    pub kind: ClockKind,
    pub due: Timestamp,
    pub at: Timestamp,
}

/// The rung a referral stands on (domain §2.2: a flag, not a state).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalation {
    pub level: EscalationLevel,
    pub at: Timestamp,
    /// Whose silence it is about; their next act settles it.
    pub owed_by: Side,
}

/// The clocks that have not fired yet, first due first.
pub fn unfired(referral: &Referral, rules: &Rules<'_>) -> Vec<Clock> {
    let fired = |clock: &Clock| {
        referral
            .fired
            .iter()
            .any(|f| f.kind == clock.kind && f.due == clock.due)
    };
    clocks(referral, rules)
        .into_iter()
        .filter(|clock| !fired(clock))
        .collect()
}

/// The clocks that have to act now, in order. After a standstill nobody is flooded: of several clocks of a kind
/// only the last acts, and where the time is up altogether only that is said.
pub fn due_now(referral: &Referral, rules: &Rules<'_>, now: Timestamp) -> Vec<Clock> {
    let due: Vec<_> = unfired(referral, rules)
        .into_iter()
        .filter(|clock| clock.due <= now)
        .collect();
    if let Some(end) = due.iter().find(|clock| clock.kind.expires()) {
        return vec![*end];
    }
    let overtaken = |clock: &Clock| {
        due.iter()
            .any(|other| other.kind == clock.kind && other.due > clock.due)
    };
    due.iter().filter(|clock| !overtaken(clock)).copied().collect()
}

/// When the referral has to be looked at next: a column for the worker's query.
pub fn next_due(referral: &Referral, rules: &Rules<'_>) -> Option<Timestamp> {
    unfired(referral, rules).first().map(|clock| clock.due)
}

/// What is overdue, if anything.
pub fn late(referral: &Referral, rules: &Rules<'_>, now: Timestamp) -> Option<Deadline> {
    deadline(referral, rules).filter(|d| d.due < now)
}

/// Who has to act next, whatever the rules say about when.
pub fn whose_turn(referral: &Referral) -> Turn {
    use crate::referral::{Recall, ReferralState as State};
    match referral.state {
        State::Draft
        | State::Ready { .. }
        | State::InfoRequested { .. }
        | State::FeedbackGiven { .. }
        | State::Declined { .. } => Turn::Sender,
        State::Sent { .. }
        | State::Acknowledged { .. }
        | State::Waitlisted { .. }
        | State::Accepted { .. }
        | State::NoShow { .. }
        | State::InService { .. }
        | State::Provided { .. }
        | State::PartlyProvided { .. }
        | State::NotProvided { .. } => Turn::Receiver,
        State::Expired { .. } => Turn::Coordinator,
        State::Withdrawn { recall, .. } | State::Cancelled { recall, .. } => match recall {
            Recall::Pending => Turn::Receiver,
            Recall::Confirmed => Turn::Sender,
            // Nothing had left: nobody waits for anything.
            Recall::NotNeeded => Turn::Nobody,
        },
        State::Closed { .. } => Turn::Nobody,
    }
}
