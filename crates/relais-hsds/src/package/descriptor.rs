use std::collections::HashMap;

use serde_json::{Map, Value as Json, json};

use super::{About, Found, export::Written, tables, translations};
use crate::{Field, Kind, Need, Type, VERSION};

/// The descriptor of a package (Data Package, tabular): what stands in which table and what refers to what.
pub(super) fn text(written: &[Written], words: bool, about: &About) -> Vec<u8> {
    let mut resources: Vec<Json> = written.iter().map(resource).collect();
    if words {
        resources.push(of_words());
    }
    let mut package = Map::new();
    package.insert("name".to_owned(), "human-services-data".into());
    package.insert("profile".to_owned(), "tabular-data-package".into());
    package.insert("version".to_owned(), VERSION.into());
    let said = [
        ("title", &about.title),
        ("description", &about.description),
        ("homepage", &about.homepage),
    ];
    for (name, text) in said.into_iter().filter(|(_, text)| !text.is_empty()) {
        package.insert(name.to_owned(), text.as_str().into());
    }
    if !about.licence.is_empty() {
        package.insert(
            "licenses".to_owned(),
            json!([{ "title": about.licence, "name": about.licence }]),
        );
    }
    if !about.language.is_empty() {
        package.insert("languages".to_owned(), json!([about.language]));
    }
    package.insert("resources".to_owned(), resources.into());
    let mut text = serde_json::to_vec_pretty(&Json::Object(package)).unwrap_or_default();
    text.push(b'\n');
    text
}

fn resource(table: &Written) -> Json {
    let fields: Vec<Json> = table.columns.iter().map(|field| declared(field)).collect();
    let links: Vec<Json> = table
        .kind
        .links()
        .iter()
        .map(|link| link_of(table.kind, link.field, link.to))
        .collect();
    let mut schema = json!({ "primaryKey": "id", "fields": fields });
    if !links.is_empty() {
        schema["foreignKeys"] = links.into();
    }
    table_of(table.kind.name(), table.kind.file(), &schema)
}

fn table_of(name: &str, path: &str, schema: &Json) -> Json {
    json!({
        "name": name,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "profile": "tabular-data-resource",
        "schema": schema,
    })
}

/// A link within the table itself names no table.
fn link_of(kind: Kind, field: &str, to: Kind) -> Json {
    let resource = if kind == to { "" } else { to.name() };
    json!({ "fields": field, "reference": { "resource": resource, "fields": "id" } })
}

fn declared(field: &Field) -> Json {
    let (kind, format) = match field.kind {
        Type::Text | Type::Choice(_) => ("string", None),
        Type::Number => ("number", None),
        Type::Uuid => ("string", Some("uuid")),
        Type::Uri => ("string", Some("uri")),
        Type::Email => ("string", Some("email")),
        Type::Instant => ("datetime", None),
        Type::Date => ("date", None),
        Type::Time => ("time", None),
    };
    let mut declared = json!({ "name": field.name, "type": kind });
    if let Some(format) = format {
        declared["format"] = format.into();
    }
    if field.need != Need::Optional {
        declared["constraints"] = json!({ "required": true });
    }
    if field.name == "id" {
        declared["constraints"]["unique"] = true.into();
    }
    if let Type::Choice(words) = field.kind {
        declared["constraints"]["enum"] = json!(words);
    }
    declared
}

/// The table of words in other languages, which is ours.
fn of_words() -> Json {
    let field = |name: &&str| json!({ "name": name, "type": "string", "constraints": { "required": true } });
    let fields: Vec<Json> = translations::COLUMNS.iter().map(field).collect();
    table_of(
        translations::TABLE,
        translations::FILE,
        &json!({ "primaryKey": ["table", "id", "language", "field"], "fields": fields }),
    )
}

/// What a descriptor calls the tables in files whose names say nothing, by the names of the files.
pub(super) fn names(files: &[Found]) -> HashMap<String, String> {
    let descriptors = files
        .iter()
        .filter(|file| file.name.to_lowercase().ends_with("datapackage.json"));
    let parsed = descriptors.filter_map(|file| serde_json::from_slice::<Json>(&file.bytes).ok());
    let mut names = HashMap::new();
    for package in parsed {
        for resource in package["resources"].as_array().into_iter().flatten() {
            let name = resource["name"].as_str().map(str::to_lowercase);
            let Some(name) = name.map(|name| name.replace('-', "_")) else {
                continue;
            };
            for path in paths(&resource["path"]) {
                names.insert(tables::stem(path), name.clone());
            }
        }
    }
    names
}

/// The files of a resource: one, or the parts of its table.
fn paths(path: &Json) -> Vec<&str> {
    match path {
        Json::Array(parts) => parts.iter().filter_map(Json::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    }
}
