use relais_mechanism::{ConsentAges, Role};

use super::*;
use crate::fixture::*;

fn person(age: u8) -> Person {
    Person {
        age: Some(age),
        caregiver_in_doubt: false,
    }
}

fn best_interests(one: (u128, Role), other: (u128, Role)) -> Giver {
    let decider = |(n, role)| Decider { user: id(n), role };
    Giver::BestInterests {
        deciders: [decider(one), decider(other)],
    }
}

fn two_roles() -> Giver {
    best_interests((4, Role::CASE_MANAGER), (9, Role::PROTECTION_PANEL))
}

fn refused(giver: &Giver, assent: Assent, person: Person) -> Vec<String> {
    refused_at(giver, assent, person, &ages())
}

fn refused_at(giver: &Giver, assent: Assent, person: Person, ages: &ConsentAges) -> Vec<String> {
    giver
        .check(assent, person, ages)
        .err()
        .unwrap_or_default()
        .0
        .into_iter()
        .map(|r| r.code)
        .collect()
}

#[test]
fn an_adult_consents_alone() {
    assert!(refused(&Giver::Person, Assent::NotApplicable, person(18)).is_empty());
}

#[test]
fn a_child_does_not_consent_alone_dp_10_sec_24() {
    assert_eq!(
        refused(&Giver::Person, Assent::NotApplicable, person(17)),
        ["GuardianNeeded", "AssentMissing"]
    );
    assert!(refused(&Giver::Caregiver, Assent::Given, person(17)).is_empty());
}

#[test]
fn the_child_is_asked_too_dp_10() {
    assert_eq!(
        refused(&Giver::Caregiver, Assent::NotApplicable, person(12)),
        ["AssentMissing"]
    );
    assert_eq!(
        refused(&Giver::Guardian, Assent::Refused, person(12)),
        ["AssentRefused"]
    );
}

#[test]
fn a_child_too_small_to_be_asked_is_not_asked() {
    assert!(refused(&Giver::Caregiver, Assent::NotApplicable, person(3)).is_empty());
}

#[test]
fn a_suspected_or_absent_caregiver_consents_to_nothing_dp_10() {
    let junior = Person {
        age: Some(16),
        caregiver_in_doubt: true,
    };
    assert_eq!(
        refused(&Giver::Caregiver, Assent::Given, junior),
        ["CaregiverInDoubt"]
    );
    for other in [Giver::Guardian, Giver::Authority, two_roles()] {
        assert!(refused(&other, Assent::Given, junior).is_empty(), "{other:?}");
    }
}

#[test]
fn the_best_interests_are_decided_by_two_people_in_two_roles_dp_10() {
    let (manager, panel) = (Role::CASE_MANAGER, Role::PROTECTION_PANEL);
    assert!(
        refused(&two_roles(), Assent::Refused, person(16)).is_empty(),
        "it may go against what the child says"
    );
    for wrong in [
        best_interests((4, manager), (4, panel)),
        best_interests((4, manager), (9, manager)),
    ] {
        assert_eq!(refused(&wrong, Assent::Given, person(16)), ["TwoRolesNeeded"]);
    }
}

#[test]
fn the_age_of_consent_is_a_setting_dp_10() {
    let ages = ConsentAges {
        consent: 16,
        majority: 21,
        assent: 8,
    };
    assert!(refused_at(&Giver::Person, Assent::NotApplicable, person(16), &ages).is_empty());
    assert_eq!(
        refused_at(&Giver::Person, Assent::Given, person(15), &ages),
        ["GuardianNeeded"]
    );
    assert!(refused_at(&Giver::Caregiver, Assent::NotApplicable, person(7), &ages).is_empty());
}

#[test]
fn nobody_consents_in_the_place_of_an_adult_except_a_guardian_or_an_authority() {
    assert_eq!(
        refused(&Giver::Caregiver, Assent::NotApplicable, person(30)),
        ["PersonDecides"]
    );
    assert!(refused(&Giver::Guardian, Assent::NotApplicable, person(30)).is_empty());
}

#[test]
fn an_unknown_age_is_not_taken_for_an_adult_one() {
    let unknown = Person {
        age: None,
        caregiver_in_doubt: false,
    };
    assert_eq!(
        refused(&Giver::Person, Assent::NotApplicable, unknown),
        ["AgeUnknown"]
    );
}
