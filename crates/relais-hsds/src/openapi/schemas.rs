use serde_json::{Map, Value, json};

use super::{Collection, meanings, parameters, reference};
use crate::{
    Field, Kind, Need, Type,
    kind::{LISTED_AS, NEWER},
};

type Properties = Map<String, Value>;

fn to(name: &str) -> Value {
    reference("schemas", name)
}

fn list_of(name: &str) -> Value {
    json!({ "type": "array", "items": to(name) })
}

pub(super) fn components() -> Value {
    let mut components = Properties::new();
    for kind in Kind::ALL {
        components.insert(kind.name().to_owned(), object(*kind, whole(*kind)));
    }
    components.extend(documents().map(|(name, schema)| (name.to_owned(), schema)));
    components.extend(rows().map(|(name, schema)| (name.to_owned(), schema)));
    for collection in Collection::ALL {
        components.insert(collection.page().to_owned(), page(collection));
        components.insert(collection.query().to_owned(), query(collection));
        components.insert(collection.form().to_owned(), form(collection));
    }
    components.insert("about".to_owned(), about());
    components.insert("problem".to_owned(), problem());
    Value::Object(components)
}

/// Documents that hold what their object alone does not. No object stands in itself on any way down.
fn documents() -> impl Iterator<Item = (&'static str, Value)> {
    let mut organization = whole(Kind::Organization);
    organization.insert("services".to_owned(), list_of("service"));
    let mut within = whole(Kind::Service);
    within.remove("service_at_locations");
    let mut at_location = whole(Kind::ServiceAtLocation);
    at_location.insert("service".to_owned(), to("service_of_location"));
    [
        ("organization_full", object(Kind::Organization, organization)),
        ("service_of_location", object(Kind::Service, within)),
        (
            "service_at_location_full",
            object(Kind::ServiceAtLocation, at_location),
        ),
    ]
    .into_iter()
}

/// Records as they stand in lists.
fn rows() -> impl Iterator<Item = (&'static str, Value)> {
    let row = |kind: Kind, singles: &[(&str, &str)]| {
        let mut row = columns(kind);
        let singles = singles
            .iter()
            .map(|(name, schema)| ((*name).to_owned(), to(schema)));
        row.extend(singles);
        object(kind, row)
    };
    [
        ("organization_list", row(Kind::Organization, &[])),
        ("program_list", row(Kind::Program, &[])),
        ("location_list", row(Kind::Location, &[])),
        (
            "service_list",
            row(
                Kind::Service,
                &[("organization", "organization_list"), ("program", "program_list")],
            ),
        ),
        (
            "service_at_location_list",
            row(
                Kind::ServiceAtLocation,
                &[("service", "service_list"), ("location", "location_list")],
            ),
        ),
    ]
    .into_iter()
}

fn object(kind: Kind, properties: Properties) -> Value {
    let required = kind
        .fields()
        .iter()
        .filter(|field| field.need == Need::Always)
        .map(|field| field.name);
    let mut required: Vec<_> = required.collect();
    if kind == Kind::ServiceCapacity {
        required.push("unit");
    }
    let mut object = json!({
        "type": "object",
        "description": meanings::object(kind),
        "required": required,
    });
    object["properties"] = Value::Object(properties);
    object
}

/// The columns of an object, and those that 3.3 adds.
fn columns(kind: Kind) -> Properties {
    let newer = NEWER
        .iter()
        .filter(|(of, field)| *of == kind && field.name != LISTED_AS);
    let newer = newer.map(|(_, field)| (field, true));
    let columns = kind.fields().iter().map(|field| (field, false)).chain(newer);
    columns
        .map(|(field, newer)| (field.name.to_owned(), column(kind, field, newer)))
        .collect()
}

