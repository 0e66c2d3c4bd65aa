use relais_kernel::{Clock as _, FixedClock, Priority, Timestamp};

use super::*;
use crate::fixtures::*;
use crate::referral::{Command, ContactPlan, ReferralEvent, ReferralState, StateKind, Words};

fn dues(world: &World, referral: &Referral) -> Vec<(ClockKind, Timestamp)> {
    clocks(referral, &world.rules())
        .into_iter()
        .map(|c| (c.kind, c.due))
        .collect()
}

/// Sent at this moment instead of on Monday.
fn sent_at(world: &World, priority: Priority, moment: &str) -> Referral {
    let mut ready = world.ready(priority);
    ready.changed_at = at(moment);
    let send = send(&ready);
    world.follow(ready, vec![send], at(moment))
}

/// What due clocks did by `now`, in order, with the referral they left.
fn run(world: &World, mut referral: Referral, now: Timestamp) -> (Referral, Vec<ReferralEvent>) {
    let mut all = Vec::new();
    while let Some(clock) = due_now(&referral, &world.rules(), now).first().copied() {
        let fire = Command::Fire {
            clock: clock.kind,
            due: clock.due,
        };
        let (after, events) = world.give(&referral, fire, now).unwrap();
        all.extend(events);
        referral = after;
    }
    (referral, all)
}

#[test]
fn an_emergency_runs_in_hours_over_the_weekend() {
    // Friday 20 November 2026, 17:00 in Douala.
    let world = World::default();
    let sent = sent_at(&world, Priority::Emergency, "2026-11-20T16:00:00Z");
    assert_eq!(
        dues(&world, &sent),
        [
            (ClockKind::RemindAcknowledge, at("2026-11-20T17:00:00Z")),
            (ClockKind::RemindAcknowledge, at("2026-11-20T18:00:00Z")),
            (ClockKind::EscalateE1, at("2026-11-20T18:00:00Z")),
            (ClockKind::EscalateE2, at("2026-11-21T16:00:00Z")),
            (ClockKind::Expire, at("2026-11-23T16:00:00Z")),
        ]
    );
}

#[test]
fn a_normal_referral_runs_in_working_days_over_weekend_and_holiday() {
    // Friday 15 May 2026, 10:00 in Douala; Wednesday the 20th is the national day.
    let world = World::default();
    let sent = sent_at(&world, Priority::Normal, "2026-05-15T09:00:00Z");
    assert_eq!(sent.milestones.acknowledge_due, Some(at("2026-05-19T09:00:00Z")));
    let decide = decide_due(&sent, &world.rules());
    assert_eq!(decide, Some(at("2026-05-25T09:00:00Z")));
    assert_eq!(
        dues(&world, &sent),
        [
            (ClockKind::RemindAcknowledge, at("2026-05-18T09:00:00Z")),
            (ClockKind::RemindAcknowledge, at("2026-05-19T09:00:00Z")),
            (ClockKind::EscalateE1, at("2026-05-25T09:00:00Z")),
            (ClockKind::EscalateE2, at("2026-06-01T09:00:00Z")),
            (ClockKind::Expire, at("2026-06-14T09:00:00Z")),
        ]
    );
}

#[test]
fn what_is_sent_on_a_saturday_counts_from_monday() {
    let world = World::default();
    let sent = sent_at(&world, Priority::Normal, "2026-11-21T10:00:00Z");
    assert_eq!(sent.milestones.acknowledge_due, Some(at("2026-11-24T23:00:00Z")));
}

#[test]
fn whoever_acknowledged_is_not_reported_before_the_decision_is_late() {
    let world = World::default();
    let acknowledged = world.sent_then(Priority::Emergency, vec![Command::Acknowledge]);
    let at_hours = |kind| {
        let clock = clocks(&acknowledged, &world.rules())
            .into_iter()
            .find(|c| c.kind == kind)
            .unwrap();
        monday().duration_until(clock.due).as_hours()
    };
    assert_eq!(
        (at_hours(ClockKind::EscalateE1), at_hours(ClockKind::EscalateE2)),
        (24, 24)
    );
    assert_eq!(at_hours(ClockKind::Expire), 72);
}

