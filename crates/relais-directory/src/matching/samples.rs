//! Services and people of the tests: all invented.

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::date};
use relais_kernel::{Id, Localised, Priority, PublicRef};
use uuid::Uuid;

use super::{Measures, NeedFacts, PersonFacts, find};
use crate::{
    Assurance, Capacity, Code, Contact, CrowFlies, Eligibility, Entry, FreshnessRules, List, Place, Point,
    Service, Spot, Visibility, Vocabulary,
};

pub const MEASURES: Measures<'static> = Measures {
    distances: &CrowFlies,
    freshness: FreshnessRules {
        emergency_days: 90,
        days: 180,
    },
};

pub fn code(text: &str) -> Code {
    text.parse().unwrap()
}

pub fn codes<const N: usize>(texts: [&str; N]) -> BTreeSet<Code> {
    texts.into_iter().map(code).collect()
}

pub fn words() -> Vocabulary {
    Vocabulary::default()
        .with(List::Language, "ful", "fulfulde", "Fulfulde")
        .with(List::Language, "fra", "français", "French")
        .with(List::Document, "id_card", "carte d’identité", "identity card")
        .with(List::TargetGroup, "families", "familles", "families")
}

/// The centre of Douala, in the department of Wouri.
pub fn douala() -> Spot {
    Spot {
        region: "CM005".parse().ok(),
        department: "CM005004".parse().ok(),
        town: Some("Douala".into()),
        point: Point::new(4.0483, 9.7043),
    }
}

/// A point `km` north of the centre of Douala, still in its region.
pub fn north_of_douala(km: f64) -> Spot {
    Spot {
        point: Point::new(4.0483 + km / 111.195, 9.7043),
        ..douala()
    }
}

pub fn need(priority: Priority) -> NeedFacts {
    let today = date(2026, 11, 20); // a Friday
    NeedFacts {
        needs: BTreeSet::from([code("legal_aid")]),
        priority,
        spot: douala(),
        now: today.at(10, 0, 0, 0),
        wanted_on: today,
    }
}

pub fn person() -> PersonFacts {
    PersonFacts::default()
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// An active service in Douala that says little of itself.
pub fn service(n: u128) -> Service {
    let uuid = Uuid::from_u128(n);
    let assurance = Assurance {
        on: date(2026, 11, 8),
        by: None,
    };
    Service {
        id: Id::from_uuid(uuid),
        public_ref: PublicRef::from_uuid(uuid),
        organisation: Id::from_uuid(uuid),
        name: Localised::new(format!("Service-Test {n}"), format!("Test service {n}")),
        needs: codes(["legal_aid"]),
        dimension: code("legal"),
        eligibility: Eligibility::default(),
        access: None,
        fee: None,
        wait_days: None,
        languages: BTreeSet::new(),
        interpreter: None,
        remote: None,
        hours: None,
        emergency: None,
        place: Place {
            id: Id::from_uuid(uuid),
            spot: douala(),
            address: Some("Rue-Test 1".into()),
        },
        coverage: BTreeSet::new(),
        visibility: Visibility::Members,
        contact: Contact::default(),
        capacity: None,
        entry: Entry::Active {
            assurance,
            since: date(2026, 1, 1),
        },
    }
}

pub fn places(n: u32) -> Option<Capacity> {
    Capacity::declared(Some(20), Some(n), None, at("2026-11-19T08:00:00Z"))
}

/// The sentences, in French, of why a service fits.
pub fn fits(need: &NeedFacts, person: &PersonFacts, service: &Service) -> Vec<String> {
    let found = find(need, person, [service], MEASURES);
    let fit = found
        .fits
        .first()
        .unwrap_or_else(|| panic!("excluded: {:?}", found.excluded));
    fit.reasons
        .iter()
        .map(|r| r.tell(&words(), need.now.date()).sentence.fr)
        .collect()
}

/// The sentences, in French, of why it does not.
pub fn excluded(need: &NeedFacts, person: &PersonFacts, service: &Service) -> Vec<String> {
    let found = find(need, person, [service], MEASURES);
    let out = found
        .excluded
        .first()
        .unwrap_or_else(|| panic!("fits: {:?}", found.fits));
    out.reasons
        .iter()
        .map(|r| r.sentence(&words(), need.now.date()).fr)
        .collect()
}

pub fn normal() -> NeedFacts {
    need(Priority::Normal)
}
