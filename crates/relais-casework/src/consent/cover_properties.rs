//! What holds of every ledger and every question.

use std::collections::BTreeSet;

use proptest::prelude::*;
use relais_mechanism::{DataCategory as D, Purpose};

use super::{
    ledger_tests::{act, empty, give, org, terms, today},
    *,
};
use crate::fixture::*;

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