#[test]
fn silence_is_reminded_escalated_twice_expired_and_rerouted() {
    let world = World::default();
    let clock = FixedClock::at(monday());
    let mut referral = world.sent(Priority::Urgent);
    let mut seen = Vec::new();
    for _ in 0..8 * 24 {
        clock.advance(jiff::SignedDuration::from_hours(1));
        let (after, events) = run(&world, referral, clock.now());
        seen.extend(events);
        referral = after;
    }
    let names: Vec<_> =
        seen.iter()
            .map(|event| match event {
                ReferralEvent::ReminderSent { clock, .. }
                | ReferralEvent::ReferralEscalated { clock, .. } => clock.code(),
                ReferralEvent::ReferralExpired { acknowledged: false } => "expired",
                ReferralEvent::ReroutingAsked => "rerouting",
                other => panic!("{other:?}"),
            })
            .collect();
    assert_eq!(
        names,
        [
            "remind_acknowledge",
            "remind_acknowledge",
            "escalate_e1",
            "escalate_e2",
            "expired",
            "rerouting",
            "remind_reroute",
            "remind_reroute",
        ]
    );
    assert!(matches!(
        referral.state,
        ReferralState::Expired {
            acknowledged: false,
            ..
        }
    ));
    assert_eq!(whose_turn(&referral), Turn::Coordinator);
}

#[test]
fn a_clock_acts_once_however_often_the_worker_comes() {
    let world = World::default();
    let now = later(monday(), 30);
    let (first, events) = run(&world, world.sent(Priority::Urgent), now);
    assert_eq!(events.len(), 2);
    assert_eq!(run(&world, first.clone(), now), (first.clone(), vec![]));
    let again = Command::Fire {
        clock: ClockKind::EscalateE1,
        due: later(monday(), 24),
    };
    assert_eq!(world.give(&first, again, now).unwrap_err().code, "AlreadyFired");
    let early = Command::Fire {
        clock: ClockKind::EscalateE2,
        due: later(monday(), 72),
    };
    assert_eq!(world.give(&first, early, now).unwrap_err().code, "StillInTime");
    let moved = Command::Fire {
        clock: ClockKind::EscalateE2,
        due: later(monday(), 71),
    };
    assert_eq!(
        world.give(&first, moved, now).unwrap_err().code,
        "NotPossibleInThisState"
    );
}

#[test]
fn after_a_standstill_nobody_is_flooded() {
    let world = World::default();
    let (expired, events) = run(&world, world.sent(Priority::Urgent), later(monday(), 24 * 7));
    assert_eq!(
        events,
        [
            ReferralEvent::ReferralExpired { acknowledged: false },
            ReferralEvent::ReroutingAsked
        ]
    );
    assert_eq!(run(&world, expired, later(monday(), 24 * 30)).1.len(), 1);
}

#[test]
fn the_next_act_of_whoever_was_silent_settles_the_escalation() {
    let world = World::default();
    let (escalated, _) = run(&world, world.sent(Priority::Urgent), later(monday(), 80));
    assert_eq!(escalated.escalation.map(|e| e.level), Some(EscalationLevel::E2));
    let (answered, events) = world
        .give(&escalated, Command::Acknowledge, later(monday(), 81))
        .unwrap();
    assert!(events.contains(&ReferralEvent::EscalationSettled {
        level: EscalationLevel::E2
    }));
    assert_eq!(answered.escalation, None);
}

#[test]
fn a_question_stops_the_decision_clock_and_starts_the_senders() {
    let world = World::default();
    let asked = world.sent_then(Priority::Urgent, vec![ask()]);
    assert_eq!(whose_turn(&asked), Turn::Sender);
    assert_eq!(
        dues(&world, &asked),
        [
            (ClockKind::CompleteInformation, later(monday(), 25)),
            (ClockKind::CompleteInformation, later(monday(), 49)),
            (ClockKind::InformationOverdue, later(monday(), 49)),
            (ClockKind::Expire, later(monday(), 7 * 24)),
        ]
    );
    let answer = Command::AnswerInformation {
        answer: Words::new("Réponse-Test").unwrap(),
    };
    let answered = world.follow(asked, vec![answer], later(monday(), 31));
    assert_eq!(
        decide_due(&answered, &world.rules()),
        Some(later(monday(), 72 + 30))
    );
}

