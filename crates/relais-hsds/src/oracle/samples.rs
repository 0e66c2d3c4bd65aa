use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Field, Kind, Record, Type};

/// How many there are of each kind.
pub const COPIES: u32 = 2;

/// The id of a sample.
pub fn sample_id(kind: Kind, number: u32) -> Uuid {
    named(&format!("{}/{number}", kind.name()))
}

fn named(name: &str) -> Uuid {
    Uuid::new_v5(
        &Uuid::NAMESPACE_URL,
        format!("https://example.org/{name}").as_bytes(),
    )
}

/// Records of every kind with every column filled in, each linked to those of the same number. The first of a kind has
/// nothing above it; the second stands under the first. Whatever may carry attributes and records of change carries one.
pub fn samples() -> Vec<Record> {
    let numbers = 1..=COPIES;
    numbers
        .flat_map(|number| Kind::ALL.iter().flat_map(move |kind| of(*kind, number)))
        .collect()
}

fn of(kind: Kind, number: u32) -> Vec<Record> {
    let about =
        |carries: fn(Kind) -> bool| Kind::ALL.iter().copied().filter(move |subject| carries(*subject));
    match kind {
        Kind::Attribute => {
            let all = about(Kind::has_attributes);
            all.map(|subject| remark(kind, subject, number, ["link_entity", "link_id"]))
                .collect()
        }
        Kind::Metadata => {
            let all = about(Kind::has_metadata);
            all.map(|subject| remark(kind, subject, number, ["resource_type", "resource_id"]))
                .collect()
        }
        _ => vec![filled(Record::new(kind, sample_id(kind, number)), number)],
    }
}

/// An attribute or a record of change; what stands about an attribute stands about that of the organization.
fn remark(kind: Kind, subject: Kind, number: u32, [entity, link]: [&str; 2]) -> Record {
    let id = |kind: Kind, subject: Kind| named(&format!("{}/{}/{number}", kind.name(), subject.name()));
    let of = match subject {
        Kind::Attribute => id(Kind::Attribute, Kind::Organization),
        other => sample_id(other, number),
    };
    let record = Record::new(kind, id(kind, subject))
        .with(entity, subject.name())
        .of(link, of);
    filled(record, number)
}

/// Fills in what is not there yet.
fn filled(mut record: Record, number: u32) -> Record {
    let kind = record.kind;
    for field in kind.fields().iter().skip(1) {
        if record.body.contains_key(field.name) {
            continue;
        }
        let link = kind.links().iter().find(|link| link.field == field.name);
        record = match link {
            Some(link) if link.to == kind && number == 1 => record,
            Some(link) if link.to == kind => record.of(field.name, sample_id(kind, number - 1)),
            Some(link) => record.of(field.name, sample_id(link.to, number)),
            None => record.with(field.name, sample(kind, field, number)),
        };
    }
    record
}

fn sample(kind: Kind, field: &Field, number: u32) -> Value {
    match field.kind {
        Type::Text if field.name == "number" => json!(format!("+237 600 000 {number:03}")),
        Type::Text => json!(format!("{} of {} {number}", field.name, kind.name())),
        Type::Number => json!(number),
        Type::Uuid => json!(named(&format!("{}/{}/{number}", kind.name(), field.name))),
        Type::Uri => json!(format!("https://example.org/{}/{number}", kind.name())),
        Type::Email => json!(format!("sample{number}@example.org")),
        Type::Instant => json!("2026-01-02T03:04:05.678Z"),
        Type::Date => json!("2026-01-02"),
        Type::Time => json!("09:00:00Z"),
        Type::Choice(words) => json!(words[number as usize % words.len()]),
    }
}
