use super::*;
use crate::fixture::*;

fn form() -> FollowUpForm {
    FollowUpForm {
        date: "2026-11-23".into(),
        mode: "visit".into(),
        progress: "A repris le travail.".into(),
        new_risks: vec!["violence_s4".into()],
        consent_still_valid: "no".into(),
        satisfaction: "4".into(),
        next: "2027-02-23".into(),
        ..FollowUpForm::default()
    }
}

fn read(form: &FollowUpForm) -> Result<(FollowUp, FollowUpWords), Vec<(String, String)>> {
    let recorded = Act {
        by: id(4),
        at: monday(),
    };
    form.read(id(90), id(100), &SmallLists, recorded, day("2026-11-23"))
        .map_err(|r| r.0.into_iter().map(|r| (r.field.unwrap(), r.code)).collect())
}

#[test]
fn a_follow_up_asks_whether_the_consent_still_stands() {
    let (record, words) = read(&form()).unwrap();
    assert!(record.asks_about_consent());
    let clear = format!(
        "{} {record:?} {words:?} {:?}",
        serde_json::to_string(&record).unwrap(),
        form()
    );
    assert!(!clear.contains("travail") && !clear.contains("violence"));
    assert_eq!(
        FollowUpWords::open(&words.seal(&SmallLists).unwrap()).unwrap(),
        words
    );
    let silent = FollowUpForm {
        consent_still_valid: String::new(),
        ..form()
    };
    assert_eq!(
        read(&silent).unwrap_err(),
        [("consent_still_valid".to_owned(), "AnswerMissing".to_owned())]
    );
}

#[test]
fn a_follow_up_has_taken_place_and_the_next_one_has_not() {
    let wrong = FollowUpForm {
        date: "2026-11-24".into(),
        next: "2026-11-23".into(),
        ..form()
    };
    let wanted =
        [("date", "DateInTheFuture"), ("next", "DateInThePast")].map(|(f, c)| (f.to_owned(), c.to_owned()));
    assert_eq!(read(&wrong).unwrap_err(), wanted);
}
