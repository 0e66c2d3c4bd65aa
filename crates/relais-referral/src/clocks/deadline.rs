use relais_kernel::{Priority, Span, Timestamp};
use serde::{Deserialize, Serialize};

use super::Turn;
use crate::coded::coded;
use crate::referral::{
    ContactPlan, Milestones, Pause, Recall, Referral, ReferralState, Rules, Side, StateKind,
};

coded! {
    /// What a referral waits for.
    Awaited {
        Sending = "sending", "l’envoi", "sending";
        Acknowledgement = "acknowledgement", "l’accusé de réception", "acknowledgement";
        Decision = "decision", "la décision", "the decision";
        Information = "information", "le complément", "the information asked for";
        WaitlistReview = "waitlist_review", "la revue de la liste d’attente", "the review of the waiting list";
        Contact = "contact", "le premier contact", "the first contact";
        Rebooking = "rebooking", "la suite de l’absence", "what follows the no-show";
        Feedback = "feedback", "le retour", "the feedback";
        Reading = "reading", "la lecture du retour et la clôture", "reading the feedback and closing";
        Choice = "choice", "le choix : réorienter ou besoin non couvert", "the choice: redirect or need unmet";
        Rerouting = "rerouting", "la réorientation par la coordination", "rerouting by the coordination";
        Recall = "recall", "la confirmation du rappel", "confirmation of the recall";
        Closing = "closing", "la clôture", "closing";
    }
}

/// What is owed, by whom and by when. At every moment a referral that is not at its end owes exactly one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    pub awaited: Awaited,
    pub owed_by: Side,
    /// Since when it has been owed.
    pub from: Timestamp,
    /// The time allowed, before pauses and appointments moved the end.
    pub span: Span,
    pub due: Timestamp,
}

impl Awaited {
    pub const fn owed_by(self) -> Side {
        match self {
            Self::Sending | Self::Information | Self::Reading | Self::Choice | Self::Closing => Side::Sender,
            Self::Rerouting => Side::Coordinator,
            Self::Acknowledgement
            | Self::Decision
            | Self::WaitlistReview
            | Self::Contact
            | Self::Rebooking
            | Self::Feedback
            | Self::Recall => Side::Receiver,
        }
    }
}

/// What a referral waits for, from what stands in clear of it: lists need no body. It says the same as
/// [`deadline`].
pub const fn awaited(state: StateKind, contacted: bool, turn: Turn) -> Option<Awaited> {
    Some(match state {
        StateKind::Draft | StateKind::Ready => Awaited::Sending,
        StateKind::Sent => Awaited::Acknowledgement,
        StateKind::Acknowledged => Awaited::Decision,
        StateKind::InfoRequested => Awaited::Information,
        StateKind::Waitlisted => Awaited::WaitlistReview,
        StateKind::NoShow => Awaited::Rebooking,
        StateKind::Accepted if !contacted => Awaited::Contact,
        StateKind::Accepted
        | StateKind::InService
        | StateKind::Provided
        | StateKind::PartlyProvided
        | StateKind::NotProvided => Awaited::Feedback,
        StateKind::FeedbackGiven => Awaited::Reading,
        StateKind::Declined => Awaited::Choice,
        StateKind::Expired => Awaited::Rerouting,
        StateKind::Withdrawn | StateKind::Cancelled => match turn {
            Turn::Receiver => Awaited::Recall,
            Turn::Sender => Awaited::Closing,
            Turn::Coordinator | Turn::Nobody => return None,
        },
        StateKind::Closed => return None,
    })
}

/// What the referral waits for now; `None` at its end.
pub fn deadline(referral: &Referral, rules: &Rules<'_>) -> Option<Deadline> {
    let (awaited, from, span) = owed(referral, rules)?;
    let due = match awaited {
        Awaited::Decision => decide_due(referral, rules)?,
        Awaited::Contact => contact_due(referral, rules)?,
        Awaited::Feedback => feedback_due(referral, rules)?,
        _ => span.after(from, rules.calendar),
    };
    Some(Deadline {
        awaited,
        owed_by: awaited.owed_by(),
        from,
        span,
        due,
    })
}

