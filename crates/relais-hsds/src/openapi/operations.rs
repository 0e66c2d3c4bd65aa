use serde_json::{Map, Value, json};

use super::{Collection, reference, responses};

pub(super) fn paths() -> Value {
    let mut paths = Map::new();
    paths.insert("/".to_owned(), json!({ "get": about() }));
    for collection in Collection::ALL {
        let name = collection.name();
        paths.insert(
            format!("/{name}"),
            json!({ "get": list(collection), "post": search(collection) }),
        );
        paths.insert(format!("/{name}/{{id}}"), json!({ "get": item(collection) }));
    }
    Value::Object(paths)
}

const fn tag(required: bool) -> &'static str {
    if required { "required" } else { "optional" }
}

fn parameters(names: &[&str], others: &[&str]) -> Value {
    let all = others.iter().chain(names);
    all.map(|name| reference("parameters", name)).collect()
}

fn about() -> Value {
    json!({
        "operationId": "getAbout",
        "summary": "What this API is",
        "description": "Its version of the standard, its publisher, and where its profile and this document stand.",
        "tags": [tag(true)],
        "parameters": parameters(&[], &["if_none_match"]),
        "responses": {
            "200": responses::item("about", "What this API is."),
            "304": reference("responses", "not_modified"),
        },
    })
}

fn list(collection: Collection) -> Value {
    let (many, _) = collection.spoken();
    json!({
        "operationId": format!("list{many}"),
        "summary": format!("List {}", words(collection.name())),
        "description": "What is asked narrows the list: a record has to answer to all of it.",
        "tags": [tag(collection.is_required())],
        "parameters": parameters(collection.parameters(), &["accept_language", "if_none_match"]),
        "responses": {
            "200": responses::list(collection.page()),
            "304": reference("responses", "not_modified"),
            "400": reference("responses", "bad_request"),
        },
    })
}

fn search(collection: Collection) -> Value {
    let (many, _) = collection.spoken();
    let body = |name: &str| json!({ "schema": reference("schemas", name) });
    json!({
        "operationId": format!("search{many}"),
        "summary": format!("List {} without the question in the address", words(collection.name())),
        "description": "Changes nothing. What is asked may stand in the body, which no log and no cache of addresses keeps; \
                        of a name in both, the body counts.",
        "tags": [tag(false)],
        "parameters": parameters(collection.parameters(), &["accept_language"]),
        "requestBody": {
            "required": false,
            "content": {
                "application/x-www-form-urlencoded": body(collection.form()),
                "application/json": body(collection.query()),
            },
        },
        "responses": {
            "200": responses::list(collection.page()),
            "400": reference("responses", "bad_request"),
        },
    })
}

fn item(collection: Collection) -> Value {
    let (_, one) = collection.spoken();
    let spoken = words(collection.kind().name());
    json!({
        "operationId": format!("get{one}"),
        "summary": format!("One {spoken} with all that belongs to it"),
        "tags": [tag(collection.is_required())],
        "parameters": parameters(collection.item_parameters(), &["id", "accept_language", "if_none_match"]),
        "responses": {
            "200": responses::item(collection.item(), &format!("The {spoken}.")),
            "304": reference("responses", "not_modified"),
            "400": reference("responses", "bad_request"),
            "404": reference("responses", "not_found"),
        },
    })
}

fn words(name: &str) -> String {
    name.replace('_', " ")
}
