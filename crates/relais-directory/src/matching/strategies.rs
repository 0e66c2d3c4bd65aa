//! Services and people of every kind, for the properties.

use std::collections::BTreeSet;

use jiff::{ToSpan, civil::date};
use proptest::{collection::vec, option, prelude::*, sample::select};
use relais_kernel::{Priority, Sex};

use super::{samples::*, *};
use crate::{
    Admits, Assurance, Capacity, CapacityState, Code, Eligibility, Entry, Opening, PCode, Service, Spot,
    Visibility,
};

fn some_codes(of: &'static [&'static str]) -> impl Strategy<Value = BTreeSet<Code>> {
    vec(select(of), 0..3).prop_map(|texts| texts.into_iter().map(code).collect())
}

fn eligibilities() -> impl Strategy<Value = Eligibility> {
    (
        select(Admits::ALL.as_slice()),
        option::of(0u8..70),
        option::of(10u8..80),
        some_codes(&["women", "children", "families", "stranded"]),
        option::of(any::<bool>()),
        option::of(any::<bool>()),
        some_codes(&["id_card", "court_order"]),
    )
        .prop_map(
            |(admits, min_age, max_age, target_groups, foreigners, irregular_status, required_documents)| {
                Eligibility {
                    admits,
                    min_age,
                    max_age,
                    target_groups,
                    foreigners,
                    irregular_status,
                    required_documents,
                    conditions: None,
                }
            },
        )
}

fn entries() -> impl Strategy<Value = Entry> {
    let (since, reason) = (date(2026, 1, 1), "raison".to_owned());
    (0u8..9, 0i64..400).prop_map(move |(state, age)| {
        let assurance = Assurance {
            on: date(2026, 11, 20).saturating_sub(age.days()),
            by: None,
        };
        match state {
            0 => Entry::Draft,
            1 => Entry::Verified { assurance },
            2 => Entry::Suspended {
                assurance,
                since,
                reason: reason.clone(),
            },
            3 => Entry::TemporarilyClosed {
                assurance,
                since,
                until: None,
            },
            4 => Entry::TemporarilyClosed {
                assurance,
                since,
                until: Some(date(2026, 11, 20)),
            },
            5 => Entry::Defunct {
                assurance: None,
                since,
                reason: reason.clone(),
            },
            _ => Entry::Active { assurance, since },
        }
    })
}

fn capacities() -> impl Strategy<Value = Option<Capacity>> {
    (
        option::of(select(CapacityState::ALL.as_slice())),
        option::of(0u32..6),
        option::of(0i64..90),
    )
        .prop_map(|(state, available, next)| {
            let next_date = next.map(|days| date(2026, 11, 20).saturating_add(days.days()));
            let declared = Capacity::declared(Some(20), available, state, at("2026-11-19T08:00:00Z"))?;
            Some(Capacity {
                next_date,
                ..declared
            })
        })
}

fn areas() -> impl Strategy<Value = BTreeSet<PCode>> {
    let some = vec(
        select(["CM004", "CM005", "CM005004", "CM005001"].as_slice()),
        0..3,
    );
    some.prop_map(|texts| texts.into_iter().map(|t| t.parse().unwrap()).collect())
}

fn spots() -> impl Strategy<Value = Spot> {
    (0u8..5, 0.0..200.0).prop_map(|(kind, km)| match kind {
        0 => Spot::default(),
        1 => Spot {
            region: "CM004".parse().ok(),
            ..Spot::default()
        },
        2 => Spot {
            region: "CM005".parse().ok(),
            department: "CM005004".parse().ok(),
            ..Spot::default()
        },
        _ => north_of_douala(km),
    })
}

pub fn services() -> impl Strategy<Value = Vec<Service>> {
    let one = (
        eligibilities(),
        entries(),
        capacities(),
        areas(),
        spots(),
        select(Visibility::ALL.as_slice()),
        (
            option::of(any::<bool>()),
            option::of(0u16..60),
            option::of(any::<bool>()),
            any::<bool>(),
            0u8..8,
        ),
        some_codes(&["ful", "fra", "eng"]),
    );
    vec(one, 0..24).prop_map(|all| {
        let numbered = all.into_iter().enumerate();
        numbered
            .map(
                |(n, (eligibility, entry, capacity, coverage, spot, visibility, rest, languages))| {
                    let (emergency, wait_days, remote, always, served) = rest;
                    let base = service(n as u128);
                    Service {
                        eligibility,
                        entry,
                        capacity,
                        coverage,
                        visibility,
                        emergency,
                        wait_days,
                        remote,
                        languages,
                        hours: always.then_some(Opening::Always),
                        needs: codes([if served == 0 { "food" } else { "legal_aid" }]),
                        place: crate::Place {
                            spot,
                            ..base.place.clone()
                        },
                        ..base
                    }
                },
            )
            .collect()
    })
}

pub fn people() -> impl Strategy<Value = PersonFacts> {
    let ages = prop_oneof![
        (0u8..90).prop_map(Ages::years),
        Just(Ages::UNKNOWN),
        Just(Ages::MINOR)
    ];
    let mobility = select([Mobility::Free, Mobility::Limited, Mobility::Homebound].as_slice());
    (
        ages,
        option::of(select(Sex::ALL.as_slice())),
        option::of(any::<bool>()),
        option::of(any::<bool>()),
        vec(select(["ful", "fra", "eng"].as_slice()).prop_map(code), 0..3),
        option::of(some_codes(&["families", "stranded"])),
        option::of(some_codes(&["id_card", "court_order"])),
        option::of(mobility),
    )
        .prop_map(
            |(age, sex, foreign, irregular, languages, groups, documents, mobility)| PersonFacts {
                age,
                sex,
                foreign,
                irregular,
                languages,
                groups,
                perhaps: BTreeSet::new(),
                documents,
                mobility,
                avoid: BTreeSet::new(),
            },
        )
}

pub fn needs() -> impl Strategy<Value = NeedFacts> {
    (select(Priority::ALL.as_slice()), spots()).prop_map(|(priority, spot)| NeedFacts {
        spot,
        ..need(priority)
    })
}