/// An object with all that stands in it; a service at a location without its service.
fn whole(kind: Kind) -> Properties {
    let mut whole = columns(kind);
    for (name, of, _) in kind.lists() {
        whole.insert((*name).to_owned(), list_of(of.name()));
    }
    let singles = kind.singles().iter();
    for (name, of, _) in singles.filter(|(_, of, _)| kind != Kind::ServiceAtLocation || *of != Kind::Service)
    {
        whole.insert((*name).to_owned(), to(of.name()));
    }
    if kind == Kind::Service {
        for name in ["operating_hours", "events"] {
            let mut list = list_of(Kind::Schedule.name());
            list["x-hsds-extension"] = Value::Bool(true);
            whole.insert(name.to_owned(), list);
        }
    }
    if kind.has_attributes() {
        whole.insert("attributes".to_owned(), list_of(Kind::Attribute.name()));
    }
    if kind.has_metadata() {
        whole.insert("metadata".to_owned(), list_of(Kind::Metadata.name()));
    }
    whole
}

fn column(kind: Kind, field: &Field, newer: bool) -> Value {
    let mut column = match field.kind {
        Type::Text => json!({ "type": "string" }),
        Type::Number => json!({ "type": "number" }),
        Type::Uuid => json!({ "type": "string", "format": "uuid" }),
        Type::Uri => json!({ "type": "string", "format": "uri" }),
        Type::Email => json!({ "type": "string", "format": "email" }),
        Type::Instant => json!({ "type": "string", "format": "date-time" }),
        Type::Date => json!({ "type": "string", "format": "date" }),
        Type::Time => json!({ "type": "string", "format": "time" }),
        Type::Choice(words) => json!({ "type": "string", "enum": words }),
    };
    column["description"] = json!(meanings::column(kind, field.name));
    if newer {
        column["x-hsds-extension"] = Value::Bool(true);
    }
    column
}

fn page(collection: Collection) -> Value {
    let item = to(collection.item());
    let record = match collection.row() {
        Some(row) => json!({ "anyOf": [to(row), item] }),
        None => item,
    };
    let count =
        |least: u64, meaning: &str| json!({ "type": "integer", "minimum": least, "description": meaning });
    let flag = |meaning: &str| json!({ "type": "boolean", "description": meaning });
    json!({
        "type": "object",
        "description": "Part of a list.",
        "required": [
            "total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents",
        ],
        "properties": {
            "total_items": count(0, "Records in the list."),
            "total_pages": count(0, "Pages of the list."),
            "page_number": count(1, "This page."),
            "size": count(0, "Records on this page."),
            "first_page": flag("No page comes before."),
            "last_page": flag("No page comes after."),
            "empty": flag("No record is on this page."),
            "contents": { "type": "array", "items": record },
        },
    })
}

fn query(collection: Collection) -> Value {
    json!({
        "type": "object",
        "description": "What is asked of the list; the same names as in the address.",
        "properties": parameters::properties(collection),
    })
}

/// A form sends every field: an empty one asks nothing.
fn form(collection: Collection) -> Value {
    json!({
        "type": "object",
        "description": "What is asked of the list, as a form sends it; an empty field asks nothing.",
        "properties": parameters::fields(collection),
    })
}

fn about() -> Value {
    let text = json!({ "type": "string" });
    let uri = json!({ "type": "string", "format": "uri" });
    json!({
        "type": "object",
        "description": "What this API is.",
        "required": ["version", "profile", "openapi_url", "publisher"],
        "properties": {
            "version": text,
            "profile": uri,
            "openapi_url": uri,
            "description": text,
            "data_guide": uri,
            "publisher": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": text,
                    "identifier": text,
                    "email": { "type": "string", "format": "email" },
                    "website": uri,
                    "additional_websites": { "type": "array", "items": uri },
                },
            },
        },
    })
}

fn problem() -> Value {
    json!({
        "type": "object",
        "description": "Why there is no answer (RFC 9457).",
        "required": ["type", "title", "status"],
        "properties": {
            "type": { "type": "string", "format": "uri-reference", "description": "The kind of problem." },
            "title": { "type": "string", "description": "The kind of problem, in words." },
            "status": { "type": "integer", "minimum": 400, "maximum": 599 },
            "detail": { "type": "string", "description": "What happened this time." },
            "parameter": { "type": "string", "description": "What was asked and could not be understood." },
        },
    })
}
