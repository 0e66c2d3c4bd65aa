use super::*;

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

#[test]
fn dp_39_who_was_not_assessed_receives_nothing_not_even_without_identity() {
    let demo = relais_mechanism::builtin("cameroun-demo").unwrap();
    let mut facts = Facts {
        processing: demo.processing,
        ..Facts::default()
    };
    assert_eq!(codes(&facts), Vec::<String>::new());
    facts.receiver.key = OrganisationKey::new("P99").unwrap();
    assert_eq!(codes(&facts), ["FlowRuleMissing", "AssessmentMissing"]);
    facts.fields = only_the_need();
    assert_eq!(codes_for(&pseudonymous(), &facts), ["AssessmentMissing"]);
}
