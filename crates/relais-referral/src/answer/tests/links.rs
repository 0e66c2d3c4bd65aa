use super::*;

fn link() -> AnswerLink {
    AnswerLink {
        id: id(0x800),
        referral: id(0x100),
        organisation: id(0xB),
        slip: false,
        issued_at: monday(),
        expires: later(monday(), 24 * 30),
        revoked_at: None,
        wrong_pins: 0,
    }
}

#[test]
fn a_link_that_expired_was_revoked_or_never_was_answers_the_same() {
    // security requirement 2, decisions §13
    assert!(link().check(later(monday(), 24 * 30 - 1)).is_ok());
    let expired = link().check(later(monday(), 24 * 30)).unwrap_err();
    let revoked = link().revoke(monday()).check(later(monday(), 1)).unwrap_err();
    assert_eq!(
        (&expired, &revoked),
        (&AnswerLink::closed(), &AnswerLink::closed())
    );
}

#[test]
fn five_wrong_pins_close_a_link_for_good() {
    let mut tried = link();
    for left in (1..=4).rev() {
        let (next, result) = tried.try_pin(false, monday());
        assert_eq!(result, PinTry::Wrong { left });
        tried = next;
    }
    let (forgiven, result) = tried.clone().try_pin(true, monday());
    assert_eq!((result, forgiven.wrong_pins), (PinTry::Right, 0));
    let (closed, result) = tried.try_pin(false, monday());
    assert_eq!(result, PinTry::Closed);
    assert_eq!(closed.clone().try_pin(true, monday()).1, PinTry::Closed);
    assert!(closed.check(monday()).is_err());
}

#[test]
fn identity_needs_the_pin_and_a_slip_needs_it_to_answer() {
    for via in AnswerVia::ALL.iter().copied() {
        let opening = AnswerLink::opening(via, false);
        assert!(!opening.sees_identity, "{via:?}");
        assert_eq!(opening.answers, via != AnswerVia::Slip, "{via:?}");
    }
    assert!(!AnswerLink::opening(AnswerVia::Sms, true).sees_identity);
    assert!(AnswerLink::opening(AnswerVia::Slip, true).answers);
    assert!(AnswerLink::opening(AnswerVia::Link, true).sees_identity);
}

fn minutes(n: i64) -> Timestamp {
    monday().checked_add(SignedDuration::from_mins(n)).unwrap()
}

#[test]
fn misses_are_counted_over_all_codes() {
    let rule = GateRule {
        window: SignedDuration::from_mins(60),
        per_source: 3,
        overall: 5,
    };
    let all: Vec<_> = (0..5).map(minutes).collect();
    assert_eq!(rule.decide(&[], &all[..4], minutes(10)), Gate::Open);
    assert_eq!(
        rule.decide(&[], &all, minutes(10)),
        Gate::Shut { until: minutes(60) }
    );
    assert_eq!(
        rule.decide(&all[..3], &all[..3], minutes(10)),
        Gate::Shut { until: minutes(60) }
    );
    assert_eq!(rule.decide(&all[..3], &all, minutes(60)), Gate::Open);
}

proptest::proptest! {
    #[test]
    fn a_gate_that_is_shut_opens_when_it_says(misses in proptest::collection::vec(0i64..600, 0..40), now in 0i64..600) {
        let rule = GateRule { window: SignedDuration::from_mins(60), per_source: 3, overall: 5 };
        let all: Vec<_> = misses.into_iter().filter(|m| *m <= now).map(minutes).collect();
        if let Gate::Shut { until } = rule.decide(&[], &all, minutes(now)) {
            proptest::prop_assert!(until > minutes(now));
            proptest::prop_assert_eq!(rule.decide(&[], &all, until), Gate::Open);
            let just_before = until.checked_sub(SignedDuration::from_secs(1)).unwrap();
            proptest::prop_assert!(rule.decide(&[], &all, just_before) != Gate::Open);
        }
    }
}
