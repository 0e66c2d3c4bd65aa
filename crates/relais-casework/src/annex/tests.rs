use proptest::prelude::*;
use relais_kernel::Sensitivity;
use relais_mechanism::Role;

use super::*;
use crate::{actor::By, answer::Answer, fixture::*};

fn list(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|t| (*t).to_owned()).collect()
}

fn form() -> AnnexForm {
    AnnexForm {
        child_status: "unaccompanied".into(),
        care: "none".into(),
        child_concerns: list(&["street", "distress"]),
        child_wishes: "Veut rejoindre sa sœur.".into(),
        gbv_type: "rape".into(),
        incident_band: "over_month".into(),
        trafficking_possible: "yes".into(),
        control: list(&["debt_bondage"]),
        assistance: "yes".into(),
        police_cooperation: "refused".into(),
        ..AnnexForm::default()
    }
}

fn annexes() -> Annexes {
    form().read(&Annexes::default(), &SmallLists).unwrap()
}

#[test]
fn every_field_of_the_annexes_is_survivor_critical() {
    let sealed = annexes().seal().unwrap();
    assert!(sealed.0.len() >= 9);
    assert!(sealed.0.iter().all(|field| field.sensitivity == Sensitivity::S4));
    assert_eq!(Annexes::open(&sealed).unwrap(), annexes());
}

#[test]
fn nothing_of_the_annexes_shows_in_a_log() {
    let shown = format!("{:?} {:?} {:?}", annexes(), annexes().child, form());
    assert!(!shown.contains("rape") && !shown.contains("sœur") && !shown.contains("debt"));
}

#[test]
fn only_those_named_on_the_case_open_the_annexes_dp_12() {
    let holders = Holders::first(id(100), id(4));
    assert!(holders.may_open(&manager()).is_ok());
    for role in [
        Role::SUPERVISOR,
        Role::ADMINISTRATOR,
        Role::COORDINATOR,
        Role::DATA_PROTECTION_OFFICER,
    ] {
        assert_eq!(
            holders.may_open(&acting(role, 5)).unwrap_err().code,
            "NotFound",
            "{role}"
        );
    }
    assert!(holders.may_open(&By::Clock).is_err());
}

#[test]
fn a_holder_names_others_and_nobody_names_themselves_dp_12() {
    let holders = Holders::first(id(100), id(4));
    assert_eq!(holders.name(id(5), &supervisor()).unwrap_err().code, "NotFound");
    let two = holders.name(id(9), &manager()).unwrap();
    assert!(two.may_open(&acting(Role::PROTECTION_PANEL, 9)).is_ok());
    let one = two.strike(id(4), &manager()).unwrap();
    assert!(one.may_open(&manager()).is_err());
    assert_eq!(
        one.strike(id(9), &acting(Role::PROTECTION_PANEL, 9))
            .unwrap_err()
            .code,
        "LastHolder"
    );
}

#[test]
fn a_possible_victim_is_decided_upon_once() {
    let possible = annexes().trafficking;
    assert_eq!(possible.trafficking_status, Some(TraffickingStatus::Possible));
    let today = day("2026-11-23");
    let actual = possible.decide(true, code("court"), today, today).unwrap();
    assert_eq!(
        actual.trafficking_status,
        Some(TraffickingStatus::Actual {
            decided_by: code("court"),
            on: today
        })
    );
    let again = actual.decide(false, code("police"), today, today).unwrap_err();
    assert_eq!(
        (again.code.as_str(), again.state.as_deref()),
        ("NotPossibleInThisState", Some("actual"))
    );
    assert!(
        TraffickingAnnex::default()
            .decide(true, code("court"), today, today)
            .is_err()
    );
    assert!(
        possible
            .decide(true, code("court"), day("2026-11-24"), today)
            .is_err()
    );
}

#[test]
fn saving_the_form_again_never_undoes_a_decision() {
    let today = day("2026-11-23");
    let mut before = annexes();
    before.trafficking = before
        .trafficking
        .decide(true, code("ngo"), today, today)
        .unwrap();
    let after = AnnexForm {
        trafficking_possible: String::new(),
        ..form()
    }
    .read(&before, &SmallLists)
    .unwrap();
    assert_eq!(
        after.trafficking.trafficking_status,
        before.trafficking.trafficking_status
    );
}

#[test]
fn an_unaccompanied_child_has_no_caregiver_to_consent_dp_10() {
    assert!(annexes().caregiver_in_doubt());
    let with_kin = AnnexForm {
        child_status: "accompanied".into(),
        care: "kin".into(),
        ..form()
    };
    assert!(
        !with_kin
            .read(&Annexes::default(), &SmallLists)
            .unwrap()
            .caregiver_in_doubt()
    );
}

#[test]
fn an_unknown_code_is_refused_beside_its_field() {
    let unknown = AnnexForm {
        gbv_type: "inconnu".into(),
        ..form()
    };
    let refusals = unknown.read(&Annexes::default(), &SmallLists).unwrap_err();
    assert_eq!(refusals.at("gbv_type").count(), 1);
}

proptest! {
    #[test]
    fn assistance_cooperation_and_immigration_never_follow_the_status_dp_16(
        victim: bool,
        body in prop::sample::select(vec!["police", "ngo", "court", "other"]),
        assisted in prop::sample::select(vec![Some(true), Some(false), None]),
        cooperates in prop::sample::select(vec![Some(true), Some(false), None]),
    ) {
        let before = TraffickingAnnex {
            trafficking_status: Some(TraffickingStatus::Possible),
            assistance: assisted.map(Answer::Given),
            police_cooperation: cooperates.map(Answer::Given),
            immigration_status: Some("Visa échu.".into()),
            ..annexes().trafficking
        };
        let today = day("2026-11-23");
        let after = before.decide(victim, code(body), today, today).unwrap();
        prop_assert_eq!(TraffickingAnnex { trafficking_status: before.trafficking_status.clone(), ..after }, before);
    }
}
