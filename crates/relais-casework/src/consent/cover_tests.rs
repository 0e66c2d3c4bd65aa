use std::collections::BTreeSet;

use proptest::prelude::*;
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

const PURPOSES: [Purpose; 3] = [Purpose::REFERRAL, Purpose::TRANSFER, Purpose::TRACING];
const CATEGORIES: [D; 4] = [D::IDENTITY, D::CONTACT, D::HEALTH, D::GBV];

prop_compose! {
    fn some_terms()(
        purpose in 0..3_usize,
        organisations in prop::collection::btree_set(6..10_u128, 0..3),
        needs in prop::collection::btree_set(50..52_u128, 0..2),
        categories in prop::collection::btree_set(0..4_usize, 1..4),
        kept in prop::option::weighted(0.2, 6..10_u128),
        days in 0..40_i32,
    ) -> Terms {
        let organisations: BTreeSet<_> = organisations.into_iter().filter(|o| Some(*o) != kept).map(id).collect();
        let mut receivers_of: BTreeSet<_> = needs.into_iter().map(id).collect();
        if organisations.is_empty() {
            receivers_of.insert(id(50));
        }
        Terms {
            purpose: PURPOSES[purpose].clone(),
            recipients: Recipients { organisations, receivers_of },
            categories: categories.into_iter().map(|c| CATEGORIES[c].clone()).collect(),
            withheld_from: kept.map(|o| Party::Organisation(id(o))).into_iter().collect(),
            term: Term { starts: today(), expires: today().checked_add(jiff::Span::new().days(days)).unwrap() },
            ..terms(&[])
        }
    }
}

fn ledger_of(all: Vec<Terms>) -> Ledger {
    all.into_iter()
        .zip(1..)
        .fold(empty(), |ledger, (terms, n)| give(&ledger, n, terms))
}

/// Everything that could be asked: purpose × receiver × need × category.
fn questions() -> Vec<Asked> {
    let mut all = Vec::new();
    for purpose in &PURPOSES {
        for to in 6..11 {
            for need in [None, Some(id(50)), Some(id(51))] {
                for category in &CATEGORIES {
                    let receiver = Receiver {
                        need,
                        ..Receiver::organisation(org(to))
                    };
                    all.push(Asked {
                        receiver,
                        purpose: purpose.clone(),
                        categories: [category.clone()].into(),
                    });
                }
            }
        }
    }
    all
}

fn open(ledger: &Ledger) -> Vec<bool> {
    questions()
        .iter()
        .map(|asked| ledger.cover(asked, today()).is_covered())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn cover_grants_nothing_that_no_consent_lists(all in prop::collection::vec(some_terms(), 0..6), days in 0..50_i32) {
        let ledger = ledger_of(all.clone());
        let day = today().checked_add(jiff::Span::new().days(days)).unwrap();
        for asked in questions() {
            let category = asked.categories.first().unwrap();
            let listed = all.iter().any(|t| {
                t.purpose == asked.purpose && t.recipients.lists(&asked.receiver)
                    && t.categories.contains(category) && t.term.holds(day)
            });
            let kept = all.iter().any(|t| t.withheld_from.contains(&Party::Organisation(asked.receiver.organisation)));
            prop_assert_eq!(ledger.cover(&asked, day).is_covered(), listed && !kept);
            let opened = ledger.openings(&asked.receiver, &asked.purpose, day);
            prop_assert_eq!(opened.iter().any(|o| o.categories.contains(category)), listed && !kept);
        }
    }

    #[test]
    fn taking_back_never_opens_anything(
        all in prop::collection::vec(some_terms(), 1..6),
        scopes in prop::collection::vec((0..3_u8, 6..10_u128, 0..3_usize), 1..5),
    ) {
        let mut ledger = ledger_of(all);
        for (kind, to, purpose) in scopes {
            let scope = match kind {
                0 => Scope::Recipient(org(to)),
                1 => Scope::Purpose(PURPOSES[purpose].clone()),
                _ => Scope::All,
            };
            let before = open(&ledger);
            if let Ok(written) = ledger.withdraw(&scope, act()) {
                ledger = ledger.with(&written);
            }
            for ((asked, was), is) in questions().iter().zip(before).zip(open(&ledger)) {
                prop_assert!(was || !is, "{asked:?} was opened by {scope:?}");
                let concerned = match &scope {
                    Scope::All => true,
                    Scope::Purpose(purpose) => *purpose == asked.purpose,
                    Scope::Recipient(organisation) => *organisation == asked.receiver.organisation,
                };
                prop_assert_eq!(is, was && !concerned, "{:?} after {:?} (DP-08)", asked, scope);
            }
        }
    }

    #[test]
    fn amending_never_opens_anything(
        all in prop::collection::vec(some_terms(), 1..6),
        to in 6..10_u128,
        category in 0..4_usize,
        kept in 6..10_u128,
    ) {
        let ledger = ledger_of(all);
        let narrowing = Narrowing {
            act: act(),
            recipients: [org(to)].into(),
            categories: [CATEGORIES[category].clone()].into(),
            withheld_from: [Party::Organisation(org(kept))].into(),
            expires: Some(day("2030-01-01")),
        };
        let after = ledger.with(&ledger.amend(id(1), narrowing).unwrap());
        for (was, is) in open(&ledger).into_iter().zip(open(&after)) {
            prop_assert!(was || !is);
        }
        prop_assert!(after.records()[0].expires() <= ledger.records()[0].expires());
    }
}

#[test]
fn the_fixture_person_is_an_adult() {
    assert!(Giver::Person.check(Assent::NotApplicable, ADULT, &ages()).is_ok());
}
