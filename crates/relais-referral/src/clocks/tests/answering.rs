use super::*;

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
