use std::collections::{HashMap, HashSet};

use relais_hsds::{Kind, Record};
use uuid::Uuid;

/// Everything among these records that would tell where these services are or that they are there: they themselves, what
/// is said of them, their places where nothing else is given there, and who offers nothing else (DP-35).
pub fn betraying(records: &[Record], services: &HashSet<Uuid>) -> HashSet<(Kind, Uuid)> {
    let of = |kind: Kind| records.iter().filter(move |record| record.kind == kind);
    let named = |record: &Record, field: &str, ids: &HashSet<Uuid>| {
        record.link(field).is_some_and(|id| ids.contains(&id))
    };
    let places: HashSet<Uuid> = of(Kind::ServiceAtLocation)
        .filter(|place| named(place, "service_id", services))
        .map(|place| place.id)
        .collect();
    let locations = alone(of(Kind::ServiceAtLocation), "location_id", &places);
    let organisations = alone(of(Kind::Service), "organization_id", services);
    let tells = |record: &&Record| {
        let own = match record.kind {
            Kind::Service => services.contains(&record.id),
            Kind::ServiceAtLocation => places.contains(&record.id),
            Kind::Location => locations.contains(&record.id),
            Kind::Organization => organisations.contains(&record.id),
            _ => false,
        };
        let subject = record.subject().map(|(_, id)| id);
        let about = |ids: &HashSet<Uuid>| subject.is_some_and(|id| ids.contains(&id));
        own || named(record, "service_id", services)
            || named(record, "service_at_location_id", &places)
            || named(record, "location_id", &locations)
            || named(record, "organization_id", &organisations)
            || [services, &places, &locations, &organisations]
                .into_iter()
                .any(about)
    };
    records
        .iter()
        .filter(tells)
        .map(|record| (record.kind, record.id))
        .collect()
}

/// What is named by some of these records, and by none of the others.
fn alone<'r>(all: impl Iterator<Item = &'r Record>, field: &str, some: &HashSet<Uuid>) -> HashSet<Uuid> {
    let mut only: HashMap<Uuid, bool> = HashMap::new();
    for record in all {
        if let Some(id) = record.link(field) {
            let held = only.entry(id).or_insert(true);
            *held = *held && some.contains(&record.id);
        }
    }
    only.into_iter()
        .filter(|(_, only)| *only)
        .map(|(id, _)| id)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    #[test]
    fn a_hidden_service_leaves_nothing_of_itself_and_everything_of_others() {
        let service = |number, of| Record::new(Kind::Service, id(number)).of("organization_id", id(of));
        let place = |number, service, location| {
            Record::new(Kind::ServiceAtLocation, id(number))
                .of("service_id", id(service))
                .of("location_id", id(location))
        };
        let records = [
            Record::new(Kind::Organization, id(10)),
            Record::new(Kind::Organization, id(11)),
            service(1, 10),
            service(2, 11),
            service(3, 11),
            Record::new(Kind::Location, id(20)),
            Record::new(Kind::Location, id(21)),
            place(30, 1, 20),
            place(31, 1, 21),
            place(32, 2, 21),
            Record::new(Kind::Address, id(40)).of("location_id", id(20)),
            Record::new(Kind::Address, id(41)).of("location_id", id(21)),
            Record::new(Kind::Phone, id(50)).of("service_at_location_id", id(30)),
            Record::new(Kind::Phone, id(51)).of("organization_id", id(10)),
            Record::new(Kind::Phone, id(52)).of("service_id", id(3)),
        ];
        let found = betraying(&records, &HashSet::from([id(1), id(3)]));
        let mut numbers: Vec<u128> = found.into_iter().map(|(_, id)| id.as_u128()).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, [1, 3, 10, 20, 30, 31, 40, 50, 51, 52]);
    }
}
