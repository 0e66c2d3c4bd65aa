//! How long it takes to weigh many services for one person, without a database:
//! `cargo run -p relais-directory --example matching -- 50000`

#![expect(clippy::expect_used, reason = "an example stops where it cannot go on")]

use std::{collections::BTreeSet, time::Instant};

use jiff::{Timestamp, civil::date};
use relais_directory::{
    Access, Ages, Assurance, Capacity, Code, Contact, CrowFlies, Eligibility, Entry, Fee, FreshnessRules,
    Measures, NeedFacts, Opening, PersonFacts, Place, Point, Prefilter, Service, Spot, Visibility,
    Vocabulary, find,
};
use relais_kernel::{Entropy, Id, Localised, Priority, PublicRef, SeededEntropy};

const NEEDS: [&str; 8] = [
    "health",
    "legal_aid",
    "food",
    "housing",
    "cash",
    "employment",
    "education",
    "tracing",
];

fn code(text: &str) -> Code {
    text.parse().expect("a code")
}

fn spot(region: u64, north: f64, east: f64) -> Spot {
    Spot {
        region: format!("CM{:03}", region + 1).parse().ok(),
        department: format!("CM{:03}001", region + 1).parse().ok(),
        town: None,
        point: Point::new(4.0 + north, 9.7 + east),
    }
}

fn service(n: u64, chance: &SeededEntropy, now: Timestamp) -> Service {
    let degrees = |bound: u64| f64::from(u32::try_from(chance.below(bound * 1000)).unwrap_or(0)) / 1000.0;
    let region = chance.below(10);
    let spot = spot(region, degrees(8), degrees(6));
    let coverage = spot.region.clone().into_iter().collect();
    let on = date(2026, 11, 20)
        .saturating_sub(jiff::Span::new().days(i64::try_from(chance.below(300)).unwrap_or(0)));
    let picked = |list: &[&str]| code(list[usize::try_from(chance.below(list.len() as u64)).unwrap_or(0)]);
    Service {
        id: Id::new(now, chance),
        public_ref: PublicRef::new(chance),
        organisation: Id::new(now, chance),
        name: Localised::new(format!("Service-Test {n}"), format!("Test service {n}")),
        needs: [picked(&NEEDS)].into(),
        dimension: code("social"),
        eligibility: Eligibility {
            min_age: (chance.below(3) == 0).then_some(18),
            required_documents: if chance.below(4) == 0 {
                [code("national_id")].into()
            } else {
                BTreeSet::new()
            },
            ..Eligibility::default()
        },
        access: Some(Access::Appointment),
        fee: Some(Fee::Free),
        wait_days: u16::try_from(chance.below(60)).ok(),
        languages: [picked(&["fra", "eng", "ful"]), code("fra")].into(),
        interpreter: None,
        remote: None,
        hours: Some(Opening::Always),
        emergency: Some(chance.below(3) == 0),
        place: Place {
            id: Id::new(now, chance),
            spot,
            address: None,
        },
        coverage,
        visibility: if chance.below(20) == 0 {
            Visibility::HiddenAddress
        } else {
            Visibility::Members
        },
        contact: Contact::default(),
        capacity: Capacity::declared(Some(30), u32::try_from(chance.below(10)).ok(), None, now),
        entry: Entry::Active {
            assurance: Assurance { on, by: None },
            since: on,
        },
    }
}

fn main() {
    let count = std::env::args()
        .nth(1)
        .and_then(|n| n.parse().ok())
        .unwrap_or(50_000);
    let now: Timestamp = "2026-11-20T09:00:00Z".parse().expect("a time");
    let chance = SeededEntropy::new(1);
    let services: Vec<_> = (0..count).map(|n| service(n, &chance, now)).collect();
    let today = date(2026, 11, 20);
    let need = NeedFacts {
        needs: BTreeSet::from([code("food")]),
        priority: Priority::Urgent,
        spot: spot(4, 0.05, 0.0),
        now: today.at(10, 0, 0, 0),
        wanted_on: today,
    };
    let person = PersonFacts {
        age: Ages::years(16),
        languages: vec![code("ful")],
        ..PersonFacts::default()
    };
    let measures = Measures {
        distances: &CrowFlies,
        freshness: FreshnessRules::default(),
    };
    let filter = Prefilter::of(&need);
    let kept: Vec<_> = services.iter().filter(|s| filter.keeps(s)).collect();
    for (what, chosen) in [
        ("all", services.iter().collect::<Vec<_>>()),
        ("need and region", kept),
    ] {
        let number = chosen.len();
        let started = Instant::now();
        let found = find(&need, &person, chosen, measures);
        let took = started.elapsed();
        println!(
            "{what}: {number} services in {took:?}: {} fit, {} do not",
            found.fits.len(),
            found.excluded.len()
        );
        if let Some(best) = found.fits.first() {
            let words = Vocabulary::default();
            let said: Vec<_> = best
                .reasons
                .iter()
                .map(|r| r.tell(&words, today).sentence.fr)
                .collect();
            println!(
                "  {} ({} points): {}",
                best.service.name.fr,
                best.score.total(),
                said.join(" ; ")
            );
        }
    }
}
