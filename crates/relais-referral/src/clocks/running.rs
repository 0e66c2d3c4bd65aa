use jiff::SignedDuration;
use relais_kernel::{Date, Span, Timestamp};

use super::deadline::{Awaited, Deadline, deadline, end_of};
use super::{Clock, ClockKind, Owner};
use crate::referral::{Referral, ReferralState, Rules};

/// A referral told by telephone is confirmed in writing within this time (domain §2.2: "written ≤ 24 h").
const WRITTEN_WITHIN: Span = Span::Hours(24);

/// Every clock of the referral as it stands, first due first; the fired ones too. They change when the state does.
pub fn clocks(referral: &Referral, rules: &Rules<'_>) -> Vec<Clock> {
    let mut all = Vec::new();
    if let Some(deadline) = deadline(referral, rules) {
        reminders(&deadline, rules, &mut all);
        answer_clocks(referral, &deadline, rules, &mut all);
        after_answer_clocks(referral, &deadline, rules, &mut all);
    }
    if let Some(said) = referral.unwritten_since()
        && referral.kind().is_told()
    {
        let due = WRITTEN_WITHIN.after(said, rules.calendar);
        all.push(Clock {
            kind: ClockKind::RemindWriting,
            due,
            owner: Owner::Sender,
        });
    }
    all.sort_by_key(|clock| (clock.due, clock.kind));
    all
}

/// Reminders to whoever owes, at the shares of the time that the mechanism sets.
fn reminders(deadline: &Deadline, rules: &Rules<'_>, all: &mut Vec<Clock>) {
    let (kind, owner) = match deadline.awaited {
        Awaited::Sending => (ClockKind::RemindSend, Owner::Sender),
        Awaited::Acknowledgement => (ClockKind::RemindAcknowledge, Owner::Receiver),
        Awaited::Decision => (ClockKind::RemindDecide, Owner::Receiver),
        Awaited::Information => (ClockKind::CompleteInformation, Owner::Sender),
        Awaited::WaitlistReview => {
            // Half-way through two weeks there is nothing to review yet.
            let clock = Clock {
                kind: ClockKind::WaitlistReview,
                due: deadline.due,
                owner: Owner::Receiver,
            };
            return all.push(clock);
        }
        Awaited::Contact => (ClockKind::RemindContact, Owner::Receiver),
        Awaited::Rebooking => (ClockKind::RemindRebook, Owner::Receiver),
        Awaited::Feedback => (ClockKind::RemindFeedback, Owner::Receiver),
        Awaited::Reading => (ClockKind::RemindReading, Owner::Sender),
        Awaited::Choice => (ClockKind::RemindChoice, Owner::Sender),
        Awaited::Rerouting => (ClockKind::RemindReroute, Owner::Coordinator),
        Awaited::Recall => (ClockKind::ConfirmRecall, Owner::Receiver),
        Awaited::Closing => (ClockKind::RemindClosing, Owner::Sender),
    };
    let mut dues: Vec<_> = rules
        .reminders_at_percent
        .iter()
        .map(|share| part(deadline, *share, rules))
        .collect();
    dues.dedup();
    all.extend(dues.into_iter().map(|due| Clock { kind, due, owner }));
}

/// The moment at which a share of the time (percent) has passed. Working days are not cut: half of five is three.
fn part(deadline: &Deadline, percent: u8, rules: &Rules<'_>) -> Timestamp {
    if percent >= 100 {
        return deadline.due;
    }
    let moment = match deadline.span {
        Span::WorkingDays(days) => {
            let whole = (days.saturating_mul(u32::from(percent))).div_ceil(100);
            rules.calendar.add_working_days(deadline.from, whole)
        }
        Span::Hours(_) | Span::Days(_) => {
            let whole = deadline.from.duration_until(deadline.due).as_secs();
            let passed = SignedDuration::from_secs(whole / 100 * i64::from(percent));
            deadline.from.checked_add(passed).unwrap_or(deadline.due)
        }
    };
    moment.min(deadline.due)
}

/// Until the decision: the ladder and the end.
fn answer_clocks(referral: &Referral, deadline: &Deadline, rules: &Rules<'_>, all: &mut Vec<Clock>) {
    let Some(sent) = referral.milestones.sent_at else {
        return;
    };
    let times = rules.deadlines.of(referral.priority);
    let mut push = |kind, due, owner| all.push(Clock { kind, due, owner });
    let (e1, e2) = (
        times.escalate_e1.after(sent, rules.calendar),
        times.escalate_e2.after(sent, rules.calendar),
    );
    match referral.state {
        ReferralState::Sent { .. } => {
            push(ClockKind::EscalateE1, e1, Owner::ReceiverSupervisor);
            push(ClockKind::EscalateE2, e2, Owner::Coordinator);
        }
        // Whoever acknowledged in time is not reported before the decision is late.
        ReferralState::Acknowledged { .. } => {
            push(
                ClockKind::EscalateE1,
                e1.max(deadline.due),
                Owner::ReceiverSupervisor,
            );
            push(ClockKind::EscalateE2, e2.max(deadline.due), Owner::Coordinator);
        }
        ReferralState::InfoRequested { .. } => {
            push(
                ClockKind::InformationOverdue,
                deadline.due,
                Owner::SenderSupervisor,
            );
        }
        ReferralState::Waitlisted {
            reviewed_at,
            expected,
            ..
        } => {
            return waitlist_clocks(reviewed_at, expected, rules, all);
        }
        _ => return,
    }
    push(
        ClockKind::Expire,
        times.expire.after(sent, rules.calendar),
        Owner::Coordinator,
    );
}

/// The waiting list has a ladder and an end of its own (decisions §2).
fn waitlist_clocks(reviewed_at: Timestamp, expected: Date, rules: &Rules<'_>, all: &mut Vec<Clock>) {
    let review = rules.deadlines.waitlist_review;
    let missed = (0..rules.limits.missed_waitlist_reviews)
        .fold(reviewed_at, |from, _| review.after(from, rules.calendar));
    all.push(Clock {
        kind: ClockKind::WaitlistMissed,
        due: missed,
        owner: Owner::Coordinator,
    });
    let expected = end_of(expected, rules).unwrap_or(reviewed_at);
    let due = rules.deadlines.waitlist_expire.after(expected, rules.calendar);
    all.push(Clock {
        kind: ClockKind::WaitlistExpire,
        due,
        owner: Owner::Coordinator,
    });
}

/// After the decision: who is told when what was promised does not come.
fn after_answer_clocks(referral: &Referral, deadline: &Deadline, rules: &Rules<'_>, all: &mut Vec<Clock>) {
    let mut push = |kind, due, owner| all.push(Clock { kind, due, owner });
    match deadline.awaited {
        Awaited::Contact => push(ClockKind::ContactOverdue, deadline.due, Owner::ReceiverSupervisor),
        Awaited::Feedback => {
            push(ClockKind::ChaseFeedback, deadline.due, Owner::Sender);
            let patience = rules.deadlines.of(referral.priority).escalate_e2;
            let overdue = patience.after(deadline.due, rules.calendar);
            push(ClockKind::FeedbackOverdue, overdue, Owner::Coordinator);
        }
        Awaited::Reading => push(ClockKind::ReadingOverdue, deadline.due, Owner::SenderSupervisor),
        Awaited::Choice => push(ClockKind::ChoiceOverdue, deadline.due, Owner::SenderSupervisor),
        Awaited::Recall => {
            push(ClockKind::RecallOverdue, deadline.due, Owner::Coordinator);
            push(ClockKind::RemindClosing, deadline.due, Owner::Sender);
        }
        _ => {}
    }
}
