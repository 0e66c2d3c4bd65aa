use super::*;

fn refused(world: &World, referral: &Referral, command: Command, hours: i64) -> String {
    world
        .give(referral, command, later(monday(), hours))
        .unwrap_err()
        .code
}

#[test]
fn nothing_is_sent_with_a_clearance_given_for_something_else() {
    let world = World::default();
    let ready = world.ready(Priority::Normal);
    for change in [
        |r: &mut Referral| r.to_org = id(0xC),
        |r: &mut Referral| r.service = id(0x601),
        |r: &mut Referral| r.id = id(0x102),
        |r: &mut Referral| r.disclosure = Disclosure::Pseudonymous,
        |r: &mut Referral| r.purpose = Purpose::RESEARCH,
        |r: &mut Referral| r.priority = Priority::Urgent,
    ] {
        let mut other = ready.clone();
        change(&mut other);
        assert_eq!(refused(&world, &other, send(&ready), 1), "NotCleared");
    }
    assert!(world.give(&ready, send(&ready), monday()).is_ok());
}

#[test]
fn the_telephone_is_for_emergencies_and_is_confirmed_in_writing() {
    let world = World::default();
    let by_phone = |ready: &Referral| Command::Send {
        channel: Channel::Phone,
        clearance: Box::new(clearance(ready)),
    };
    let normal = world.ready(Priority::Normal);
    assert_eq!(
        refused(&world, &normal, by_phone(&normal), 0),
        "PhoneForEmergenciesOnly"
    );
    let emergency = world.ready(Priority::Emergency);
    let sent = world.follow(emergency.clone(), vec![by_phone(&emergency)], monday());
    assert_eq!(sent.milestones.written_at, None);
    let phone = Command::ConfirmInWriting {
        channel: Channel::Phone,
    };
    assert_eq!(refused(&world, &sent, phone, 1), "NotInWriting");
    let written = world.follow(
        sent,
        vec![Command::ConfirmInWriting {
            channel: Channel::Paper,
        }],
        later(monday(), 3),
    );
    assert_eq!(written.milestones.written_at, Some(later(monday(), 3)));
}

#[test]
fn information_is_asked_twice_at_most_and_never_in_an_emergency() {
    let world = World::default();
    let answer = Command::AnswerInformation {
        answer: Some(words("Réponse-Test")),
    };
    let asked = world.sent_then(Priority::Normal, vec![ask(), answer.clone(), ask(), answer]);
    assert_eq!(refused(&world, &asked, ask(), 10), "TooManyQuestions");
    assert_eq!(
        refused(&world, &world.sent(Priority::Emergency), ask(), 1),
        "NoQuestionsInEmergency"
    );
}

#[test]
fn a_third_rebooking_is_refused() {
    let world = World::default();
    let (_, third) = everywhere(&world, Priority::Urgent)
        .into_iter()
        .find(|(n, _)| *n == "no_show, third")
        .unwrap();
    let rebook = Command::Rebook {
        plan: appointment(later(monday(), 24)),
        note: None,
    };
    assert_eq!(refused(&world, &third, rebook, 24), "TooManyRebookings");
}

#[test]
fn the_sender_is_alerted_at_the_first_no_show_only() {
    let world = World::default();
    let accepted = world.sent_then(Priority::Urgent, vec![accept(monday())]);
    let missed = Command::RecordNoShow { note: None };
    let (first, events) = world
        .give(&accepted, missed.clone(), later(monday(), 30))
        .unwrap();
    assert!(events.contains(&ReferralEvent::SenderAlertedOfNoShow));
    let rebook = Command::Rebook {
        plan: appointment(later(monday(), 40)),
        note: None,
    };
    let again = world.follow(first, vec![rebook], later(monday(), 40));
    let (_, events) = world.give(&again, missed, later(monday(), 70)).unwrap();
    assert!(!events.contains(&ReferralEvent::SenderAlertedOfNoShow));
}

