use serde_json::{Map, Value, json};

use super::Collection;

/// Something that may be asked.
pub(super) struct Parameter {
    pub name: &'static str,
    pub meaning: &'static str,
    pub schema: Value,
    /// Not of the standard.
    pub added: bool,
}

/// All that may be asked, in the order of the alphabet.
pub(super) fn all() -> Vec<Parameter> {
    let mut all = standard();
    all.extend(paging());
    all.extend(added());
    all.sort_by_key(|parameter| parameter.name);
    all
}

/// The parameters of a list, as properties of a body.
pub(super) fn properties(collection: Collection) -> Map<String, Value> {
    let asked = collection.parameters();
    let all = all()
        .into_iter()
        .filter(|parameter| asked.contains(&parameter.name));
    all.map(|parameter| (parameter.name.to_owned(), parameter.property()))
        .collect()
}

/// The same as fields of a form.
pub(super) fn fields(collection: Collection) -> Map<String, Value> {
    let properties = properties(collection).into_iter();
    properties.map(|(name, schema)| (name, field(&schema))).collect()
}

fn field(schema: &Value) -> Value {
    let mut choices = vec![schema.clone(), json!({ "type": "string", "const": "" })];
    if schema["type"] == "boolean" {
        choices.push(json!({ "enum": [0, 1, "0", "1"] }));
    }
    json!({ "anyOf": choices })
}

pub(super) fn components() -> Value {
    let mut components: Map<_, _> = all()
        .into_iter()
        .map(|parameter| (parameter.name.to_owned(), parameter.query()))
        .collect();
    let id = json!({
        "name": "id",
        "in": "path",
        "required": true,
        "description": "The id of the record.",
        "schema": uuid(),
    });
    components.insert("id".to_owned(), id);
    components.insert(
        "accept_language".to_owned(),
        header(
            "Accept-Language",
            "The languages that the reader understands, the best first; `lang` goes before it.",
        ),
    );
    components.insert(
        "if_none_match".to_owned(),
        header(
            "If-None-Match",
            "The ETag of what the reader has; the answer is 304 where nothing has changed.",
        ),
    );
    Value::Object(components)
}

fn header(name: &str, meaning: &str) -> Value {
    json!({ "name": name, "in": "header", "description": meaning, "schema": { "type": "string" } })
}

impl Parameter {
    fn query(self) -> Value {
        let mut query = json!({
            "name": self.name,
            "in": "query",
            "allowEmptyValue": true,
            "description": self.meaning,
            "schema": self.schema,
        });
        if self.added {
            query["x-hsds-extension"] = Value::Bool(true);
        }
        query
    }

    fn property(self) -> Value {
        let mut property = self.schema;
        property["description"] = json!(self.meaning);
        if self.added {
            property["x-hsds-extension"] = Value::Bool(true);
        }
        property
    }
}

fn of(name: &'static str, meaning: &'static str, schema: Value) -> Parameter {
    Parameter {
        name,
        meaning,
        schema,
        added: false,
    }
}

fn uuid() -> Value {
    json!({ "type": "string", "format": "uuid" })
}

fn boolean() -> Value {
    json!({ "type": "boolean", "default": false })
}

fn age() -> Value {
    json!({ "type": "number", "minimum": 0 })
}

fn time() -> Value {
    json!({ "type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$" })
}

fn paging() -> Vec<Parameter> {
    vec![
        of(
            "page",
            "The number of the page, from one.",
            json!({ "type": "integer", "minimum": 1, "default": 1 }),
        ),
        of(
            "per_page",
            "How many records stand on a page; a thousand at most, whatever is asked.",
            json!({ "type": "integer", "minimum": 1, "default": 20 }),
        ),
        of(
            "format",
            "A page of JSON, or every record in a line of its own, unpaged.",
            json!({ "type": "string", "enum": ["json", "ndjson"], "default": "json" }),
        ),
        of(
            "minimal",
            "Only id, name, status and last_modified of each, all on one page.",
            boolean(),
        ),
        of("full", "Records with all that belongs to them.", boolean()),
        of(
            "full_service",
            "The services of an organization with all that belongs to them.",
            boolean(),
        ),
    ]
}

fn standard() -> Vec<Parameter> {
    vec![
        of(
            "search",
            "Words to look for, whatever their accents.",
            json!({ "type": "string" }),
        ),
        of("taxonomy_term_id", "Only what carries this term.", uuid()),
        of(
            "taxonomy_id",
            "Only what carries a term of this taxonomy; of terms, only its own.",
            uuid(),
        ),
        of("organization_id", "Only what this organization provides.", uuid()),
        of(
            "modified_after",
            "Only what changed on this day or at this instant, or later.",
            json!({ "anyOf": [
                { "type": "string", "format": "date-time" },
                { "type": "string", "format": "date" },
            ] }),
        ),
        of(
            "postcode",
            "A postal code: the centre of `proximity`; alone, it keeps what covers it or says nothing of what it covers.",
            json!({ "type": "string", "minLength": 1 }),
        ),
        of(
            "proximity",
            "At most so many metres from the centre, which is that of the postal code, or `latitude` and `longitude`.",
            json!({ "type": ["string", "number"], "pattern": "^[0-9]+(\\.[0-9]+)?$", "minimum": 0 }),
        ),
        of("top_only", "Only terms that have no parent.", boolean()),
        of("parent_id", "Only terms whose parent this is.", uuid()),
    ]
}

fn added() -> Vec<Parameter> {
    let mut added = vec![
        of(
            "lang",
            "The language of the texts, where there is a translation; else they come in that of the directory.",
            json!({ "type": "string", "examples": ["fr", "en", "ar"] }),
        ),
        of(
            "latitude",
            "With `longitude`, the centre of `proximity` in place of a postal code.",
            json!({ "type": "number", "minimum": -90, "maximum": 90 }),
        ),
        of(
            "longitude",
            "With `latitude`, the centre of `proximity` in place of a postal code.",
            json!({ "type": "number", "minimum": -180, "maximum": 180 }),
        ),
        of(
            "minimum_age",
            "Leaves out what is only for people younger than this.",
            age(),
        ),
        of(
            "maximum_age",
            "Leaves out what is only for people older than this.",
            age(),
        ),
        of(
            "day",
            "Only what is open on this day of the week.",
            json!({ "type": "string", "enum": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] }),
        ),
        of("start_time", "Only what is open at this hour or later.", time()),
        of("end_time", "Only what is open at this hour or earlier.", time()),
    ];
    added.iter_mut().for_each(|parameter| parameter.added = true);
    added
}