/// What is owed, since when, and the time allowed for it.
fn owed(referral: &Referral, rules: &Rules<'_>) -> Option<(Awaited, Timestamp, Span)> {
    use ReferralState as State;
    let (times, moments) = (rules.deadlines.of(referral.priority), &referral.milestones);
    let sent = moments.sent_at.unwrap_or(moments.drafted_at);
    Some(match referral.state {
        State::Draft => (Awaited::Sending, moments.drafted_at, times.acknowledge),
        State::Ready { ready_at } => (Awaited::Sending, ready_at, times.acknowledge),
        State::Sent { .. } => (Awaited::Acknowledgement, sent, times.acknowledge),
        State::Acknowledged { .. } => (Awaited::Decision, sent, times.decide),
        State::InfoRequested { asked_at: at, .. } => (
            Awaited::Information,
            at,
            times.complete.unwrap_or(times.acknowledge),
        ),
        State::Waitlisted { reviewed_at: at, .. } => {
            (Awaited::WaitlistReview, at, rules.deadlines.waitlist_review)
        }
        State::NoShow { at, .. } => (Awaited::Rebooking, at, times.contact),
        State::Accepted { .. } if moments.first_contact_at.is_none() => {
            (Awaited::Contact, counted_from(moments), times.contact)
        }
        State::Accepted { .. }
        | State::InService { .. }
        | State::Provided { .. }
        | State::PartlyProvided { .. }
        | State::NotProvided { .. } => {
            let reached = moments.progress_at.or(moments.first_contact_at);
            (Awaited::Feedback, reached.unwrap_or(sent), times.feedback)
        }
        State::FeedbackGiven { at, .. } => (Awaited::Reading, at, times.feedback),
        State::Declined { at, .. } => (Awaited::Choice, at, times.acknowledge),
        State::Expired { at, .. } => (Awaited::Rerouting, at, times.acknowledge),
        State::Withdrawn { at, recall } | State::Cancelled { at, recall } => match recall {
            Recall::Pending => (Awaited::Recall, at, rules.recall),
            Recall::Confirmed => (
                Awaited::Closing,
                moments.recall_confirmed_at.unwrap_or(at),
                times.acknowledge,
            ),
            Recall::NotNeeded => return None,
        },
        State::Closed { .. } => return None,
    })
}

/// The deadline of the decision: counted from sending, without the time the receiver waited for information;
/// `None` before sending.
pub fn decide_due(referral: &Referral, rules: &Rules<'_>) -> Option<Timestamp> {
    let sent = referral.milestones.sent_at?;
    let span = rules.deadlines.of(referral.priority).decide;
    let due = span.after(sent, rules.calendar);
    Some(
        referral
            .milestones
            .pauses
            .iter()
            .fold(due, |due, pause| resumed(due, span, *pause, rules)),
    )
}

/// A deadline moved by a pause: by its length in hours and days, by the working days it touched in working days.
fn resumed(due: Timestamp, span: Span, pause: Pause, rules: &Rules<'_>) -> Timestamp {
    let Span::WorkingDays(_) = span else {
        return due
            .checked_add(pause.from.duration_until(pause.to))
            .unwrap_or(Timestamp::MAX);
    };
    let (mut day, last) = (
        rules.calendar.date_of(pause.from),
        rules.calendar.date_of(pause.to),
    );
    let mut days = 0;
    while day < last {
        day = day.tomorrow().unwrap_or(last);
        days += u32::from(rules.calendar.is_working_day(day));
    }
    if days == 0 {
        due
    } else {
        rules.calendar.add_working_days(due, days)
    }
}

/// The deadline of the first contact: counted from sending, or from acceptance for somebody who came off the
/// waiting list; a new appointment after a no-show counts as it was given.
pub fn contact_due(referral: &Referral, rules: &Rules<'_>) -> Option<Timestamp> {
    referral.milestones.sent_at?;
    let span = rules.deadlines.of(referral.priority).contact;
    let due = span.after(counted_from(&referral.milestones), rules.calendar);
    match referral.state {
        ReferralState::Accepted {
            plan: ContactPlan::Appointment { at },
            no_shows: 1..,
            ..
        } => Some(due.max(at)),
        _ => Some(due),
    }
}

/// The deadline of the feedback (decisions §3): from sending for emergency and urgent, from the first contact for
/// normal; once progress was reported, at the service's expected end, or again after the same time.
pub fn feedback_due(referral: &Referral, rules: &Rules<'_>) -> Option<Timestamp> {
    let milestones = &referral.milestones;
    let span = rules.deadlines.of(referral.priority).feedback;
    let after = |from: Timestamp| span.after(from, rules.calendar);
    let first = match referral.priority {
        Priority::Emergency | Priority::Urgent => after(counted_from(milestones)),
        Priority::Normal => after(milestones.first_contact_at.or(milestones.outcome_at)?),
    };
    match referral.state {
        ReferralState::InService {
            since,
            disputed: true,
            ..
        } => Some(after(since)),
        ReferralState::InService { expected_end, .. } => {
            let Some(progress) = milestones.progress_at else {
                return Some(first);
            };
            let end = expected_end
                .and_then(|day| end_of(day, rules))
                .filter(|end| *end > progress);
            Some(end.unwrap_or_else(|| after(progress)).max(first))
        }
        _ => Some(first.max(milestones.outcome_at.unwrap_or(first))),
    }
}

/// Where contact and feedback are counted from.
fn counted_from(milestones: &Milestones) -> Timestamp {
    let sent = milestones.sent_at.unwrap_or(milestones.drafted_at);
    match (milestones.waitlisted_at, milestones.decided_at) {
        (Some(_), Some(decided)) => decided,
        _ => sent,
    }
}

/// The end of a day where the mechanism is.
pub(super) fn end_of(day: relais_kernel::Date, rules: &Rules<'_>) -> Option<Timestamp> {
    let next = day.tomorrow().ok()?;
    next.to_zoned(rules.calendar.zone()).ok().map(|z| z.timestamp())
}
