use relais_hsds::{
    Kind, Shelf,
    oracle::{Shape, UNKNOWN, faults, samples},
};
use serde_json::{Value, json};

use crate::assembly;

/// What is found in a service after a value was put in it.
fn after(path: &str, value: &Value) -> Vec<String> {
    let records = samples();
    let mut service = assembly::service(&Shelf::of(&records));
    let (parent, name) = path.rsplit_once('/').unwrap();
    service.pointer_mut(parent).unwrap()[name] = value.clone();
    faults(Shape::Service, &service)
}

#[test]
fn a_null_is_found_wherever_it_stands() {
    let found = after("/organization/contacts/0/department", &Value::Null);
    assert!(
        found.contains(&"/organization/contacts/0/department: null".to_owned()),
        "{found:?}"
    );
    assert!(after("/not_of_the_standard", &Value::Null).contains(&"/not_of_the_standard: null".to_owned()));
}

#[test]
fn what_is_no_address_id_or_date_is_found() {
    for (path, value) in [
        ("/url", ""),
        ("/url", "www.example.org"),
        ("/email", "nobody"),
        ("/organization/id", "17"),
        ("/last_modified", "2026-01-02"),
        ("/service_at_locations/0/location/url", ""),
    ] {
        let found = after(path, &json!(value));
        assert!(
            found.iter().any(|fault| fault.starts_with(path)),
            "{path} {value}: {found:?}"
        );
    }
}

#[test]
fn a_word_that_is_none_of_the_choices_is_found() {
    assert_eq!(after("/status", &json!("closed")).len(), 1);
    assert_eq!(after("/schedules/0/freq", &json!("DAILY")).len(), 1);
}

#[test]
fn a_number_that_is_a_text_is_found() {
    assert_eq!(after("/minimum_age", &json!("18")).len(), 1);
}

#[test]
fn what_is_missing_is_found() {
    let records = samples();
    let mut service = assembly::service(&Shelf::of(&records));
    service["capacities"][0].as_object_mut().unwrap().remove("unit");
    assert_eq!(faults(Shape::Service, &service).len(), 1);
}

#[test]
fn a_property_that_the_standard_does_not_name_is_found_by_the_closed_schemas_alone() {
    for path in [
        "/flavour",
        "/organization/flavour",
        "/capacities/0/unit/flavour",
        "/organization/services",
    ] {
        let found = after(path, &json!("sweet"));
        assert_eq!(found.len(), 1, "{path}: {found:?}");
        assert!(found[0].starts_with(UNKNOWN));
    }
}

#[test]
fn the_service_within_a_service_at_a_location_lists_no_others() {
    let records = samples();
    let mut at = assembly::service_at_location(&Shelf::of(&records));
    at["service"]["service_at_locations"] = json!([]);
    assert_eq!(faults(Shape::ServiceAtLocation, &at).len(), 1);
}

#[test]
fn a_kind_is_not_taken_for_another() {
    let records = samples();
    let organization = assembly::organization_list(&Shelf::of(&records));
    assert!(!faults(Shape::Part(Kind::Phone), &organization).is_empty());
    assert!(!faults(Shape::TaxonomyTerm, &organization).is_empty());
}
