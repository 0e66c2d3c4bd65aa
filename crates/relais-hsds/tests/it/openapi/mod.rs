mod root;
mod schemas;

use std::collections::{BTreeMap, BTreeSet};

use relais_hsds::{
    openapi::{About, Collection, Licence, Publisher, document},
    oracle::OPENAPI,
};
use serde_json::{Value, json};

fn about() -> About {
    let publisher = Publisher {
        name: "Réseau-Test".to_owned(),
        identifier: Some("XX-TEST-1".to_owned()),
        email: Some("annuaire@example.org".to_owned()),
        website: Some("https://example.org/".to_owned()),
        additional_websites: vec!["https://example.org/annuaire".to_owned()],
    };
    About {
        description: "Services for people on the move.".to_owned(),
        licence: Some(Licence {
            name: "CC BY 4.0".to_owned(),
            url: "https://creativecommons.org/licenses/by/4.0/".to_owned(),
        }),
        data_guide: Some("https://example.org/guide".to_owned()),
        ..About::at("https://example.org/hsds/", "Annuaire-Test", publisher)
    }
}

fn ours() -> Value {
    document(&about())
}

fn theirs() -> Value {
    serde_json::from_str(OPENAPI).unwrap()
}

fn references<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(map) => {
            found.extend(map.get("$ref").and_then(Value::as_str));
            map.values().for_each(|value| references(value, found));
        }
        Value::Array(list) => list.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

/// The operations of a document: path, method, operation.
fn operations(document: &Value) -> Vec<(&str, &str, &Value)> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if method != "parameters" {
                all.push((path.as_str(), method.as_str(), operation));
            }
        }
    }
    all
}

fn resolved<'v>(document: &'v Value, value: &'v Value) -> &'v Value {
    match value["$ref"].as_str() {
        Some(to) => document.pointer(to.strip_prefix('#').unwrap()).unwrap(),
        None => value,
    }
}

/// The parameters of an operation and of its path: where they stand and what they are called.
fn asked(document: &Value, path: &str, operation: &Value) -> BTreeSet<(String, String)> {
    let shared = &document["paths"][path]["parameters"];
    let all = [shared, &operation["parameters"]]
        .into_iter()
        .filter_map(Value::as_array)
        .flatten();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    all.map(|parameter| resolved(document, parameter))
        .map(|parameter| (text(&parameter["in"]), text(&parameter["name"])))
        .collect()
}

#[test]
fn every_reference_leads_to_something_in_the_document_itself() {
    let document = ours();
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 100);
    for to in found {
        let pointer = to
            .strip_prefix('#')
            .unwrap_or_else(|| panic!("{to} leads elsewhere"));
        assert!(document.pointer(pointer).is_some(), "{to}");
    }
}

#[test]
fn every_component_is_used() {
    let document = ours();
    let mut found = Vec::new();
    references(&document, &mut found);
    for (section, components) in document["components"].as_object().unwrap() {
        for name in components.as_object().unwrap().keys() {
            // The description of a table stands in packages alone.
            let alone = name == "meta_table_description";
            let address = format!("#/components/{section}/{name}");
            assert!(alone || found.contains(&address.as_str()), "{address}");
        }
    }
}

#[test]
fn each_of_the_sixteen_operations_has_a_name_of_its_own_and_says_whether_it_is_required() {
    let document = ours();
    let operations = operations(&document);
    assert_eq!(operations.len(), 16);
    let names: BTreeSet<_> = operations
        .iter()
        .map(|(_, _, operation)| operation["operationId"].as_str().unwrap())
        .collect();
    assert_eq!(names.len(), 16);
    let required = operations
        .iter()
        .filter(|(_, _, operation)| operation["tags"] == json!(["required"]));
    let required: Vec<_> = required.map(|(path, method, _)| (*path, *method)).collect();
    assert_eq!(
        required,
        [("/", "get"), ("/services", "get"), ("/services/{id}", "get")]
    );
    let optional = operations
        .iter()
        .filter(|(_, _, operation)| operation["tags"] == json!(["optional"]));
    assert_eq!(optional.count(), 13);
}

#[test]
fn every_operation_and_parameter_of_the_standard_is_there() {
    let (ours, theirs) = (ours(), theirs());
    let there: BTreeMap<_, _> = operations(&ours)
        .into_iter()
        .map(|(path, method, operation)| ((path, method), operation))
        .collect();
    let standard = operations(&theirs);
    assert_eq!(standard.len(), there.len());
    for (path, method, operation) in standard {
        let at = there
            .get(&(path, method))
            .unwrap_or_else(|| panic!("{method} {path}"));
        let missing: Vec<_> = asked(&theirs, path, operation)
            .difference(&asked(&ours, path, at))
            .cloned()
            .collect();
        assert_eq!(missing, [], "{method} {path}");
    }
}

#[test]
fn what_is_added_to_the_parameters_of_the_standard_is_marked() {
    let (ours, theirs) = (ours(), theirs());
    let standard: BTreeSet<_> = operations(&theirs)
        .into_iter()
        .flat_map(|(path, _, operation)| asked(&theirs, path, operation))
        .map(|(_, name)| name)
        .collect();
    for parameter in ours["components"]["parameters"].as_object().unwrap().values() {
        let name = parameter["name"].as_str().unwrap();
        if parameter["in"] == "query" {
            assert_eq!(
                parameter["x-hsds-extension"] == true,
                !standard.contains(name),
                "{name}"
            );
        }
    }
}

#[test]
fn a_body_asks_by_the_names_of_the_address() {
    let document = ours();
    for collection in Collection::ALL {
        let post = &document["paths"][format!("/{}", collection.name())]["post"];
        let declared: BTreeSet<_> = collection.parameters().iter().copied().collect();
        for media in ["application/json", "application/x-www-form-urlencoded"] {
            let body = resolved(&document, &post["requestBody"]["content"][media]["schema"]);
            let names: BTreeSet<_> = body["properties"]
                .as_object()
                .unwrap()
                .keys()
                .map(String::as_str)
                .collect();
            assert_eq!(names, declared, "{}", collection.name());
        }
        let query = asked(&document, "", post)
            .into_iter()
            .filter(|(place, _)| place == "query");
        assert_eq!(
            query.map(|(_, name)| name).collect::<BTreeSet<_>>(),
            declared.iter().map(|n| (*n).to_owned()).collect()
        );
    }
}

#[test]
fn every_answer_is_described() {
    let document = ours();
    for (path, method, operation) in operations(&document) {
        let answers: Vec<_> = operation["responses"]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let expected: &[&str] = match (path, method) {
            ("/", _) => &["200", "304"],
            (_, "post") => &["200", "400"],
            (path, _) if path.ends_with("{id}") => &["200", "304", "400", "404"],
            _ => &["200", "304", "400"],
        };
        assert_eq!(answers, expected, "{method} {path}");
        for header in ["ETag", "Content-Language", "Vary"] {
            assert!(operation["responses"]["200"]["headers"][header].is_object());
        }
    }
}
