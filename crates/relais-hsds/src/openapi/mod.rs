//! What the API says of itself: its OpenAPI document, its root and its profile. All in words of our own; the documents that
//! it describes are those of [`super::Kind`].

mod about;
mod collection;
mod meanings;
mod operations;
mod parameters;
mod profile;
mod responses;
mod schemas;

use serde_json::{Map, Value, json};

pub use about::{About, Licence, Publisher, root};
pub use collection::Collection;
pub use profile::{Passage, profile};

/// The OpenAPI 3.1 document of the API: whole in itself, valid, with what is added to the standard marked
/// `x-hsds-extension`.
pub fn document(about: &About) -> Value {
    let required = "The standard requires this operation.";
    let optional = "The standard leaves this operation open.";
    json!({
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": info(about),
        "externalDocs": { "url": about.profile, "description": "What this API adds to the standard, and why." },
        "servers": [{ "url": about.server }],
        "security": [],
        "tags": [
            { "name": "required", "description": required },
            { "name": "optional", "description": optional },
        ],
        "paths": operations::paths(),
        "components": {
            "schemas": schemas::components(),
            "parameters": parameters::components(),
            "headers": responses::headers(),
            "responses": responses::components(),
        },
    })
}

fn info(about: &About) -> Value {
    let publisher = &about.publisher;
    let mut contact = Map::new();
    contact.insert("name".to_owned(), json!(publisher.name));
    said(&mut contact, "email", publisher.email.as_deref());
    said(&mut contact, "url", publisher.website.as_deref());
    let mut info = Map::new();
    info.insert("title".to_owned(), json!(about.title));
    info.insert("version".to_owned(), json!(about.program));
    info.insert("contact".to_owned(), Value::Object(contact));
    said(&mut info, "description", Some(&about.description));
    if let Some(licence) = &about.licence {
        info.insert(
            "license".to_owned(),
            json!({ "name": licence.name, "url": licence.url }),
        );
    }
    info.insert("x-hsds-version".to_owned(), json!(about.standard));
    Value::Object(info)
}

/// Puts a text in an object, unless there is nothing to say.
fn said(object: &mut Map<String, Value>, name: &str, text: Option<&str>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        object.insert(name.to_owned(), json!(text));
    }
}

fn reference(section: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{section}/{name}") })
}
