//! The table of the objects against the standard's descriptor and schemas.

use std::collections::BTreeSet;

use relais_hsds::{
    Field, Kind, Need, Type,
    oracle::{DESCRIPTOR, schema},
};
use serde_json::Value;

pub fn resources() -> Vec<Value> {
    let descriptor: Value = serde_json::from_str(DESCRIPTOR).unwrap();
    descriptor["resources"].as_array().unwrap().clone()
}

fn names<'v>(of: impl IntoIterator<Item = &'v Value>) -> Vec<&'v str> {
    of.into_iter()
        .map(|value| value["name"].as_str().unwrap())
        .collect()
}

fn words(value: &Value) -> Vec<&str> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .map(|word| word.as_str().unwrap())
        .collect()
}

#[test]
fn the_objects_and_their_files_are_the_standards_in_its_order() {
    let resources = resources();
    let theirs: Vec<_> = resources
        .iter()
        .map(|r| (r["name"].as_str().unwrap(), r["path"].as_str().unwrap()))
        .collect();
    let ours: Vec<_> = Kind::ALL.iter().map(|kind| (kind.name(), kind.file())).collect();
    assert_eq!(ours, theirs);
}

#[test]
fn the_columns_are_the_standards_in_its_order() {
    for (kind, resource) in Kind::ALL.iter().zip(resources()) {
        let ours: Vec<_> = kind.fields().iter().map(|field| field.name).collect();
        assert_eq!(
            ours,
            names(resource["schema"]["fields"].as_array().unwrap()),
            "{}",
            kind.name()
        );
        assert_eq!(resource["schema"]["primaryKey"], "id");
    }
}

/// As the descriptor types a column.
fn tabular(kind: Type) -> (&'static str, Option<&'static str>, Vec<&'static str>) {
    match kind {
        Type::Text => ("string", None, vec![]),
        Type::Number => ("number", None, vec![]),
        Type::Uuid => ("string", Some("uuid"), vec![]),
        Type::Uri => ("string", Some("uri"), vec![]),
        Type::Email => ("string", Some("email"), vec![]),
        Type::Instant => ("datetime", None, vec![]),
        Type::Date => ("date", None, vec![]),
        Type::Time => ("time", None, vec![]),
        Type::Choice(words) => ("string", None, words.to_vec()),
    }
}

#[test]
fn the_columns_hold_what_the_descriptor_says_and_are_filled_in_where_it_says() {
    for (kind, resource) in Kind::ALL.iter().zip(resources()) {
        for (field, theirs) in kind
            .fields()
            .iter()
            .zip(resource["schema"]["fields"].as_array().unwrap())
        {
            let at = format!("{}.{}", kind.name(), field.name);
            let typed = (
                theirs["type"].as_str().unwrap(),
                theirs.get("format").and_then(Value::as_str),
                words(&theirs["constraints"]["enum"]),
            );
            assert_eq!(tabular(field.kind), typed, "{at}");
            assert_eq!(
                field.need != Need::Optional,
                theirs["constraints"]["required"] == true,
                "{at}"
            );
        }
    }
}

/// As the schema of an object types a column.
fn nested(field: &Field) -> (&'static str, Option<&'static str>) {
    match field.kind {
        Type::Number => ("number", None),
        Type::Uuid => ("string", Some("uuid")),
        Type::Uri => ("string", Some("uri")),
        Type::Email => ("string", Some("email")),
        Type::Instant => ("string", Some("date-time")),
        Type::Text | Type::Date | Type::Time | Type::Choice(_) => ("string", None),
    }
}

#[test]
fn the_columns_hold_what_the_schemas_say() {
    for kind in Kind::ALL {
        let schema = schema(*kind);
        for field in kind.fields() {
            let at = format!("{}.{}", kind.name(), field.name);
            let theirs = &schema["properties"][field.name];
            let typed = (
                theirs["type"].as_str().unwrap(),
                theirs.get("format").and_then(Value::as_str),
            );
            assert_eq!(nested(field), typed, "{at}");
            if let Type::Choice(ours) = field.kind {
                assert_eq!(ours, words(&theirs["enum"]), "{at}");
            }
        }
    }
}

#[test]
fn what_is_required_is_what_the_schemas_require() {
    for kind in Kind::ALL {
        let schema = schema(*kind);
        let needing = |need| {
            kind.fields()
                .iter()
                .filter(move |field| field.need == need)
                .map(|field| field.name)
        };
        let mut always: BTreeSet<_> = needing(Need::Always).collect();
        if *kind == Kind::ServiceCapacity {
            // The one object that has to stand in another.
            always.insert("unit");
        }
        assert_eq!(
            always,
            words(&schema["required"]).into_iter().collect(),
            "{}",
            kind.name()
        );
        let tabular: BTreeSet<_> = needing(Need::Tabular).collect();
        assert_eq!(
            tabular,
            words(&schema["tabular_required"]).into_iter().collect(),
            "{}",
            kind.name()
        );
    }
}

#[test]
fn every_kind_is_found_by_its_name_and_every_column_by_its_own() {
    for kind in Kind::ALL {
        assert_eq!(Kind::named(kind.name()), Some(*kind));
        assert!(
            kind.fields()
                .iter()
                .all(|field| kind.field(field.name) == Some(field))
        );
        assert_eq!(kind.field("nothing"), None);
    }
    assert!(Kind::Schedule.field("group").is_some());
    assert_eq!(Kind::named("place"), None);
}
