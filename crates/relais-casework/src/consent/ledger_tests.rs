use std::collections::BTreeSet;

use relais_mechanism::{DataCategory as D, Purpose};

use super::*;
use crate::{CaseId, OrganisationId, actor::Act, fixture::*};

pub(super) const ADULT: Person = Person {
    age: Some(30),
    caregiver_in_doubt: false,
};

pub(super) fn today() -> jiff::civil::Date {
    day("2026-11-23")
}

pub(super) fn org(n: u128) -> OrganisationId {
    id(n)
}

pub(super) fn act() -> Act {
    Act {
        by: id(4),
        at: monday(),
    }
}

/// Aïcha agrees that identity, contact and health go to organisation `to`.
pub(super) fn terms(to: &[u128]) -> Terms {
    Terms {
        purpose: Purpose::REFERRAL,
        recipients: Recipients {
            organisations: to.iter().map(|n| id(*n)).collect(),
            receivers_of: [].into(),
        },
        categories: [D::IDENTITY, D::CONTACT, D::HEALTH].into(),
        giver: Giver::Person,
        assent: Assent::NotApplicable,
        taken: Taken {
            by: id(4),
            at: monday(),
            language: code("ful"),
            interpreter: true,
            mode: Mode::Thumbprint,
            text_version: TextVersion::new("2026-1").unwrap(),
        },
        explained: [
            "who",
            "why",
            "what",
            "risks",
            "no_cost",
            "withdrawal",
            "complaint",
        ]
        .map(code)
        .into(),
        withheld_from: BTreeSet::new(),
        withheld_reason: None,
        contact_restrictions: false,
        term: Term {
            starts: today(),
            expires: day("2027-11-22"),
        },
        proof: true,
        copy_given: true,
    }
}

pub(super) fn give(ledger: &Ledger, n: u128, terms: Terms) -> Ledger {
    let giving = Giving {
        id: id(n),
        terms,
        organisation: org(1),
        replaces: None,
    };
    ledger.with(&ledger.give(giving, ADULT, &consent_rules(), today()).unwrap())
}

pub(super) fn empty() -> Ledger {
    let case: CaseId = id(100);
    Ledger::new(case, Vec::new())
}

fn refusal_codes(terms: Terms) -> Vec<String> {
    let giving = Giving {
        id: id(1),
        terms,
        organisation: org(1),
        replaces: None,
    };
    let refusals = empty()
        .give(giving, ADULT, &consent_rules(), today())
        .unwrap_err();
    assert!(
        refusals.0.iter().all(|r| r.field.is_some()),
        "each fault stands beside its field"
    );
    refusals.0.into_iter().map(|r| r.code).collect()
}

pub(super) fn asked(to: u128, purpose: Purpose, categories: impl IntoIterator<Item = D>) -> Asked {
    Asked {
        receiver: Receiver::organisation(org(to)),
        purpose,
        categories: categories.into_iter().collect(),
    }
}

pub(super) fn covers(ledger: &Ledger, to: u128) -> bool {
    ledger
        .cover(&asked(to, Purpose::REFERRAL, [D::IDENTITY]), today())
        .is_covered()
}

#[test]
fn all_faults_of_a_consent_are_told_at_once() {
    let faulty = Terms {
        recipients: Recipients::default(),
        categories: [D::new("inconnue").unwrap()].into(),
        explained: [code("who")].into(),
        term: Term {
            starts: today(),
            expires: day("2026-01-01"),
        },
        ..terms(&[])
    };
    assert_eq!(
        refusal_codes(faulty),
        [
            "RecipientsMissing",
            "UnknownDataCategory",
            "TermReversed",
            "NotExplained"
        ]
    );
}

#[test]
fn nothing_counts_as_consent_before_everything_was_explained() {
    let hurried = Terms {
        explained: [code("who"), code("why")].into(),
        ..terms(&[6])
    };
    assert_eq!(refusal_codes(hurried), ["NotExplained"]);
}

#[test]
fn the_same_organisation_is_not_both_recipient_and_kept_away_dp_14() {
    let torn = Terms {
        withheld_from: [Party::Organisation(org(6))].into(),
        ..terms(&[6])
    };
    assert_eq!(refusal_codes(torn), ["WithheldFromRecipient"]);
}

#[test]
fn a_consent_says_who_when_in_which_language_how_and_under_which_text_sec_21() {
    assert_eq!(TextVersion::new(" ").unwrap_err().code, "TextVersionMissing");
    // A stored record that lacks one of them is no consent: it cannot be read back.
    let record = give(&empty(), 1, terms(&[6])).records()[0].clone();
    let whole = serde_json::to_value(&record).unwrap();
    assert_eq!(serde_json::from_value::<Consent>(whole.clone()).unwrap(), record);
    for field in ["by", "at", "language", "mode", "text_version"] {
        let mut broken = whole.clone();
        broken["terms"]["taken"]
            .as_object_mut()
            .unwrap()
            .remove(field)
            .unwrap();
        assert!(
            serde_json::from_value::<Consent>(broken).is_err(),
            "without {field}"
        );
        let mut blank = whole.clone();
        blank["terms"]["taken"][field] = "".into();
        assert!(
            serde_json::from_value::<Consent>(blank).is_err(),
            "with an empty {field}"
        );
    }
}

#[test]
fn what_was_refused_is_recorded_as_refused_and_opens_nothing_dp_09_sec_21() {
    let ledger = give(&empty(), 1, terms(&[6]));
    let legal = Terms {
        purpose: Purpose::TESTIMONY,
        ..terms(&[11])
    };
    let written = ledger.refuse(id(2), legal).unwrap();
    assert_eq!(
        written.events,
        [ConsentEvent::ConsentRefused {
            consent: id(2),
            purpose: Purpose::TESTIMONY
        }]
    );
    let ledger = ledger.with(&written);
    let record = ledger.get(id(2)).unwrap();
    assert_eq!(
        (record.state(), record.terms().taken.by),
        (&ConsentState::Refused, id(4))
    );
    assert!(
        !ledger
            .cover(&asked(11, Purpose::TESTIMONY, [D::IDENTITY]), today())
            .is_covered()
    );
    assert!(covers(&ledger, 6), "the other purpose is untouched");
}
