//! When a service of a package changed: what harvesters ask for (HSDS, `service.last_modified`: "when the service, or any
//! related information, has changed"). Sources forget to say it, and a date never goes back.

use std::collections::HashSet;

use relais_hsds::{Kind, Record};
use relais_kernel::Timestamp;
use uuid::Uuid;

use super::{CHANGED, NEW, SAME};
use crate::store::hsds::hangs_on;

const FIELD: &str = "last_modified";

fn said(record: &Record) -> Option<Timestamp> {
    record.text(FIELD)?.parse().ok()
}

fn without_date(record: &Record) -> Record {
    let mut record = record.clone();
    record.body.remove(FIELD);
    record
}

/// The same record, changed at this moment.
pub(super) fn changed_now(record: &Record, now: Timestamp) -> Record {
    let mut record = record.clone();
    record.body.insert(FIELD.to_owned(), format!("{now:.3}").into());
    record
}

/// A record as it is kept, and what the import does to it.
pub(super) fn dated(record: &Record, held: Option<&Record>, now: Timestamp) -> (Record, usize) {
    let Some(held) = held else {
        let undated = record.kind == Kind::Service && said(record).is_none();
        let record = if undated {
            changed_now(record, now)
        } else {
            record.clone()
        };
        return (record, NEW);
    };
    if record.kind != Kind::Service {
        let how = if held == record { SAME } else { CHANGED };
        return (record.clone(), how);
    }
    let later = said(record) > said(held);
    match without_date(record) == without_date(held) {
        true if !later => (held.clone(), SAME),
        false if !later => (changed_now(record, now), CHANGED),
        _ => (record.clone(), CHANGED),
    }
}

/// A service that its source no longer has.
pub(super) fn defunct(record: &Record, now: Timestamp) -> Record {
    if record.text("status") == Some("defunct") {
        return record.clone();
    }
    let mut record = changed_now(record, now);
    record.body.insert("status".to_owned(), "defunct".into());
    record.body.remove("program_id");
    record
}

/// The services around which something changed or went: what is said of them, their places, and who offers them.
pub(super) fn touched<'r>(changed: impl Iterator<Item = &'r Record>, all: &[Record]) -> HashSet<Uuid> {
    let mut ids: HashSet<Uuid> = HashSet::new();
    for record in changed {
        ids.insert(record.id);
        ids.extend(hangs_on(record).into_iter().flatten());
        ids.extend(record.link("location_id"));
        // Another service, place or program of an organisation says nothing of this one.
        if !matches!(record.kind, Kind::Service | Kind::Location | Kind::Program) {
            ids.extend(record.link("organization_id"));
        }
    }
    if ids.is_empty() {
        return ids;
    }
    for place in all.iter().filter(|record| record.kind == Kind::ServiceAtLocation) {
        let there = place.link("location_id");
        if ids.contains(&place.id) || there.is_some_and(|id| ids.contains(&id)) {
            ids.extend(place.link("service_id"));
        }
    }
    let services = all.iter().filter(|record| record.kind == Kind::Service);
    let around = |service: &Record| {
        let names = ["organization_id", "program_id"];
        let mut named = names.iter().filter_map(|field| service.link(field));
        ids.contains(&service.id) || named.any(|id| ids.contains(&id))
    };
    services
        .filter(|service| around(service))
        .map(|service| service.id)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const THEN: &str = "2026-02-28T00:00:00.000Z";

    fn service(name: &str, modified: Option<&str>) -> Record {
        let record = Record::new(Kind::Service, Uuid::from_u128(1)).with("name", name);
        match modified {
            Some(at) => record.with(FIELD, at),
            None => record,
        }
    }

    fn now() -> Timestamp {
        "2026-11-27T08:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_date_never_goes_back_and_a_change_without_a_date_is_one_of_today() {
        let held = service("Un-Test", Some("2026-10-01T00:00:00.000Z"));
        let today = "2026-11-27T08:00:00.000Z";
        for (said, expected, how) in [
            (service("Un-Test", Some(THEN)), "2026-10-01T00:00:00.000Z", SAME),
            (service("Un-Test", None), "2026-10-01T00:00:00.000Z", SAME),
            (service("Deux-Test", Some(THEN)), today, CHANGED),
            (service("Deux-Test", None), today, CHANGED),
            (
                service("Un-Test", Some("2026-11-01T00:00:00.000Z")),
                "2026-11-01T00:00:00.000Z",
                CHANGED,
            ),
        ] {
            let (kept, found) = dated(&said, Some(&held), now());
            assert_eq!((kept.text(FIELD), found), (Some(expected), how), "{said:?}");
            assert_eq!(dated(&said, Some(&kept), now()), (kept, SAME), "the same again");
        }
    }

    #[test]
    fn a_service_that_comes_back_changed_today() {
        let gone = defunct(&service("Un-Test", Some(THEN)), now());
        let later: Timestamp = "2026-12-01T08:00:00Z".parse().unwrap();
        let (back, how) = dated(&service("Un-Test", Some(THEN)), Some(&gone), later);
        assert_eq!(how, CHANGED);
        assert_eq!(back.text(FIELD), Some("2026-12-01T08:00:00.000Z"));
        assert_eq!(back.text("status"), None);
    }

    #[test]
    fn what_changes_around_a_service_touches_it_and_no_other() {
        let id = Uuid::from_u128;
        let other = Record::new(Kind::Service, id(2)).of("organization_id", id(20));
        let all = [
            service("Un-Test", None).of("organization_id", id(10)),
            other.clone(),
            Record::new(Kind::ServiceAtLocation, id(3))
                .of("service_id", id(1))
                .of("location_id", id(4)),
        ];
        for changed in [
            Record::new(Kind::Phone, id(5)).of("service_id", id(1)),
            Record::new(Kind::Phone, id(5)).of("service_at_location_id", id(3)),
            Record::new(Kind::Address, id(5)).of("location_id", id(4)),
            Record::new(Kind::Organization, id(10)),
            Record::new(Kind::Phone, id(5)).of("organization_id", id(10)),
        ] {
            let found = touched([&changed].into_iter(), &all);
            assert_eq!(found.into_iter().collect::<Vec<_>>(), [id(1)], "{changed:?}");
        }
        assert!(touched([&Record::new(Kind::Taxonomy, id(9))].into_iter(), &all).is_empty());
        assert!(!touched([&other].into_iter(), &all).contains(&id(1)));
    }
}
