use super::*;

#[test]
fn a_decision_without_acknowledgement_acknowledges_too() {
    let world = World::default();
    for command in [
        accept(monday()),
        decline(DeclineReason::OutOfArea),
        waitlist(monday(), 5),
        ask(),
    ] {
        let (after, events) = world
            .give(&world.sent(Priority::Normal), command, later(monday(), 3))
            .unwrap();
        assert_eq!(after.milestones.acknowledged_at, Some(later(monday(), 3)));
        assert!(events.contains(&ReferralEvent::ReferralAcknowledged { implied: true }));
    }
}

#[test]
fn a_clock_that_was_set_back_does_not_turn_the_order_around() {
    let world = World::default();
    let (after, _) = world
        .give(
            &world.sent(Priority::Normal),
            Command::Acknowledge,
            later(monday(), -5),
        )
        .unwrap();
    assert_eq!(after.milestones.acknowledged_at, after.milestones.sent_at);
}

#[test]
fn waiting_list_and_questions_are_no_decisions() {
    let world = World::default();
    for command in [waitlist(monday(), 5), ask()] {
        let after = world.sent_then(Priority::Normal, vec![command]);
        assert_eq!(
            (after.milestones.decision, after.milestones.decided_at),
            (None, None)
        );
    }
}

#[test]
fn a_declined_referral_keeps_its_reason() {
    let world = World::default();
    for reason in DeclineReason::ALL
        .iter()
        .copied()
        .filter(|r| *r != DeclineReason::Other)
    {
        let closed = world.sent_then(
            Priority::Normal,
            vec![decline(reason), close(Settlement::NeedUnmet)],
        );
        assert_eq!(closed.kind(), StateKind::Closed);
        assert_eq!(closed.milestones.decision, Some(Decision::Declined(reason)));
    }
}

#[test]
fn a_declined_referral_waits_for_the_senders_choice() {
    let world = World::default();
    let declined = world.sent_then(Priority::Normal, vec![decline(DeclineReason::NoCapacity)]);
    let now = later(monday(), 5);
    assert_eq!(
        world
            .give(&declined, Command::Close { settlement: None }, now)
            .unwrap_err()
            .code,
        "ChoiceMissing"
    );
    let (unmet, events) = world.give(&declined, close(Settlement::NeedUnmet), now).unwrap();
    assert!(events.contains(&ReferralEvent::NeedMarkedUnmet));
    assert!(matches!(
        unmet.state,
        ReferralState::Closed {
            how: Closing::NeedUnmet,
            ..
        }
    ));
}

#[test]
fn a_redirected_referral_is_linked_both_ways_and_starts_anew() {
    let world = World::default();
    let declined = world.sent_then(Priority::Normal, vec![decline(DeclineReason::NoCapacity)]);
    let now = later(monday(), 5);
    let to = NewAddress {
        id: id(0x101),
        public_ref: PublicRef::from_uuid(uuid::Uuid::from_u128(0x201)),
        service: id(0x602),
        to_org: id(0xD),
        priority: Priority::Urgent,
    };
    let (new, _) = declined.redirected(to, world.version.clone(), now);
    let (old, events) = world
        .give(&declined, Command::Redirect { to: new.id }, now)
        .unwrap();
    assert!(
        matches!(old.state, ReferralState::Closed { how: Closing::Redirected { to }, .. } if to == new.id)
    );
    assert!(events.contains(&ReferralEvent::ReferralRedirected { to: new.id }));
    assert_eq!(
        (new.redirected_from, new.kind()),
        (Some(old.id), StateKind::Draft)
    );
    assert_eq!((new.case, new.need, new.to_org), (old.case, old.need, id(0xD)));
    assert_eq!((new.clearance, new.milestones.sent_at), (None, None));
}

#[test]
fn a_disputed_feedback_goes_back_into_service_and_has_to_be_read_again() {
    let world = World::default();
    let way = vec![
        accept(monday()),
        start(),
        outcome(OutcomeKind::Fully),
        feedback(),
        Command::Dispute {
            note: words("Désaccord-Test"),
        },
        outcome(OutcomeKind::Partly),
        feedback(),
    ];
    let again = world.sent_then(Priority::Normal, way);
    let person = close(Settlement::Person(PersonCheck::Confirmed));
    let now = later(monday(), 20);
    assert_eq!(
        world.give(&again, person.clone(), now).unwrap_err().code,
        "FeedbackNotRead"
    );
    let closed = world.follow(again, vec![Command::ReadFeedback, person], now);
    let how = Closing::Answered {
        outcome: OutcomeKind::Partly,
        person: PersonCheck::Confirmed,
    };
    assert!(matches!(closed.state, ReferralState::Closed { how: h, .. } if h == how));
}

