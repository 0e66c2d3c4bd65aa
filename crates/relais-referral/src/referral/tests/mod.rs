//! What the life cycle lets happen and what it does not.

mod guards;
mod matrix;
mod pack;
mod walks;
mod ways;

use relais_kernel::Priority;

use super::*;
use crate::fixtures::*;

/// A referral in every state, and in the variants of a state that guards tell apart; sent on Monday at nine.
pub(crate) fn everywhere(world: &World, priority: Priority) -> Vec<(&'static str, Referral)> {
    let then = |commands| world.sent_then(priority, commands);
    let start_of = monday();
    let accepted = || vec![accept(later(start_of, 48))];
    let served = |kind| [accepted(), vec![start(), outcome(kind)]].concat();
    let missed = |times: usize| {
        let rebook = Command::Rebook {
            plan: appointment(later(start_of, 48)),
            note: None,
        };
        let again = vec![rebook, Command::RecordNoShow { note: None }];
        let first = [accepted(), vec![Command::RecordNoShow { note: None }]].concat();
        (1..times).fold(first, |so_far, _| [so_far, again.clone()].concat())
    };
    let with_feedback = |more: Vec<Command>| [served(OutcomeKind::Fully), vec![feedback()], more].concat();
    let mut all = vec![
        ("draft", draft(priority)),
        ("ready", world.ready(priority)),
        ("sent", then(vec![])),
        ("acknowledged", then(vec![Command::Acknowledge])),
    ];
    if priority != Priority::Emergency {
        all.push(("info_requested", then(vec![ask()])));
        let answered = Command::AnswerInformation { answer: None };
        let twice = vec![ask(), answered.clone(), ask(), answered];
        all.push(("acknowledged, asked twice", then(twice)));
    }
    all.extend([
        ("waitlisted", then(vec![waitlist(start_of, 10)])),
        ("accepted", then(accepted())),
        (
            "accepted, contacted",
            then([accepted(), vec![Command::RecordContact]].concat()),
        ),
        ("no_show, first", then(missed(1))),
        ("no_show, third", then(missed(3))),
        ("in_service", then([accepted(), vec![start()]].concat())),
        ("provided", then(served(OutcomeKind::Fully))),
        ("partly_provided", then(served(OutcomeKind::Partly))),
        ("not_provided", then(served(OutcomeKind::Not))),
        ("feedback_given, unread", then(with_feedback(vec![]))),
        (
            "feedback_given, read",
            then(with_feedback(vec![Command::ReadFeedback])),
        ),
        (
            "in_service, disputed",
            then(with_feedback(vec![Command::Dispute {
                note: words("Désaccord-Test"),
            }])),
        ),
        ("declined", then(vec![decline(DeclineReason::NoCapacity)])),
        ("expired", expired(world, priority)),
        ("withdrawn, not confirmed", then(vec![withdraw()])),
        (
            "withdrawn, confirmed",
            then(vec![withdraw(), Command::ConfirmRecall]),
        ),
        (
            "cancelled, never sent",
            world.follow(draft(priority), vec![Command::Cancel], start_of),
        ),
        ("cancelled, not confirmed", then(vec![Command::Cancel])),
        (
            "cancelled, confirmed",
            then(vec![Command::Cancel, Command::ConfirmRecall]),
        ),
        (
            "closed",
            then(vec![
                decline(DeclineReason::NoCapacity),
                close(Settlement::NeedUnmet),
            ]),
        ),
    ]);
    all
}

pub(super) fn expired(world: &World, priority: Priority) -> Referral {
    world
        .give(&world.sent(priority), Command::Expire, later(monday(), 24 * 40))
        .unwrap()
        .0
}

/// Every command in forms that no guard of its own holds, and in those that one does; `now` is when they are given.
pub(crate) fn every_command(referral: &Referral, now: Timestamp) -> Vec<(&'static str, Command)> {
    let mut ready = referral.clone();
    ready.state = ReferralState::Ready { ready_at: now };
    let clearance = || Box::new(clearance(&ready));
    let person = Settlement::Person(PersonCheck::Confirmed);
    let reason = DeclineReason::NotEligible;
    vec![
        ("mark ready", Command::MakeReady),
        ("return to draft", Command::ReturnToDraft),
        (
            "send",
            Command::Send {
                channel: Channel::App,
                clearance: clearance(),
            },
        ),
        (
            "send by telephone",
            Command::Send {
                channel: Channel::Phone,
                clearance: clearance(),
            },
        ),
        (
            "confirm in writing",
            Command::ConfirmInWriting {
                channel: Channel::Email,
            },
        ),
        ("acknowledge", Command::Acknowledge),
        ("ask for information", ask()),
        ("give information", Command::AnswerInformation { answer: None }),
        ("waitlist", waitlist(now, 10)),
        (
            "review waitlist",
            Command::ReviewWaitlist {
                expected: day_after(now, 20),
            },
        ),
        ("accept", accept(now)),
        ("decline", decline(reason)),
        ("decline, other without words", decline(DeclineReason::Other)),
        ("record contact", Command::RecordContact),
        ("record no-show", Command::RecordNoShow { note: None }),
        (
            "rebook",
            Command::Rebook {
                plan: appointment(now),
                note: None,
            },
        ),
        ("start service", start()),
        (
            "report progress",
            Command::ReportProgress {
                expected_end: None,
                note: None,
            },
        ),
        ("record provided", outcome(OutcomeKind::Fully)),
        ("record partly provided", outcome(OutcomeKind::Partly)),
        ("record not provided", outcome(OutcomeKind::Not)),
        ("give feedback", feedback()),
        ("read feedback", Command::ReadFeedback),
        (
            "dispute",
            Command::Dispute {
                note: words("Désaccord-Test"),
            },
        ),
        ("close, nothing said", Command::Close { settlement: None }),
        ("close, person confirmed", close(person)),
        ("close, need unmet", close(Settlement::NeedUnmet)),
        ("redirect", Command::Redirect { to: id(0x101) }),
        ("withdraw", withdraw()),
        ("cancel", Command::Cancel),
        ("confirm recall", Command::ConfirmRecall),
        ("expire", Command::Expire),
    ]
}
