//! Documents as the API gives them: what stands in a record, and the documents that are joined to it.

use relais_hsds::{Kind, Object, Record, Shelf, Value, oracle};

fn record<'r>(shelf: &Shelf<'r>, kind: Kind) -> &'r Record {
    shelf.get(kind, oracle::sample_id(kind, 1)).unwrap()
}

fn json(object: &Object) -> serde_json::Value {
    serde_json::to_value(object).unwrap()
}

fn joined(mut object: Object, others: Vec<(&'static str, Value)>) -> Object {
    for (name, value) in others {
        object.put(name, value);
    }
    object
}

fn single<'r>(shelf: &Shelf<'r>, from: &Record, field: &str, kind: Kind) -> &'r Record {
    shelf.get(kind, from.link(field).unwrap()).unwrap()
}

fn location(shelf: &Shelf<'_>, at: &Record) -> (&'static str, Value) {
    let location = single(shelf, at, "location_id", Kind::Location);
    ("location", Value::Object(shelf.whole(location, None)))
}

fn organization(shelf: &Shelf<'_>, service: &Record) -> (&'static str, Value) {
    let organization = single(shelf, service, "organization_id", Kind::Organization);
    ("organization", Value::Object(shelf.whole(organization, None)))
}

fn service_object(shelf: &Shelf<'_>, service: &Record) -> Object {
    let places = shelf.naming(Kind::ServiceAtLocation, "service_id", service.id);
    let places = places
        .iter()
        .map(|at| joined(shelf.whole(at, None), vec![location(shelf, at)]));
    let others = vec![
        organization(shelf, service),
        ("service_at_locations", Value::List(places.collect())),
    ];
    joined(shelf.whole(service, None), others)
}

pub fn service(shelf: &Shelf<'_>) -> serde_json::Value {
    json(&service_object(shelf, record(shelf, Kind::Service)))
}

pub fn organization_full(shelf: &Shelf<'_>) -> serde_json::Value {
    let organization = record(shelf, Kind::Organization);
    let locations = shelf.naming(Kind::Location, "organization_id", organization.id);
    let services = shelf.naming(Kind::Service, "organization_id", organization.id);
    let others = vec![
        (
            "locations",
            Value::List(locations.iter().map(|l| shelf.whole(l, None)).collect()),
        ),
        (
            "services",
            Value::List(services.iter().map(|s| service_object(shelf, s)).collect()),
        ),
    ];
    json(&joined(shelf.whole(organization, None), others))
}

pub fn service_at_location(shelf: &Shelf<'_>) -> serde_json::Value {
    let at = record(shelf, Kind::ServiceAtLocation);
    let service = single(shelf, at, "service_id", Kind::Service);
    let service = joined(shelf.whole(service, None), vec![organization(shelf, service)]);
    let others = vec![location(shelf, at), ("service", Value::Object(service))];
    json(&joined(shelf.whole(at, None), others))
}

/// A record of any kind, alone with what stands in it.
pub fn part(shelf: &Shelf<'_>, record: &Record) -> serde_json::Value {
    json(&shelf.whole(record, None))
}

fn service_row(shelf: &Shelf<'_>, service: &Record) -> Object {
    let flat = |field, kind| Value::Object(shelf.flat(single(shelf, service, field, kind), None));
    let others = vec![
        ("organization", flat("organization_id", Kind::Organization)),
        ("program", flat("program_id", Kind::Program)),
    ];
    joined(shelf.flat(service, None), others)
}

pub fn service_list(shelf: &Shelf<'_>) -> serde_json::Value {
    json(&service_row(shelf, record(shelf, Kind::Service)))
}

pub fn organization_list(shelf: &Shelf<'_>) -> serde_json::Value {
    json(&shelf.flat(record(shelf, Kind::Organization), None))
}

pub fn service_at_location_list(shelf: &Shelf<'_>) -> serde_json::Value {
    let at = record(shelf, Kind::ServiceAtLocation);
    let location = single(shelf, at, "location_id", Kind::Location);
    let service = single(shelf, at, "service_id", Kind::Service);
    let others = vec![
        ("location", Value::Object(shelf.flat(location, None))),
        ("service", Value::Object(service_row(shelf, service))),
    ];
    json(&joined(shelf.flat(at, None), others))
}
