use serde_json::{Value, json};

use super::reference;

/// What is said beside an answer.
const HEADERS: [(&str, &str); 3] = [
    (
        "ETag",
        "Changes when the answer does; to be given back in If-None-Match.",
    ),
    ("Content-Language", "The language of the texts."),
    ("Vary", "What the answer depends on besides its address."),
];

pub(super) fn headers() -> Value {
    let header = |meaning: &str| json!({ "description": meaning, "schema": { "type": "string" } });
    let all = HEADERS
        .into_iter()
        .map(|(name, meaning)| (name.to_owned(), header(meaning)));
    Value::Object(all.collect())
}

fn with_headers(names: &[&str]) -> Value {
    let all = names
        .iter()
        .map(|name| ((*name).to_owned(), reference("headers", name)));
    Value::Object(all.collect())
}

pub(super) fn components() -> Value {
    let problem = |meaning: &str| {
        json!({
            "description": meaning,
            "content": { "application/problem+json": { "schema": reference("schemas", "problem") } },
        })
    };
    json!({
        "not_modified": {
            "description": "Nothing has changed since the reader last asked.",
            "headers": with_headers(&["ETag", "Vary"]),
        },
        "bad_request": problem("Something asked cannot be understood; `parameter` says what."),
        "not_found": problem("There is no such record, or it is not for the public."),
    })
}

/// One record, or the root.
pub(super) fn item(schema: &str, meaning: &str) -> Value {
    json!({
        "description": meaning,
        "headers": with_headers(&["ETag", "Content-Language", "Vary"]),
        "content": { "application/json": { "schema": reference("schemas", schema) } },
    })
}

/// A page, or all in lines.
pub(super) fn list(page: &str) -> Value {
    let mut list = item(page, "A page of records; with `format=ndjson`, all of them.");
    let lines = "A record on each line, as on a page.";
    list["content"]["application/x-ndjson"] = json!({ "schema": { "type": "string", "description": lines } });
    list
}
