use relais_casework::consent::{Assent, Cover, LegalBasis};
use relais_kernel::{Lang, Localised, Priority, Sensitivity};
use relais_mechanism::{DataCategory, OrganisationKey, Role};

use super::*;
use crate::fixtures::{Facts, World, id, monday};

fn codes(facts: &Facts) -> Vec<String> {
    codes_for(&World::default().ready(Priority::Normal), facts)
}

fn codes_for(referral: &Referral, facts: &Facts) -> Vec<String> {
    match clear(referral, &facts.situation(), monday()) {
        Ok(_) => vec![],
        Err(refusals) => refusals.0.into_iter().map(|r| r.code).collect(),
    }
}

fn missing() -> Cover {
    Cover::Missing {
        gaps: std::collections::BTreeMap::new(),
    }
}

fn exception(basis: LegalBasis) -> Exception {
    Exception {
        basis,
        justified: true,
        approved_by: Some(id(0x2)),
        by_supervisor: true,
        order_reviewed_by: None,
    }
}

fn pseudonymous() -> Referral {
    let mut ready = World::default().ready(Priority::Normal);
    ready.disclosure = Disclosure::Pseudonymous;
    ready
}

fn only_the_need() -> Vec<FieldClass> {
    vec![FieldClass {
        category: Some(DataCategory::NEED_SERVICE),
        sensitivity: Sensitivity::S1,
    }]
}

#[test]
fn consent_that_covers_receiver_purpose_and_categories_lets_through() {
    // security requirement 17
    let ready = World::default().ready(Priority::Normal);
    let clearance = clear(&ready, &Facts::default().situation(), monday()).unwrap();
    assert_eq!(
        *clearance.lawful(),
        Lawful::Consent {
            consents: [id(0x700)].into()
        }
    );
    assert_eq!(
        *clearance.categories(),
        [DataCategory::NEED_SERVICE, DataCategory::IDENTITY].into()
    );
    assert!(clearance.rests_on(id(0x700)) && !clearance.rests_on(id(0x701)));
}

#[test]
fn without_consent_nothing_is_sent() {
    // DP-05, DP-07
    let cases = [
        (missing(), "ConsentMissing"),
        (
            Cover::Expired {
                consents: [id(0x700)].into(),
            },
            "ConsentExpired",
        ),
        (
            Cover::Withdrawn {
                consents: [id(0x700)].into(),
            },
            "ConsentWithdrawn",
        ),
        (
            Cover::Withheld {
                consents: [id(0x700)].into(),
            },
            "ConsentWithheld",
        ),
    ];
    for (cover, code) in cases {
        assert_eq!(
            codes(&Facts {
                cover,
                ..Facts::default()
            }),
            [code]
        );
    }
}

#[test]
fn everything_that_holds_a_referral_is_said_at_once_in_both_languages() {
    let mut facts = Facts {
        cover: missing(),
        ..Facts::default()
    };
    facts.receiver.active = false;
    facts.receiver.capacity_closed = true;
    facts.receiver.ineligible = vec![Localised::new(
        "réservé aux moins de 18 ans",
        "closed to 18 and over",
    )];
    facts.flow_rules.0.clear();
    let refusals = clear(
        &World::default().ready(Priority::Normal),
        &facts.situation(),
        monday(),
    )
    .unwrap_err();
    let said: Vec<_> = refusals.0.iter().map(|r| r.code.as_str()).collect();
    assert_eq!(
        said,
        [
            "ServiceNotActive",
            "CapacityClosed",
            "PersonNotEligible",
            "FlowRuleMissing",
            "ConsentMissing",
        ]
    );
    for refusal in &refusals.0 {
        assert_ne!(refusal.sentence(Lang::Fr), refusal.sentence(Lang::En));
    }
    assert!(refusals.0[2].sentence.fr.contains("moins de 18 ans"));
}

#[test]
fn without_a_flow_rule_only_a_referral_without_identity_goes() {
    // decisions §14, security requirement 22
    let mut facts = Facts::default();
    facts.flow_rules.0.clear();
    assert_eq!(codes(&facts), ["FlowRuleMissing"]);
    assert_eq!(codes_for(&pseudonymous(), &facts), ["IdentityInPseudonymous"]);
    facts.fields = only_the_need();
    assert_eq!(codes_for(&pseudonymous(), &facts), [""; 0]);
}

#[test]
fn a_flow_rule_holds_for_its_receiver_its_categories_and_its_days() {
    let mut expired = Facts::default();
    expired.flow_rules.0[0].until = "2026-03-01".parse().unwrap();
    assert_eq!(codes(&expired), ["FlowRuleExpired"]);
    let mut last_day = Facts::default();
    last_day.flow_rules.0[0].until = last_day.today;
    assert_eq!(codes(&last_day), [""; 0]);
    let mut narrower = Facts::default();
    narrower.flow_rules.0[0]
        .categories
        .remove(&DataCategory::IDENTITY);
    assert_eq!(codes(&narrower), ["FlowRuleMissing"]);
    let mut other = Facts::default();
    other.receiver.key = OrganisationKey::new("P07").unwrap();
    assert_eq!(codes(&other), ["FlowRuleMissing"]);
}

#[test]
fn between_services_of_one_organisation_nothing_flows_out() {
    let mut facts = Facts::default();
    facts.flow_rules.0.clear();
    let mut inside = World::default().ready(Priority::Normal);
    inside.to_org = inside.from_org;
    assert_eq!(codes_for(&inside, &facts), [""; 0]);
}

#[test]
fn a_referral_without_identity_still_needs_consent() {
    // DP-05: a code and a need say something about a person too.
    let facts = Facts {
        cover: missing(),
        fields: only_the_need(),
        ..Facts::default()
    };
    assert_eq!(codes_for(&pseudonymous(), &facts), ["ConsentMissing"]);
}

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

fn guarded() -> Minor {
    Minor {
        guardian_consents: true,
        assent: Assent::Given,
        best_interests: [].into(),
    }
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

#[test]
fn only_what_is_ready_and_says_something_is_sent() {
    let world = World::default();
    let codes = codes_for(&world.sent(Priority::Normal), &Facts::default());
    assert_eq!(codes, ["NotReady"]);
    let empty = Facts {
        fields: vec![],
        ..Facts::default()
    };
    assert!(codes_for(&world.ready(Priority::Normal), &empty).contains(&"NothingToDecideOn".to_owned()));
    let never = FieldClass {
        category: None,
        sensitivity: Sensitivity::S4,
    };
    let mut facts = Facts::default();
    facts.fields.push(never);
    assert_eq!(
        codes_for(&world.ready(Priority::Normal), &facts),
        ["NeverReleased"]
    );
}
