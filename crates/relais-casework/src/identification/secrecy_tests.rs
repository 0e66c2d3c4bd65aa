//! What stands in clear, what is sealed, and what is never said.

use relais_kernel::Sensitivity;

use super::{
    tests::{fault, form, is, read},
    *,
};
use crate::fixture::*;

#[test]
fn what_identifies_the_person_is_sealed_and_stands_nowhere_in_clear() {
    let typed = IdentificationForm {
        alias: "Personne-Test dite T1".into(),
        dob: "2002-05-17".into(),
        age: String::new(),
        age_estimated: String::new(),
        contact_channel: "phone".into(),
        contact_detail: "+237 600 00 00 01".into(),
        contact_hours: "le soir".into(),
        may_leave_message: "no".into(),
        place: "Quartier-Test".into(),
        immediate_action: "Repas donné.".into(),
        ..form()
    };
    let read = read(&typed);
    let clear = format!("{:?} {}", read, serde_json::to_string(&read.facts).unwrap());
    for secret in [
        "Personne-Test",
        "237",
        "le soir",
        "Quartier",
        "Repas",
        "cmr",
        "2002",
    ] {
        assert!(!clear.contains(secret), "{secret} stands in clear");
    }
    assert_eq!(read.sealed.get("F1.name").unwrap().sensitivity, Sensitivity::S2);
    assert_eq!(
        read.sealed.get("F1.immediate_action").unwrap().sensitivity,
        Sensitivity::S3
    );
    assert_eq!(
        read.sealed.get("F1.urgent_signs").unwrap().sensitivity,
        Sensitivity::S4
    );
    assert_eq!(
        Confided::open(&read.sealed).unwrap(),
        read.confided,
        "opened again, it says the same"
    );
}

#[test]
fn the_situation_and_the_place_where_she_was_met_are_sealed_and_not_in_clear() {
    let read = read(&IdentificationForm {
        status: "presumed_trafficked".into(),
        entry_point: "land_border".into(),
        ..form()
    });
    let clear = serde_json::to_string(&read.facts).unwrap();
    assert!(
        !clear.contains("trafficked") && !clear.contains("land_border"),
        "{clear}"
    );
    assert_eq!(read.confided.status, Some(code("presumed_trafficked")));
    assert_eq!(read.confided.entry_point, Some(code("land_border")));
}

#[test]
fn flags_and_groups_stand_in_clear_as_neutral_codes_only() {
    let told = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
    let read = read(&IdentificationForm {
        vulnerability_flags: told(&["pregnant", "violence_s4", "child_s1"]),
        target_groups: told(&["ill", "women_s1"]),
        ..form()
    });
    // What the pack names in its place; what it rates as harmless; protection for all it says nothing of.
    let neutral = [code("health_priority"), code("protection"), code("child_s1")];
    assert_eq!(read.facts.flags, neutral.into());
    assert_eq!(
        read.facts.target_groups,
        [code("protection"), code("women_s1")].into()
    );
    assert_eq!(
        read.confided.vulnerability_flags,
        [code("pregnant"), code("violence_s4"), code("child_s1")].into()
    );
}

#[test]
fn a_person_may_stay_anonymous() {
    let typed = IdentificationForm {
        anonymous: "yes".into(),
        name: String::new(),
        ..form()
    };
    let read = read(&typed);
    assert!(read.facts.anonymous && read.sealed.get("F1.name").is_none());
}

#[test]
fn a_name_never_hides_behind_anonymous_and_is_never_forgotten() {
    let hidden = IdentificationForm {
        anonymous: "yes".into(),
        ..form()
    };
    assert_eq!(fault(&hidden), is("name", "AnonymousWithName"));
    let forgotten = IdentificationForm {
        name: " ".into(),
        ..form()
    };
    assert_eq!(fault(&forgotten), is("name", "NameMissing"));
    assert!(
        read(&IdentificationForm {
            alias: "T1".into(),
            ..forgotten
        })
        .sealed
        .get("F1.alias")
        .is_some()
    );
}

#[test]
fn what_was_typed_never_stands_in_a_log() {
    assert!(!format!("{:?}", form()).contains("Personne-Test"));
    assert!(!format!("{:?}", read(&form())).contains("Personne-Test"));
}

#[test]
fn a_child_alone_is_recognised_wherever_it_was_noted_dp_10() {
    assert!(!read(&form()).confided.is_child_alone());
    for typed in [
        IdentificationForm {
            status: "uasc".into(),
            ..form()
        },
        IdentificationForm {
            urgent_signs: vec!["child_alone".into()],
            ..form()
        },
        IdentificationForm {
            vulnerability_flags: vec!["child_alone".into()],
            ..form()
        },
    ] {
        assert!(read(&typed).confided.is_child_alone());
    }
}