#[test]
fn working_days_of_a_pause_are_given_back_as_working_days() {
    // Sent Monday 2 March 9:00; asked Friday 10:00; answered Tuesday 10:00: two working days were lost.
    let world = World::default();
    let (asked_at, answered_at) = (at("2026-03-06T09:00:00Z"), at("2026-03-10T09:00:00Z"));
    let asked = world.follow(world.sent(Priority::Normal), vec![ask()], asked_at);
    let answered = world.follow(
        asked,
        vec![Command::AnswerInformation { answer: None }],
        answered_at,
    );
    assert_eq!(
        decide_due(&answered, &world.rules()),
        Some(at("2026-03-11T08:00:00Z"))
    );
}

#[test]
fn the_sender_who_does_not_answer_a_question_is_escalated_then_it_expires() {
    let world = World::default();
    let asked = world.sent_then(Priority::Normal, vec![ask()]);
    let (late, events) = run(&world, asked, later(monday(), 24 * 6));
    let escalated = ReferralEvent::ReferralEscalated {
        level: EscalationLevel::E1,
        clock: ClockKind::InformationOverdue,
        to: Owner::SenderSupervisor,
    };
    assert!(events.contains(&escalated));
    let (expired, _) = run(&world, late, later(monday(), 24 * 31));
    assert!(matches!(
        expired.state,
        ReferralState::Expired {
            acknowledged: true,
            ..
        }
    ));
}

#[test]
fn a_waiting_list_is_reviewed_every_two_weeks_and_two_missed_reviews_reach_the_coordinator() {
    let world = World::default();
    let waiting = world.sent_then(Priority::Normal, vec![waitlist(monday(), 45)]);
    let since = later(monday(), 1);
    let days = |n: i64| later(since, 24 * n);
    assert_eq!(
        dues(&world, &waiting),
        [
            (ClockKind::WaitlistReview, days(14)),
            (ClockKind::WaitlistMissed, days(28)),
            // End of 16 April in Douala, plus thirty days.
            (ClockKind::WaitlistExpire, at("2026-05-16T23:00:00Z")),
        ]
    );
    let (missed, _) = run(&world, waiting.clone(), days(28));
    assert_eq!(
        missed.escalation.map(|e| (e.level, e.owed_by)),
        Some((EscalationLevel::E2, Side::Receiver))
    );
    let review = Command::ReviewWaitlist {
        expected: day_after(days(29), 30),
    };
    let reviewed = world.follow(missed, vec![review], days(29));
    assert_eq!(reviewed.escalation, None);
    assert_eq!(next_due(&reviewed, &world.rules()), Some(days(29 + 14)));
    let (expired, _) = run(&world, waiting, days(24 * 5));
    assert_eq!(expired.kind(), StateKind::Expired);
}

#[test]
fn somebody_off_the_waiting_list_is_contacted_within_the_time_from_acceptance() {
    let world = World::default();
    let waiting = world.sent_then(Priority::Normal, vec![waitlist(monday(), 45)]);
    let accepted_at = later(monday(), 24 * 40);
    let accepted = world.follow(waiting, vec![accept(accepted_at)], accepted_at);
    assert_eq!(
        contact_due(&accepted, &world.rules()),
        Some(later(accepted_at, 24 * 14))
    );
}

#[test]
fn a_new_appointment_after_a_no_show_moves_the_first_contact() {
    let world = World::default();
    let missed = vec![accept(monday()), Command::RecordNoShow { note: None }];
    let missed = world.sent_then(Priority::Urgent, missed);
    let plan = ContactPlan::Appointment {
        at: later(monday(), 24 * 6),
    };
    let rebooked = world.follow(
        missed,
        vec![Command::Rebook { plan, note: None }],
        later(monday(), 30),
    );
    assert_eq!(
        contact_due(&rebooked, &world.rules()),
        Some(later(monday(), 24 * 6))
    );
    let first = world.sent_then(
        Priority::Urgent,
        vec![Command::Accept {
            plan,
            terms: crate::referral::Terms::default(),
            note: None,
        }],
    );
    assert_eq!(contact_due(&first, &world.rules()), Some(later(monday(), 72)));
}

