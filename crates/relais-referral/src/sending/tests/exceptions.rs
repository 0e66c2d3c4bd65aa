use super::*;

#[test]
fn an_exception_needs_a_reason_and_a_second_person_who_is_a_supervisor() {
    // DP-05, security requirement 19
    let with = |change: fn(&mut Exception)| {
        let mut exception = exception(LegalBasis::VitalInterest);
        change(&mut exception);
        codes(&Facts {
            cover: missing(),
            exception: Some(exception),
            ..Facts::default()
        })
    };
    assert_eq!(with(|_| {}), [""; 0]);
    assert_eq!(with(|e| e.justified = false), ["ExceptionWithoutJustification"]);
    assert_eq!(with(|e| e.approved_by = None), ["ExceptionNotApproved"]);
    assert_eq!(
        with(|e| e.approved_by = Some(id(0x1))),
        ["ExceptionApprovedBySender"]
    );
    assert_eq!(with(|e| e.by_supervisor = false), ["NotASupervisor"]);
}

#[test]
fn the_best_interests_of_a_child_are_for_children() {
    // DP-06
    let exception = Some(exception(LegalBasis::BestInterests));
    let adult = Facts {
        cover: missing(),
        exception,
        ..Facts::default()
    };
    assert_eq!(codes(&adult), ["ExceptionForChildrenOnly"]);
    let child = Facts {
        minor: Some(guarded()),
        ..adult
    };
    assert_eq!(codes(&child), [""; 0]);
}

#[test]
fn an_exception_is_recorded_and_counted() {
    // DP-05
    let world = World::default();
    let facts = Facts {
        cover: missing(),
        exception: Some(exception(LegalBasis::VitalInterest)),
        ..Facts::default()
    };
    let ready = world.ready(Priority::Emergency);
    let clearance = clear(&ready, &facts.situation(), monday()).unwrap();
    let channel = crate::referral::Channel::App;
    let send = crate::referral::Command::Send {
        channel,
        clearance: Box::new(clearance),
    };
    let (_, events) = world.give(&ready, send, monday()).unwrap();
    let used = crate::referral::ReferralEvent::ExceptionUsed {
        basis: LegalBasis::VitalInterest,
    };
    assert!(events.contains(&used));
}

#[test]
fn withheld_from_holds_against_flow_rule_and_exception() {
    // DP-14
    let facts = Facts {
        cover: Cover::Withheld {
            consents: [id(0x700)].into(),
        },
        exception: Some(exception(LegalBasis::VitalInterest)),
        ..Facts::default()
    };
    assert_eq!(codes(&facts), ["ConsentWithheld"]);
}

#[test]
fn a_minor_needs_guardian_and_assent_or_two_roles() {
    // DP-10, security requirement 24
    let of = |minor: Minor| {
        codes(&Facts {
            minor: Some(minor),
            ..Facts::default()
        })
    };
    assert_eq!(of(guarded()), [""; 0]);
    assert_eq!(
        of(Minor {
            guardian_consents: false,
            ..guarded()
        }),
        ["GuardianMissing"]
    );
    assert_eq!(
        of(Minor {
            assent: Assent::Refused,
            ..guarded()
        }),
        ["AssentRefused"]
    );
    let alone = |decided: &[(u128, Role)]| Minor {
        guardian_consents: false,
        assent: Assent::Refused,
        best_interests: decided.iter().map(|(who, role)| (id(*who), *role)).collect(),
    };
    let (panel, supervisor) = (Role::PROTECTION_PANEL, Role::SUPERVISOR);
    let held = ["GuardianMissing", "AssentRefused"];
    assert_eq!(of(alone(&[(1, panel)])), held);
    assert_eq!(of(alone(&[(1, panel), (1, supervisor)])), held);
    assert_eq!(of(alone(&[(1, panel), (2, panel)])), held);
    assert_eq!(of(alone(&[(1, panel), (2, supervisor)])), [""; 0]);
}

#[test]
fn firewall_organisations_hand_over_and_receive_only_with_consent_or_a_reviewed_order() {
    // DP-15, decisions §15
    let sender = Facts {
        sender_firewall: true,
        ..Facts::default()
    };
    assert_eq!(codes(&sender), ["FirewallSender"]);
    let mut facts = Facts::default();
    facts.receiver.firewall = true;
    assert_eq!(codes(&facts), [""; 0]);
    facts.cover = missing();
    for basis in LegalBasis::ALL
        .into_iter()
        .filter(|b| *b != LegalBasis::BestInterests)
    {
        facts.exception = Some(exception(basis));
        assert_eq!(codes(&facts), ["FirewallReceiver"]);
        facts.exception = Some(Exception {
            order_reviewed_by: Some(id(0x3)),
            ..exception(basis)
        });
        assert_eq!(codes(&facts).is_empty(), basis == LegalBasis::LegalObligation);
    }
}
