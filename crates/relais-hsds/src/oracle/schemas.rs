use jsonschema::{Draft, Registry, Validator};
use serde_json::{Map, Value, json};

use super::{Kind, Shape};

/// The standard's descriptor of its tabular form.
pub const DESCRIPTOR: &str = include_str!("../../standard/datapackage.json");

/// The standard's description of its API.
pub const OPENAPI: &str = include_str!("../../standard/openapi.json");

const SERVICE_LIST: &str = include_str!("../../standard/compiled/service_list.json");
const ORGANIZATION_LIST: &str = include_str!("../../standard/compiled/organization_list.json");
const AT_LOCATION_LIST: &str = include_str!("../../standard/compiled/service_at_location_list.json");

/// Where the schemas stand for each other; nothing is ever fetched from there.
const BASE: &str = "https://standard.invalid/";
/// A service as it stands in a service at a location: without the list of those.
const WITHIN: &str = "service_within.json";

macro_rules! texts {
    ($($kind:ident $file:literal,)*) => {
        const fn text(kind: Kind) -> &'static str {
            match kind { $(Kind::$kind => include_str!(concat!("../../standard/schema/", $file, ".json"))),* }
        }
    };
}

texts! {
    Organization "organization",
    Program "program",
    Service "service",
    Attribute "attribute",
    ServiceAtLocation "service_at_location",
    Location "location",
    Phone "phone",
    Contact "contact",
    Address "address",
    Schedule "schedule",
    Funding "funding",
    ServiceArea "service_area",
    RequiredDocument "required_document",
    Language "language",
    Accessibility "accessibility",
    TaxonomyTerm "taxonomy_term",
    Metadata "metadata",
    MetaTableDescription "meta_table_description",
    CostOption "cost_option",
    OrganizationIdentifier "organization_identifier",
    Taxonomy "taxonomy",
    ServiceCapacity "service_capacity",
    Unit "unit",
    Url "url",
}

/// The standard's schema of an object, its references not followed.
pub fn schema(kind: Kind) -> Value {
    parsed(text(kind))
}

/// The files are part of the build: one that is no JSON becomes a schema that accepts nothing.
fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or(Value::Bool(false))
}

/// The schema of a document, as the compiled files of the standard have it.
fn document(shape: Shape) -> Value {
    match shape {
        Shape::Organization => with(
            schema(Kind::Organization),
            "services",
            json!({ "type": "array", "items": { "$ref": "service.json" } }),
        ),
        Shape::ServiceAtLocation => with(
            schema(Kind::ServiceAtLocation),
            "service",
            json!({ "$ref": WITHIN }),
        ),
        Shape::Service => schema(Kind::Service),
        Shape::Taxonomy => schema(Kind::Taxonomy),
        Shape::TaxonomyTerm => schema(Kind::TaxonomyTerm),
        Shape::ServiceList => parsed(SERVICE_LIST),
        Shape::OrganizationList => parsed(ORGANIZATION_LIST),
        Shape::ServiceAtLocationList => parsed(AT_LOCATION_LIST),
        Shape::Part(kind) => schema(kind),
    }
}

fn properties(schema: &mut Value) -> Option<&mut Map<String, Value>> {
    schema.get_mut("properties")?.as_object_mut()
}

fn with(mut schema: Value, name: &str, property: Value) -> Value {
    if let Some(properties) = properties(&mut schema) {
        properties.insert(name.to_owned(), property);
    }
    schema
}

fn within() -> Value {
    let mut service = schema(Kind::Service);
    if let Some(properties) = properties(&mut service) {
        properties.remove("service_at_locations");
    }
    service
}

/// Closes every object of a schema to properties that it does not name.
pub fn close(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.get("properties").is_some_and(Value::is_object) {
                map.insert("additionalProperties".to_owned(), Value::Bool(false));
            }
            map.values_mut().for_each(close);
        }
        Value::Array(list) => list.iter_mut().for_each(close),
        _ => {}
    }
}

/// # Errors
/// Why the schemas cannot be used.
pub(super) fn validator(shape: Shape, strict: bool) -> Result<Validator, String> {
    let closed = |mut schema: Value| {
        if strict {
            close(&mut schema);
        }
        schema
    };
    let mut registry = Registry::new();
    let parts = Kind::ALL
        .iter()
        .map(|kind| (format!("{BASE}{}.json", kind.name()), schema(*kind)));
    for (address, schema) in parts.chain([(format!("{BASE}{WITHIN}"), within())]) {
        registry = registry.add(address, closed(schema)).map_err(|e| e.to_string())?;
    }
    let registry = registry.prepare().map_err(|e| e.to_string())?;
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .with_base_uri(format!("{BASE}document"))
        .with_registry(&registry)
        .should_validate_formats(true)
        .should_ignore_unknown_formats(false)
        .build(&closed(document(shape)))
        .map_err(|e| e.to_string())
}
