use relais_kernel::Refusals;

use super::*;
use crate::{answer::Answer, fixture::*};

fn refusals(reader: Reader<'_>) -> Refusals {
    reader.finish(None::<()>).unwrap_err()
}

#[test]
fn a_date_is_read_as_browsers_send_it_and_as_people_type_it() {
    let mut reader = Reader::new(&SmallLists);
    for text in ["2026-12-31", "31/12/2026", " 31.12.2026 "] {
        assert_eq!(reader.date("dob", text), Some(day("2026-12-31")));
    }
    for text in ["31/13/2026", "hier", "31/12/26"] {
        assert_eq!(reader.date("dob", text), None, "{text}");
    }
    assert_eq!(refusals(reader).at("dob").count(), 3);
}

#[test]
fn not_asked_unknown_and_refused_are_not_the_same_as_empty() {
    let mut reader = Reader::new(&SmallLists);
    assert_eq!(reader.answer::<u8>("age", None, ""), None);
    assert_eq!(
        reader.answer::<u8>("age", None, "not_asked"),
        Some(Answer::NotAsked)
    );
    assert_eq!(reader.answer::<u8>("age", None, "unknown"), Some(Answer::Unknown));
    assert_eq!(reader.answer::<u8>("age", None, "refused"), Some(Answer::Refused));
    assert_eq!(reader.answer("age", Some(24), ""), Some(Answer::Given(24)));
    assert_eq!(reader.answer("age", Some(24), "refused"), None);
    assert_eq!(refusals(reader).0[0].code, "AnswerAndReason");
}

#[test]
fn an_unknown_code_is_refused_and_never_replaced() {
    let mut reader = Reader::new(&SmallLists);
    assert_eq!(reader.code("entry_point", "entry_point", "inconnu"), None);
    assert_eq!(reader.code("entry_point", "entry_point", "à côté"), None);
    let refusals = refusals(reader);
    assert!(refusals.at("entry_point").all(|r| r.code == "UnknownCode"));
    assert!(
        !refusals.0[0].sentence.fr.contains("inconnu"),
        "what was typed never stands in a refusal"
    );
}

#[test]
fn none_refuses_company() {
    let mut reader = Reader::new(&SmallLists);
    let _ = reader.several("urgent_sign", "urgent_signs", &["none".into(), "medical".into()]);
    assert_eq!(refusals(reader).0[0].code, "StandsAlone");
}

#[test]
fn a_field_is_told_missing_once_and_not_when_it_is_already_wrong() {
    let mut reader = Reader::new(&SmallLists);
    let wrong = reader.date("dob", "hier");
    let _ = reader.required("dob", wrong);
    let _ = reader.required::<()>("sex", None);
    let codes: Vec<_> = refusals(reader).0.into_iter().map(|r| r.code).collect();
    assert_eq!(codes, ["NotADate", "AnswerMissing"]);
}