#[test]
fn other_as_a_reason_needs_words() {
    let missed = World::default().sent_then(Priority::Normal, vec![accept(monday())]);
    let other = Outcome::Not {
        reason: NotReason::Other,
    };
    let silent = Command::RecordOutcome {
        outcome: other,
        note: None,
    };
    assert_eq!(
        refused(&World::default(), &missed, silent, 3),
        "ReasonInWordsMissing"
    );
    let said = Command::RecordOutcome {
        outcome: other,
        note: Some(words("Motif-Test")),
    };
    assert!(World::default().give(&missed, said, later(monday(), 3)).is_ok());
    let world = World::default();
    let sent = world.sent(Priority::Normal);
    assert_eq!(
        refused(&world, &sent, decline(DeclineReason::Other), 1),
        "ReasonInWordsMissing"
    );
    let with_words = Command::Decline {
        reason: DeclineReason::Other,
        note: Some(words("Motif-Test")),
    };
    assert!(world.give(&sent, with_words, later(monday(), 1)).is_ok());
}

#[test]
fn dates_that_cannot_be_meant_are_refused_beside_their_field() {
    let world = World::default();
    let sent = world.sent(Priority::Normal);
    let past = Command::Accept {
        plan: ContactPlan::Appointment {
            at: later(monday(), -30),
        },
        terms: Terms::default(),
        note: None,
    };
    let refusal = world.give(&sent, past, later(monday(), 1)).unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), refusal.field.as_deref()),
        ("DateInThePast", Some("plan"))
    );
    for days in [-1, 400] {
        let refusal = world
            .give(&sent, waitlist(monday(), days), later(monday(), 1))
            .unwrap_err();
        assert_eq!(
            (refusal.code.as_str(), refusal.field.as_deref()),
            ("DateOutOfRange", Some("expected"))
        );
    }
}

#[test]
fn feedback_is_closed_only_when_read_and_the_person_was_asked() {
    let world = World::default();
    let given = [accept(monday()), start(), outcome(OutcomeKind::Fully), feedback()].to_vec();
    let given = world.sent_then(Priority::Normal, given);
    let person = close(Settlement::Person(PersonCheck::NotReached));
    assert_eq!(refused(&world, &given, person.clone(), 20), "FeedbackNotRead");
    let read = world.follow(given, vec![Command::ReadFeedback], later(monday(), 20));
    assert_eq!(
        refused(&world, &read, Command::Close { settlement: None }, 21),
        "PersonNotAsked"
    );
    assert_eq!(
        refused(&world, &read, close(Settlement::NeedUnmet), 21),
        "PersonNotAsked"
    );
    let (closed, _) = world.give(&read, person, later(monday(), 21)).unwrap();
    let how = Closing::Answered {
        outcome: OutcomeKind::Fully,
        person: PersonCheck::NotReached,
    };
    assert!(matches!(closed.state, ReferralState::Closed { how: h, .. } if h == how));
}

#[test]
fn satisfaction_is_one_to_five() {
    let world = World::default();
    let done = world.sent_then(
        Priority::Normal,
        vec![accept(monday()), start(), outcome(OutcomeKind::Fully)],
    );
    for (satisfaction, taken) in [(0, false), (1, true), (5, true), (6, false)] {
        let feedback = Feedback {
            next: Next::None,
            satisfaction: Some(satisfaction),
        };
        let given = world.give(
            &done,
            Command::GiveFeedback { feedback, note: None },
            later(monday(), 9),
        );
        assert_eq!(given.is_ok(), taken);
    }
}

#[test]
fn what_was_not_sent_is_cancelled_and_not_withdrawn() {
    let world = World::default();
    for referral in [draft(Priority::Normal), world.ready(Priority::Normal)] {
        assert_eq!(refused(&world, &referral, withdraw(), 1), "NotSentYet");
        let (cancelled, events) = world
            .give(&referral, Command::Cancel, later(monday(), 1))
            .unwrap();
        assert!(matches!(
            cancelled.state,
            ReferralState::Cancelled {
                recall: Recall::NotNeeded,
                ..
            }
        ));
        assert!(
            !events
                .iter()
                .any(|e| matches!(e, ReferralEvent::RecallSent { .. }))
        );
    }
}

#[test]
fn a_running_referral_keeps_the_definition_it_was_sent_under() {
    let world = World::default();
    let sent = world.sent(Priority::Normal);
    let newer = World {
        version: relais_mechanism::DefinitionVersion {
            label: "2026.2".into(),
            hash: "bb".into(),
        },
        ..World::default()
    };
    let refusal = newer
        .give(&sent, Command::Acknowledge, later(monday(), 1))
        .unwrap_err();
    assert_eq!(refusal.code, "OtherDefinition");
    let ready = world.ready(Priority::Normal);
    let sent_later = newer.give(&ready, send(&ready), monday()).unwrap().0;
    assert_eq!(sent_later.definition, newer.version);
}
