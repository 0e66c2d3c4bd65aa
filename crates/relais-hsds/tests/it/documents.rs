use relais_hsds::{
    Kind, Shelf,
    oracle::{Shape, faults, samples},
};
use serde_json::Value;

use crate::assembly;

fn clean(shape: Shape, document: fn(&Shelf<'_>) -> Value) -> Value {
    let records = samples();
    let document = document(&Shelf::of(&records));
    assert_eq!(faults(shape, &document), Vec::<String>::new());
    document
}

#[test]
fn a_whole_service_is_as_the_standard_has_it() {
    let service = clean(Shape::Service, assembly::service);
    let capacity = &service["capacities"][0];
    assert_eq!(capacity["unit"]["attributes"][0]["link_entity"], "unit");
    assert_eq!(
        service["contacts"][0]["phones"][0]["languages"][0]["note"],
        "note of language 1"
    );
    assert_eq!(
        service["service_at_locations"][0]["location"]["addresses"][0]["city"],
        "city of address 1"
    );
}

#[test]
fn a_whole_organization_is_as_the_standard_has_it() {
    let organization = clean(Shape::Organization, assembly::organization_full);
    assert_eq!(organization["programs"][0]["name"], "name of program 1");
    assert_eq!(
        organization["services"][0]["organization"]["id"],
        organization["id"]
    );
}

#[test]
fn a_whole_service_at_a_location_is_as_the_standard_has_it() {
    let at = clean(Shape::ServiceAtLocation, assembly::service_at_location);
    assert_eq!(at["service"]["id"], at["service_id"]);
    assert_eq!(at["location"]["id"], at["location_id"]);
}

#[test]
fn the_rows_of_lists_are_as_the_standard_has_them() {
    clean(Shape::ServiceList, assembly::service_list);
    clean(Shape::OrganizationList, assembly::organization_list);
    clean(Shape::ServiceAtLocationList, assembly::service_at_location_list);
}

#[test]
fn every_record_of_every_kind_is_as_the_standard_has_it() {
    let records = samples();
    let shelf = Shelf::of(&records);
    for record in &records {
        let part = assembly::part(&shelf, record);
        assert_eq!(
            faults(Shape::Part(record.kind), &part),
            Vec::<String>::new(),
            "{}",
            record.kind.name()
        );
    }
}

#[test]
fn no_column_and_no_list_that_the_standard_names_is_left_out() {
    let records = samples();
    let shelf = Shelf::of(&records);
    for kind in Kind::ALL {
        // Of the two, the second has something above it.
        let last = records.iter().rfind(|record| record.kind == *kind).unwrap();
        let part = assembly::part(&shelf, last);
        let schema = relais_hsds::oracle::schema(*kind);
        let roots: Vec<_> = kind
            .singles()
            .iter()
            .chain(kind.lists())
            .filter(|(_, kind, _)| kind.is_root())
            .collect();
        for name in schema["properties"].as_object().unwrap().keys() {
            let joined = roots.iter().any(|(root, ..)| root == name);
            let none = *kind == Kind::Attribute && name == "metadata";
            assert!(
                joined || none || part.get(name).is_some(),
                "{} of {}",
                name,
                kind.name()
            );
        }
    }
}
