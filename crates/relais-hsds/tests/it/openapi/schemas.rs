use std::collections::BTreeSet;

use jsonschema::Validator;
use relais_hsds::{
    Kind, Shelf,
    oracle::{close, samples},
};
use serde_json::{Value, json};

use super::ours;
use crate::assembly;

/// Checks against a component, as it is or with every object closed.
fn validator(component: &str, closed: bool) -> Validator {
    let mut components = ours()["components"].clone();
    if closed {
        close(&mut components);
    }
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": format!("#/components/schemas/{component}"),
        "components": components,
    });
    let options = jsonschema::options()
        .should_validate_formats(true)
        .should_ignore_unknown_formats(false);
    options.build(&schema).unwrap()
}

pub fn refused(component: &str, document: &Value) -> Vec<String> {
    let both = [false, true].map(|closed| validator(component, closed));
    let errors = both.iter().flat_map(|validator| validator.iter_errors(document));
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn what_the_standard_accepts_our_schemas_accept() {
    let records = samples();
    let shelf = Shelf::of(&records);
    for (component, document) in [
        ("service", assembly::service(&shelf)),
        ("organization_full", assembly::organization_full(&shelf)),
        ("service_at_location_full", assembly::service_at_location(&shelf)),
        ("service_list", assembly::service_list(&shelf)),
        ("organization_list", assembly::organization_list(&shelf)),
        (
            "service_at_location_list",
            assembly::service_at_location_list(&shelf),
        ),
    ] {
        assert_eq!(refused(component, &document), Vec::<String>::new(), "{component}");
    }
    for kind in Kind::ALL {
        let [open, closed] = [false, true].map(|closed| validator(kind.name(), closed));
        for record in records.iter().filter(|record| record.kind == *kind) {
            let part = assembly::part(&shelf, record);
            assert!(open.is_valid(&part) && closed.is_valid(&part), "{}", kind.name());
        }
    }
}

#[test]
fn our_schemas_refuse_what_the_standard_refuses() {
    let records = samples();
    let service = assembly::service(&Shelf::of(&records));
    let open = validator("service", false);
    for (at, value) in [
        ("status", json!("closed")),
        ("url", json!("")),
        ("email", Value::Null),
        ("id", json!("17")),
        ("minimum_age", json!("18")),
        ("phones", json!([{ "id": service["id"] }])),
        (
            "capacities",
            json!([{ "id": service["id"], "available": 1, "updated": "2026-01-02T03:04:05Z" }]),
        ),
    ] {
        let mut corrupt = service.clone();
        corrupt[at] = value;
        assert!(!open.is_valid(&corrupt), "{at}");
    }
    let mut more = service;
    more["flavour"] = json!("sweet");
    assert!(open.is_valid(&more) && !validator("service", true).is_valid(&more));
}

#[test]
fn our_schemas_name_no_property_that_the_standard_does_not_but_those_of_3_3() {
    let document = ours();
    let mut more = Vec::new();
    for kind in Kind::ALL {
        let standard = relais_hsds::oracle::schema(*kind);
        let properties = document["components"]["schemas"][kind.name()]["properties"]
            .as_object()
            .unwrap();
        let known = standard["properties"].as_object().unwrap();
        more.extend(properties.iter().filter(|(name, _)| !known.contains_key(*name)));
        assert!(
            known.keys().all(|name| properties.contains_key(name)),
            "{}",
            kind.name()
        );
    }
    let names: BTreeSet<_> = more.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["events", "group", "operating_hours"].into());
    assert!(more.iter().all(|(_, schema)| schema["x-hsds-extension"] == true));
}

#[test]
fn a_page_of_either_form_is_accepted_and_one_without_its_counts_is_not() {
    let records = samples();
    let shelf = Shelf::of(&records);
    let mut page = json!({
        "total_items": 2, "total_pages": 1, "page_number": 1, "size": 2,
        "first_page": true, "last_page": true, "empty": false,
        "contents": [assembly::service_list(&shelf), assembly::service(&shelf)],
    });
    assert_eq!(refused("service_page", &page), Vec::<String>::new());
    page.as_object_mut().unwrap().remove("total_items");
    assert!(!refused("service_page", &page).is_empty());
}
