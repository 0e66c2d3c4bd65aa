//! What a person takes back of one consent, as it is typed.

use jiff::civil::Date;
use relais_kernel::Refusals;
use relais_mechanism::DataCategory;

use super::{
    form_tests::{Numbered, list},
    ledger_tests::{act, covers, empty, give, org, terms, today},
    *,
};
use crate::fixture::*;

fn read(consent: &Consent, form: &NarrowingForm) -> Result<Narrowing, Refusals> {
    form.read(&Restricting {
        codes: &SmallLists,
        named: &Numbered,
        consent,
        act: act(),
        today: today(),
    })
}

fn refused(form: &NarrowingForm) -> (String, String) {
    let ledger = give(&empty(), 1, terms(&[6, 8]));
    let refusals = read(ledger.get(id(1)).unwrap(), form).unwrap_err().0;
    assert_eq!(refusals.len(), 1, "{refusals:?}");
    (
        refusals[0].code.to_string(),
        refusals[0].field.clone().unwrap_or_default(),
    )
}

#[test]
fn a_receiver_a_category_and_a_nearer_day_are_taken_back_dp_08() {
    let ledger = give(&empty(), 1, terms(&[6, 8]));
    let consent = ledger.get(id(1)).unwrap();
    let nearer = consent.expires().yesterday().unwrap();
    let form = NarrowingForm {
        recipients: list(&["o8"]),
        data_categories: list(&["health"]),
        withheld_from: list(&["o9"]),
        expires: nearer.to_string(),
    };
    let after = ledger.with(&ledger.amend(id(1), read(consent, &form).unwrap()).unwrap());
    let consent = after.get(id(1)).unwrap();
    assert_eq!(consent.still_named().copied().collect::<Vec<_>>(), [org(6)]);
    assert!(!consent.categories().any(|c| *c == DataCategory::HEALTH));
    assert!(consent.is_withheld_from(&Receiver::organisation(org(9))));
    assert_eq!(consent.expires(), nearer);
    assert!(!covers(&after, 8));
}

#[test]
fn nothing_that_would_widen_or_change_nothing_is_taken() {
    let ledger = give(&empty(), 1, terms(&[6, 8]));
    let last: Date = ledger.get(id(1)).unwrap().expires();
    let day = |day: Date| NarrowingForm {
        expires: day.to_string(),
        ..NarrowingForm::default()
    };
    let of = |code: &str, field: &str| (code.to_owned(), field.to_owned());
    assert_eq!(
        refused(&NarrowingForm::default()),
        of("NothingNarrowed", "data_categories")
    );
    assert_eq!(refused(&day(last)), of("NotNarrower", "expires"));
    assert_eq!(
        refused(&day(today().yesterday().unwrap())),
        of("TermPast", "expires")
    );
    let stranger = NarrowingForm {
        recipients: list(&["o7"]),
        ..NarrowingForm::default()
    };
    assert_eq!(refused(&stranger), of("UnknownCode", "recipients"));
    let closed = NarrowingForm {
        data_categories: list(&["protection"]),
        ..NarrowingForm::default()
    };
    assert_eq!(refused(&closed), of("UnknownCode", "data_categories"));
}

#[test]
fn taking_back_the_last_receiver_is_a_withdrawal() {
    let ledger = give(&empty(), 1, terms(&[6]));
    let form = NarrowingForm {
        recipients: list(&["o6"]),
        ..NarrowingForm::default()
    };
    let narrowing = read(ledger.get(id(1)).unwrap(), &form).unwrap();
    let after = ledger.with(&ledger.amend(id(1), narrowing).unwrap());
    assert_eq!(after.get(id(1)).unwrap().state().code(), "withdrawn");
}
