use super::*;

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
