use relais_kernel::{Id, PublicRef};
use uuid::Uuid;

use super::*;

fn day(n: i8) -> Date {
    jiff::civil::date(2026, 11, n)
}

fn letter(n: u128) -> PublicRef {
    PublicRef::from_uuid(Uuid::from_u128(n))
}

fn told() -> AnonymousReport {
    let to = (
        Id::from_uuid(Uuid::from_u128(1)),
        Id::from_uuid(Uuid::from_u128(2)),
    );
    AnonymousReport::told(letter(9), to, ReportKind::Danger, (letter(10), day(1)))
}

#[test]
fn every_state_answers_every_verb() {
    let answered = told().answer(letter(11), day(2), false).unwrap();
    let closed = told().answer(letter(11), day(2), true).unwrap();
    for report in [told(), answered] {
        assert_eq!(
            report.add(letter(12), day(3)).unwrap().state,
            ReportState::Waiting
        );
        let again = report.answer(letter(12), day(3), false).unwrap();
        assert_eq!(again.state, ReportState::Answered);
        let ended = report.answer(letter(12), day(3), true).unwrap();
        assert_eq!(ended.state, ReportState::Closed);
    }
    assert_eq!(closed.add(letter(12), day(3)).unwrap_err().code, "ReportClosed");
    let refused = closed.answer(letter(12), day(3), false).unwrap_err();
    assert_eq!(refused.code, "ReportClosed");
}

#[test]
fn the_same_letter_sent_twice_stands_once_even_when_the_report_was_closed_meanwhile() {
    let once = told().add(letter(12), day(2)).unwrap();
    let closed = once.answer(letter(13), day(3), true).unwrap();
    assert_eq!(closed.add(letter(12), day(4)).unwrap(), closed);
}

#[test]
fn a_report_does_not_grow_without_an_end() {
    let mut report = told();
    for n in 0..MOST_LETTERS as u128 - 1 {
        report = report.add(letter(100 + n), day(2)).unwrap();
    }
    assert_eq!(report.add(letter(7), day(2)).unwrap_err().code, "TooManyLetters");
}

#[test]
fn a_code_is_read_as_people_write_it() {
    let code = ReportCode::from_bytes([7; 16]);
    let shown = code.to_string();
    assert_eq!(shown.len(), 19);
    assert_eq!(shown.parse(), Ok(code));
    assert_eq!(shown.to_lowercase().replace('-', "  ").parse(), Ok(code));
    for wrong in ["", "K7M2", &shown[1..], "ééééééééééééééé"] {
        assert!(wrong.parse::<ReportCode>().is_err(), "{wrong}");
    }
    assert!(!format!("{code:?}").contains(&shown[..4]));
}

#[test]
fn everything_that_is_missing_is_told_beside_its_field() {
    let faults = ReportForm::default().read().err().unwrap();
    let fields: Vec<String> = faults.0.iter().filter_map(|why| why.field.clone()).collect();
    assert_eq!(fields, ["kind", "to", "words"]);
}