#[test]
fn acceptance_takes_a_place_and_end_no_show_and_withdrawal_give_it_back() {
    let world = World::default();
    let now = later(monday(), 2);
    let (accepted, events) = world
        .give(&world.sent(Priority::Urgent), accept(now), now)
        .unwrap();
    assert!(events.contains(&ReferralEvent::PlaceTaken));
    let ends = [
        vec![Command::RecordNoShow { note: None }],
        vec![withdraw()],
        vec![outcome(OutcomeKind::Not)],
    ];
    for mut way in ends
        .into_iter()
        .chain([vec![start(), outcome(OutcomeKind::Fully)]])
    {
        let last = way.pop().unwrap();
        let before = world.follow(accepted.clone(), way, now);
        let (_, events) = world.give(&before, last, later(now, 9)).unwrap();
        assert!(events.contains(&ReferralEvent::PlaceGivenBack), "{events:?}");
    }
}

#[test]
fn taking_back_recalls_what_was_sent_and_waits_for_the_confirmation() {
    // DP-07
    let world = World::default();
    for command in [withdraw(), Command::Cancel] {
        let now = later(monday(), 2);
        let (back, events) = world.give(&world.sent(Priority::Urgent), command, now).unwrap();
        assert!(events.contains(&ReferralEvent::RecallSent {
            due: later(now, 5 * 24)
        }));
        let close = Command::Close { settlement: None };
        assert_eq!(
            world.give(&back, close.clone(), later(now, 24)).unwrap_err().code,
            "RecallNotConfirmed"
        );
        let confirmed = world.follow(back.clone(), vec![Command::ConfirmRecall], later(now, 24));
        assert_eq!(
            world
                .follow(confirmed, vec![close.clone()], later(now, 25))
                .kind(),
            StateKind::Closed
        );
        let unconfirmed = world.follow(back, vec![close], later(now, 5 * 24));
        let pending = Closing::Withdrawn {
            recall: Recall::Pending,
        };
        let cancelled = Closing::Cancelled {
            recall: Recall::Pending,
        };
        assert!(
            matches!(unconfirmed.state, ReferralState::Closed { how, .. } if how == pending || how == cancelled)
        );
    }
}

#[test]
fn consent_that_runs_out_takes_back_without_anybody() {
    // DP-07
    let world = World::default();
    let in_service = world.sent_then(Priority::Normal, vec![accept(monday()), start()]);
    let expired = Command::Withdraw {
        cause: WithdrawalCause::ConsentExpired,
    };
    let context = world.context(later(monday(), 48), Side::Clockwork);
    let (back, _) = in_service.apply(expired, &context).unwrap();
    assert!(matches!(
        back.state,
        ReferralState::Withdrawn {
            recall: Recall::Pending,
            ..
        }
    ));
}

#[test]
fn free_words_stand_in_the_notes_and_nowhere_else() {
    // DP-19, decisions §10: everything but the notes stands in clear.
    let world = World::default();
    let secret = "Personne-Test 1 ne doit pas paraître";
    let way = vec![
        Command::RequestInformation {
            question: words(secret),
        },
        Command::AnswerInformation {
            answer: Some(words(secret)),
        },
        Command::Accept {
            plan: appointment(monday()),
            terms: Terms::default(),
            note: Some(words(secret)),
        },
        start(),
        Command::ReportProgress {
            expected_end: None,
            note: Some(words(secret)),
        },
    ];
    let mut referral = world.sent(Priority::Urgent);
    for (command, hours) in way.into_iter().zip(1..) {
        let (after, events) = world.give(&referral, command, later(monday(), hours)).unwrap();
        assert!(!serde_json::to_string(&events).unwrap().contains("Personne-Test"));
        referral = after;
    }
    assert_eq!(referral.notes.len(), 4);
    assert!(!format!("{referral:?}").contains("Personne-Test"));
    referral.notes.clear();
    assert!(
        !serde_json::to_string(&referral)
            .unwrap()
            .contains("Personne-Test")
    );
}

#[test]
fn every_state_survives_being_stored() {
    let world = World::default();
    for (name, referral) in everywhere(&world, Priority::Urgent) {
        let stored = serde_json::to_string(&referral).unwrap();
        assert_eq!(
            serde_json::from_str::<Referral>(&stored).unwrap(),
            referral,
            "{name}"
        );
    }
}
