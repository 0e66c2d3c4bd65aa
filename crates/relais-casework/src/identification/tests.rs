use relais_kernel::{AgeBand, Priority, Sex};

use super::*;
use crate::{answer::Answer, case::Risk, fixture::*};

/// Everything that has to be filled in, and no more.
pub(super) fn form() -> IdentificationForm {
    let text = |t: &str| t.to_owned();
    IdentificationForm {
        name: text("Personne-Test 1"),
        sex: text("female"),
        age: text("24"),
        age_estimated: text("yes"),
        nationality: vec![text("cmr")],
        status: text("returnee_voluntary"),
        urgent_signs: vec![text("none")],
        region: text("CM005"),
        entry_point: text("airport"),
        risk_level: text("medium"),
        rights_explained: text("yes"),
        ..IdentificationForm::default()
    }
}

pub(super) fn read(form: &IdentificationForm) -> Identification {
    form.read(&SmallLists, day("2026-11-23"))
        .unwrap_or_else(|r| panic!("{r}"))
}

pub(super) fn faults(form: &IdentificationForm) -> Vec<(String, String)> {
    let refusals = form.read(&SmallLists, day("2026-11-23")).unwrap_err();
    refusals
        .0
        .into_iter()
        .map(|r| (r.field.unwrap_or_default(), r.code))
        .collect()
}

pub(super) fn fault(form: &IdentificationForm) -> (String, String) {
    let all = faults(form);
    assert_eq!(all.len(), 1, "{all:?}");
    all[0].clone()
}

pub(super) fn is(field: &str, code: &str) -> (String, String) {
    (field.to_owned(), code.to_owned())
}

#[test]
fn an_empty_form_is_told_everything_it_lacks_at_once() {
    let fields: Vec<_> = faults(&IdentificationForm::default())
        .into_iter()
        .map(|(field, _)| field)
        .collect();
    let wanted = [
        "age",
        "nationality",
        "name",
        "sex",
        "region",
        "entry_point",
        "status",
        "urgent_signs",
        "rights_explained",
        "risk_level",
    ];
    assert_eq!(fields, wanted);
}

#[test]
fn the_age_may_be_a_date_a_number_or_a_reason_why_not() {
    let dated = read(&IdentificationForm {
        dob: "24/11/2008".into(),
        age: String::new(),
        ..form()
    });
    assert_eq!(
        dated.facts.age_band,
        Some(AgeBand::From12),
        "seventeen until tomorrow"
    );
    assert_eq!(read(&form()).facts.age_band, Some(AgeBand::From18));
    let silent = IdentificationForm {
        age: String::new(),
        age_why: "refused".into(),
        ..form()
    };
    let silent = read(&silent);
    assert_eq!(
        (silent.facts.age_band, silent.confided.dob),
        (None, Some(Answer::Refused))
    );
}

#[test]
fn an_impossible_age_is_told() {
    let unborn = IdentificationForm {
        dob: "2027-01-01".into(),
        age: String::new(),
        ..form()
    };
    assert_eq!(fault(&unborn), is("dob", "BirthImpossible"));
    let torn = IdentificationForm {
        dob: "1990-01-01".into(),
        age: "24".into(),
        ..form()
    };
    assert_eq!(fault(&torn), is("age", "AgeAndBirthDisagree"));
    assert_eq!(
        fault(&IdentificationForm {
            age: "cent".into(),
            ..form()
        }),
        is("age", "NotANumber")
    );
}

#[test]
fn an_age_that_was_said_grows_with_the_years() {
    let birth = read(&form()).confided.birth().unwrap();
    assert_eq!(birth.age_on(day("2026-11-23")), Some(24));
    assert_eq!(birth.age_on(day("2027-11-22")), Some(24));
    assert_eq!(birth.age_on(day("2028-11-23")), Some(26));
    assert_eq!(Birth::On(day("2008-02-29")).age_on(day("2026-02-28")), Some(17));
}

#[test]
fn urgent_signs_are_always_asked_and_none_is_an_answer() {
    let skipped = IdentificationForm {
        urgent_signs: Vec::new(),
        ..form()
    };
    assert_eq!(fault(&skipped), is("urgent_signs", "AnswerMissing"));
    assert!(!read(&form()).facts.urgent);
    let seen = read(&IdentificationForm {
        urgent_signs: vec!["medical".into(), "pregnancy".into()],
        ..form()
    });
    assert!(seen.facts.urgent);
    assert_eq!(seen.suggested, Some(Priority::Emergency));
    let both = IdentificationForm {
        urgent_signs: vec!["none".into(), "medical".into()],
        ..form()
    };
    assert_eq!(fault(&both), is("urgent_signs", "StandsAlone"));
}

#[test]
fn a_way_to_reach_the_person_says_whether_a_message_may_be_left() {
    let unsafe_ = IdentificationForm {
        contact_channel: "phone".into(),
        contact_detail: "1".into(),
        ..form()
    };
    assert_eq!(fault(&unsafe_), is("may_leave_message", "ContactIncomplete"));
    let lost = IdentificationForm {
        contact_detail: "+237 600 00 00 01".into(),
        ..form()
    };
    assert_eq!(fault(&lost), is("contact_channel", "ContactIncomplete"));
    assert!(
        read(&IdentificationForm {
            contact_channel: "none".into(),
            ..form()
        })
        .confided
        .contact_channel
        .is_some()
    );
}

#[test]
fn screening_may_follow_and_is_then_left_open() {
    assert_eq!(read(&form()).risk, Some(Risk::Medium));
    assert_eq!(
        read(&IdentificationForm {
            risk_level: "not_asked".into(),
            ..form()
        })
        .risk,
        None
    );
    assert_eq!(
        fault(&IdentificationForm {
            risk_level: String::new(),
            ..form()
        }),
        is("risk_level", "AnswerMissing")
    );
}

#[test]
fn a_department_lies_in_its_region() {
    let elsewhere = IdentificationForm {
        department: "CM002007".into(),
        ..form()
    };
    assert_eq!(fault(&elsewhere), is("department", "AreaElsewhere"));
}

#[test]
fn sex_may_be_refused_and_that_is_recorded() {
    assert_eq!(read(&form()).facts.sex, Answer::Given(Sex::Female));
    assert_eq!(
        read(&IdentificationForm {
            sex: "refused".into(),
            ..form()
        })
        .facts
        .sex,
        Answer::Refused
    );
}
