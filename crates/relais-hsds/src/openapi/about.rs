use serde_json::{Map, Value, json};

use super::said;

/// Who gives the API, and where it stands. Addresses are whole (`https://…`), without a slash at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    pub server: String,
    /// The version of the standard.
    pub standard: String,
    /// The version of the program.
    pub program: String,
    pub title: String,
    pub description: String,
    pub publisher: Publisher,
    pub licence: Option<Licence>,
    /// The address of the OpenAPI document.
    pub openapi: String,
    /// The address of the profile.
    pub profile: String,
    /// The address of what explains the records to those who use them.
    pub data_guide: Option<String>,
}

/// Who answers for the records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Publisher {
    pub name: String,
    /// As org-id.guide writes it.
    pub identifier: Option<String>,
    pub email: Option<String>,
    pub website: Option<String>,
    pub additional_websites: Vec<String>,
}

/// Under what terms the records may be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Licence {
    pub name: String,
    pub url: String,
}

impl About {
    /// An API whose document and profile stand beside its lists.
    pub fn at(server: &str, title: &str, publisher: Publisher) -> Self {
        let server = server.trim_end_matches('/').to_owned();
        Self {
            standard: crate::VERSION.to_owned(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            title: title.to_owned(),
            description: String::new(),
            publisher,
            licence: None,
            openapi: format!("{server}/openapi.json"),
            profile: format!("{server}/profile"),
            data_guide: None,
            server,
        }
    }
}

/// What stands at the root of the API (HSDS 3.2).
pub fn root(about: &About) -> Value {
    let mut root = Map::new();
    root.insert("version".to_owned(), json!(about.standard));
    root.insert("profile".to_owned(), json!(about.profile));
    root.insert("openapi_url".to_owned(), json!(about.openapi));
    root.insert("publisher".to_owned(), publisher(&about.publisher));
    said(&mut root, "description", Some(&about.description));
    said(&mut root, "data_guide", about.data_guide.as_deref());
    Value::Object(root)
}

fn publisher(who: &Publisher) -> Value {
    let mut publisher = Map::new();
    publisher.insert("name".to_owned(), json!(who.name));
    said(&mut publisher, "identifier", who.identifier.as_deref());
    said(&mut publisher, "email", who.email.as_deref());
    said(&mut publisher, "website", who.website.as_deref());
    if !who.additional_websites.is_empty() {
        publisher.insert("additional_websites".to_owned(), json!(who.additional_websites));
    }
    Value::Object(publisher)
}
