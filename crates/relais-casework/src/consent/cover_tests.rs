use relais_mechanism::{DataCategory as D, Purpose};

use super::{
    ledger_tests::{ADULT, act, asked, empty, give, org, terms, today},
    *,
};
use crate::fixture::*;

fn one(to: u128, purpose: Purpose, category: D) -> Asked {
    asked(to, purpose, [category])
}

#[test]
fn consent_covers_receiver_and_purpose_and_category_together_dp_05() {
    let ledger = give(&empty(), 1, terms(&[6]));
    let gap = |asked: &Asked| match ledger.cover(asked, today()) {
        Cover::Missing { gaps } => gaps.into_values().next(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        ledger.cover(&asked(6, Purpose::REFERRAL, [D::IDENTITY, D::HEALTH]), today()),
        Cover::Covered {
            consents: [id(1)].into()
        }
    );
    assert_eq!(
        gap(&one(7, Purpose::REFERRAL, D::IDENTITY)),
        Some(Gap::ReceiverNotListed)
    );
    assert_eq!(
        gap(&one(6, Purpose::TRANSFER, D::IDENTITY)),
        Some(Gap::PurposeNotAsked)
    );
    assert_eq!(
        gap(&one(6, Purpose::REFERRAL, D::GBV)),
        Some(Gap::CategoryNotListed)
    );
}

#[test]
fn what_is_missing_is_told_category_by_category() {
    let ledger = give(&empty(), 1, terms(&[6]));
    let cover = ledger.cover(
        &asked(6, Purpose::REFERRAL, [D::IDENTITY, D::GBV, D::LEGAL]),
        today(),
    );
    assert_eq!(
        cover,
        Cover::Missing {
            gaps: [
                (D::GBV, Gap::CategoryNotListed),
                (D::LEGAL, Gap::CategoryNotListed)
            ]
            .into()
        }
    );
    assert_eq!(cover.consents().unwrap_err().code, "ConsentMissing");
}

#[test]
fn two_consents_may_share_the_categories() {
    let protection = Terms {
        categories: [D::PROTECTION].into(),
        ..terms(&[6])
    };
    let ledger = give(&give(&empty(), 1, terms(&[6])), 2, protection);
    let cover = ledger.cover(&asked(6, Purpose::REFERRAL, [D::HEALTH, D::PROTECTION]), today());
    assert_eq!(
        cover,
        Cover::Covered {
            consents: [id(1), id(2)].into()
        }
    );
}

#[test]
fn an_expired_or_withdrawn_consent_covers_nothing_from_that_moment_dp_07() {
    let ledger = give(&empty(), 1, terms(&[6]));
    let ask = one(6, Purpose::REFERRAL, D::IDENTITY);
    assert!(
        ledger.cover(&ask, day("2027-11-22")).is_covered(),
        "its last day counts"
    );
    assert_eq!(
        ledger.cover(&ask, day("2027-11-23")),
        Cover::Expired {
            consents: [id(1)].into()
        }
    );
    let withdrawn = ledger.with(&ledger.withdraw(&Scope::All, act()).unwrap());
    assert_eq!(
        withdrawn.cover(&ask, today()),
        Cover::Withdrawn {
            consents: [id(1)].into()
        }
    );
    assert_eq!(
        withdrawn.cover(&ask, today()).consents().unwrap_err().code,
        "ConsentWithdrawn"
    );
}

#[test]
fn a_consent_that_begins_tomorrow_covers_nothing_today() {
    let later = Terms {
        term: Term {
            starts: day("2026-11-24"),
            expires: day("2027-11-23"),
        },
        ..terms(&[6])
    };
    let ledger = give(&empty(), 1, later);
    let ask = one(6, Purpose::REFERRAL, D::IDENTITY);
    assert_eq!(
        ledger.cover(&ask, today()),
        Cover::Missing {
            gaps: [(D::IDENTITY, Gap::NotYet)].into()
        }
    );
    assert!(ledger.cover(&ask, day("2026-11-24")).is_covered());
}

#[test]
fn withheld_from_blocks_even_where_another_consent_allows_dp_14() {
    let ledger = give(&empty(), 1, terms(&[6]));
    let keeping_away = Terms {
        purpose: Purpose::CASE_MANAGEMENT,
        recipients: Recipients::default(),
        withheld_from: [Party::Organisation(org(6))].into(),
        ..terms(&[])
    };
    let ledger = give(&ledger, 2, keeping_away);
    let ask = one(6, Purpose::REFERRAL, D::IDENTITY);
    assert_eq!(
        ledger.cover(&ask, today()),
        Cover::Withheld {
            consents: [id(2)].into()
        }
    );
    assert!(
        ledger
            .openings(&ask.receiver, &Purpose::REFERRAL, today())
            .is_empty()
    );
    let withdrawn = ledger.with(
        &ledger
            .withdraw(&Scope::Purpose(Purpose::CASE_MANAGEMENT), act())
            .unwrap(),
    );
    assert!(
        !withdrawn.cover(&ask, today()).is_covered(),
        "taking consent back opens nothing"
    );
}

#[test]
fn withheld_from_may_name_one_person_of_an_organisation_dp_14() {
    let kept = Terms {
        withheld_from: [Party::User(id(66))].into(),
        ..terms(&[6])
    };
    let ledger = give(&empty(), 1, kept);
    let ask = one(6, Purpose::REFERRAL, D::IDENTITY);
    assert!(ledger.cover(&ask, today()).is_covered());
    let receiver = Receiver {
        user: Some(id(66)),
        ..ask.receiver
    };
    assert!(!ledger.cover(&Asked { receiver, ..ask }, today()).is_covered());
}

#[test]
fn a_purpose_that_stays_inside_covers_the_organisation_that_asked() {
    let inside = Terms {
        purpose: Purpose::CASE_MANAGEMENT,
        recipients: Recipients::default(),
        ..terms(&[])
    };
    let ledger = give(&empty(), 1, inside);
    assert_eq!(
        crate::case::basis_for(org(1), &ledger, &[], today()).unwrap(),
        crate::case::Basis::Consent([id(1)].into())
    );
    assert_eq!(
        crate::case::basis_for(org(2), &ledger, &[], today())
            .unwrap_err()
            .code,
        "ConsentMissing"
    );
}

#[test]
fn nobody_is_covered_by_asking_for_nothing() {
    let ledger = give(&empty(), 1, terms(&[6]));
    assert!(
        ledger
            .cover(&asked(6, Purpose::REFERRAL, []), today())
            .is_covered()
    );
    assert!(
        !ledger
            .cover(&asked(7, Purpose::REFERRAL, []), today())
            .is_covered()
    );
    assert!(
        !ledger
            .cover(&asked(6, Purpose::TRANSFER, []), today())
            .is_covered()
    );
}

#[test]
fn the_fixture_person_is_an_adult() {
    assert!(Giver::Person.check(Assent::NotApplicable, ADULT, &ages()).is_ok());
}