#[test]
fn feedback_is_counted_from_sending_or_from_first_contact() {
    let world = World::default();
    for (priority, hours) in [
        (Priority::Emergency, 48),
        (Priority::Urgent, 7 * 24),
        (Priority::Normal, 2 + 14 * 24),
    ] {
        let served = world.sent_then(priority, vec![accept(monday()), start()]);
        assert_eq!(
            feedback_due(&served, &world.rules()),
            Some(later(monday(), hours)),
            "{priority:?}"
        );
    }
}

#[test]
fn a_long_service_reports_on_the_way_and_at_its_end() {
    let world = World::default();
    let served = world.sent_then(Priority::Normal, vec![accept(monday()), start()]);
    let reported_at = later(monday(), 24 * 10);
    let end = day_after(monday(), 120);
    let report = Command::ReportProgress {
        expected_end: Some(end),
        note: None,
    };
    let reported = world.follow(served.clone(), vec![report], reported_at);
    assert_eq!(
        feedback_due(&reported, &world.rules()),
        Some(at("2026-06-30T23:00:00Z"))
    );
    let over = Command::ReportProgress {
        expected_end: Some(day_after(monday(), 9)),
        note: None,
    };
    let overrun = world.follow(served.clone(), vec![over], reported_at);
    assert_eq!(
        feedback_due(&overrun, &world.rules()),
        Some(later(reported_at, 24 * 14))
    );
    let open_ended = Command::ReportProgress {
        expected_end: None,
        note: None,
    };
    let reported = world.follow(served, vec![open_ended], reported_at);
    assert_eq!(
        feedback_due(&reported, &world.rules()),
        Some(later(reported_at, 24 * 14))
    );
}

#[test]
fn what_was_told_by_telephone_is_asked_for_in_writing() {
    let world = World::default();
    let ready = world.ready(Priority::Emergency);
    let clearance = Box::new(clearance(&ready));
    let call = Command::Send {
        channel: crate::referral::Channel::Phone,
        clearance,
    };
    let sent = world.follow(ready, vec![call], monday());
    assert!(dues(&world, &sent).contains(&(ClockKind::RemindWriting, later(monday(), 24))));
    let confirm = Command::ConfirmInWriting {
        channel: crate::referral::Channel::Email,
    };
    let written = world.follow(sent, vec![confirm], later(monday(), 1));
    assert!(
        !dues(&world, &written)
            .iter()
            .any(|(kind, _)| *kind == ClockKind::RemindWriting)
    );
}

#[test]
fn a_recall_nobody_confirms_reaches_the_coordinator_and_frees_the_sender() {
    // DP-07
    let world = World::default();
    let back = world.sent_then(Priority::Normal, vec![withdraw()]);
    let five_days = later(monday(), 1 + 5 * 24);
    let (overdue, events) = run(&world, back, five_days);
    assert!(events.iter().any(|e| matches!(
        e,
        ReferralEvent::ReferralEscalated {
            to: Owner::Coordinator,
            ..
        }
    )));
    let owners: Vec<_> = clocks(&overdue, &world.rules())
        .iter()
        .map(|c| (c.kind, c.owner))
        .collect();
    assert!(owners.contains(&(ClockKind::RemindClosing, Owner::Sender)));
}

#[test]
fn late_is_said_after_the_deadline_and_not_at_it() {
    let world = World::default();
    let sent = world.sent(Priority::Urgent);
    assert_eq!(late(&sent, &world.rules(), later(monday(), 24)), None);
    let overdue = late(&sent, &world.rules(), later(monday(), 25)).unwrap();
    assert_eq!(
        (overdue.awaited, overdue.owed_by),
        (Awaited::Acknowledgement, Side::Receiver)
    );
}

#[test]
fn a_pack_that_calls_for_no_reminders_still_escalates() {
    let world = World {
        percents: vec![],
        ..World::default()
    };
    let kinds: Vec<_> = dues(&world, &world.sent(Priority::Urgent))
        .into_iter()
        .map(|(kind, _)| kind)
        .collect();
    assert_eq!(
        kinds,
        [ClockKind::EscalateE1, ClockKind::EscalateE2, ClockKind::Expire]
    );
}
