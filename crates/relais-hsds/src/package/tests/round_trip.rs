use proptest::{collection::vec, prelude::*};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::{
    Field, Kind, Need, Record, Type,
    kind::NEWER,
    package::{About, Found, pack, read, unpack, write},
};

/// Texts that tables find hard: quotes, separators, line ends, marks of formulas, other scripts.
fn text() -> impl Strategy<Value = String> {
    let hard = prop::sample::select(vec![
        "=1+1",
        "+237 600 000 000",
        "-5",
        "@nom",
        "'=a",
        "''-b",
        "a;b,c\td",
        "\"cité\"",
        "l1\r\nl2\n\nl3",
        "é à ü",
        "مركز",
        "-",
        "'",
        "###MON###",
        "N/A",
        "NULL",
        "'None",
        "NA",
        "nan",
        "\\N",
        "a\\nb",
        "a\rb",
        "x\u{feff}y",
        "true",
        "0123",
    ]);
    prop_oneof![hard.prop_map(str::to_owned), "[^\0]{1,12}"]
        .prop_map(|text| text.trim().to_owned())
        .prop_filter("a text says something", |text| !text.is_empty())
}

fn value(field: &Field) -> BoxedStrategy<Json> {
    let choose = |all: &'static [&'static str]| prop::sample::select(all).prop_map(Json::from).boxed();
    match field.name {
        "number" => return choose(&["+237 600 000 000", "(305) 253-4841", "-600-TEST", "0123"]),
        "byday" => return choose(&["MO", "MO,TU,SU", "1SA,-1SU"]),
        _ => {}
    }
    match field.kind {
        Type::Text | Type::Uuid => text().prop_map(Json::from).boxed(),
        Type::Number => prop_oneof![
            (-90_i64..90).prop_map(Json::from),
            (-90.0_f64..90.0).prop_map(Json::from),
        ]
        .boxed(),
        Type::Uri => choose(&[
            "https://example.org/",
            "http://example.org:80/a?b=c#d",
            "https://example.org/%C3%A9",
        ]),
        Type::Email => choose(&["a@example.org", "a.b+c@sub.example.org"]),
        Type::Instant => choose(&["2024-01-31T10:00:00Z", "2024-01-31T10:00:00.250+01:00"]),
        Type::Date => choose(&["2024-02-29", "1999-12-31"]),
        Type::Time => choose(&["09:00:00Z", "18:30:00+01:00"]),
        Type::Choice(words) => choose(words),
    }
}

/// Three records of every kind. The links are put in afterwards: each to a record of the other kind.
fn records() -> impl Strategy<Value = Vec<Record>> {
    let kinds: Vec<_> = Kind::ALL.iter().flat_map(|kind| [*kind; 3]).map(record).collect();
    (kinds, any::<u64>()).prop_map(|(mut all, chance)| {
        let ids: Vec<(Kind, Uuid)> = all.iter().map(|record| (record.kind, record.id)).collect();
        for (at, record) in all.iter_mut().enumerate() {
            link(record, &ids, (chance as usize).wrapping_add(at));
        }
        all
    })
}

fn record(kind: Kind) -> impl Strategy<Value = Record> {
    let newer = NEWER.iter().filter(|(of, _)| *of == kind).map(|(_, field)| field);
    let fields: Vec<&'static Field> = kind
        .fields()
        .iter()
        .chain(newer)
        .filter(|f| f.kind != Type::Uuid)
        .collect();
    let values: Vec<_> = fields
        .iter()
        .map(|field| {
            let always = field.need != Need::Optional;
            (value(field), any::<bool>()).prop_map(move |(value, there)| (always || there).then_some(value))
        })
        .collect();
    let words = vec((prop::sample::select(vec!["ar", "fr", "snk"]), text()), 0..2);
    (any::<u128>(), values, words).prop_map(move |(id, values, words)| {
        let mut record = Record::new(kind, Uuid::from_u128(id));
        for (field, value) in fields.iter().zip(values) {
            if let Some(value) = value {
                record.body.insert(field.name.to_owned(), value);
            }
        }
        if record.body.contains_key("extent_type") {
            record.body.insert("extent_type".to_owned(), "text".into());
        }
        let said = fields.iter().find(|field| field.kind == Type::Text);
        for (lang, text) in words {
            if let Some(field) = said {
                record = record.in_language(lang, field.name, text);
            }
        }
        record
    })
}

fn link(record: &mut Record, ids: &[(Kind, Uuid)], chance: usize) {
    let of = |kind: Kind| {
        let all: Vec<Uuid> = ids
            .iter()
            .filter(|(of, _)| *of == kind)
            .map(|(_, id)| *id)
            .collect();
        all[chance % all.len()].to_string()
    };
    for link in record.kind.links() {
        let needed = record
            .kind
            .field(link.field)
            .is_some_and(|field| field.need != Need::Optional);
        let id = of(link.to);
        if (needed || chance.is_multiple_of(2)) && id != record.id.to_string() {
            record.body.insert(link.field.to_owned(), id.into());
        }
    }
    let about = Kind::ALL[chance % 3];
    let (entity, id) = match record.kind {
        Kind::Attribute => ("link_entity", "link_id"),
        Kind::Metadata => ("resource_type", "resource_id"),
        _ => return,
    };
    record.body.insert(entity.to_owned(), about.name().into());
    record.body.insert(id.to_owned(), of(about).into());
}

/// Cells that are nearly numbers, times, days, numbers of telephones or nothing.
fn hard_cell() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[\\PC]{0,8}|[0-9+:./hZTapm -]{0,12}|é[0-9]{1,4}|[0-9]{2}é",
        1 => "[0-9x/;= .e]{5,30}|(tel:|=|00)[0-9]{6,9} ?(x|ext)[0-9]{1,3}\\)?",
        1 => "NULL|N/A|nan|\\\\N|(Mon|TU|-1|xx|mardi)[-, ]{1,2}(fri|SA|dimanche|2)",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_again_as_it_was(records in records()) {
        let files = write(&records, &About::default());
        let again = read(&files, "source-test").unwrap();
        for (again, record) in again.records.iter().zip(&records) {
            prop_assert_eq!(again, record);
        }
        prop_assert_eq!(again.records.len(), records.len());
        let zip = pack(&files).unwrap();
        prop_assert_eq!(unpack(&zip).unwrap(), files);
        let twice = write(&again.records, &About::default());
        prop_assert_eq!(pack(&twice).unwrap(), zip);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_the_reading_fail_but_by_a_refusal(
        name in prop::sample::select(vec!["services.csv", "taxonomy.csv", "a.json", "b.ndjson", "datapackage.json",
            "translations.csv", "holiday_schedules.csv", "phones.csv", "x"]),
        bytes in vec(any::<u8>(), 0..200),
    ) {
        let _ = unpack(&bytes);
        let _ = read(&[Found::new(name, bytes)], "source-test");
    }

    #[test]
    fn no_cells_make_the_reading_fail(
        name in prop::sample::select(Kind::ALL.iter().map(|kind| kind.file()).chain(["regular_schedules.csv",
            "holiday_schedules.csv", "postal_addresses.csv", "eligibility.csv", "taxonomy.csv"]).collect::<Vec<_>>()),
        columns in vec(prop::sample::select(vec!["id", "name", "url", "email", "opens_at", "closes_at", "weekday", "closed",
            "start_date", "latitude", "timezone", "extension", "number", "status", "year_incorporated", "last_modified",
            "organization_id", "service_id", "link_id", "link_entity", "phones", "valid_from", "extent", "extent_type",
            "taxonomy_ids", "vocabulary", "byday", "longitude", ""]), 1..8),
        cells in vec(vec(hard_cell(), 8), 0..4),
    ) {
        let mut text = columns.join(",");
        for row in &cells {
            let row: Vec<String> = row.iter().take(columns.len()).map(|c| format!("\"{}\"", c.replace('"', "\"\""))).collect();
            text.push('\n');
            text.push_str(&row.join(","));
        }
        let package = read(&[Found::new(name, text)], "source-test").unwrap();
        for tally in &package.report.tables {
            prop_assert_eq!(tally.read, tally.kept + tally.put_aside);
        }
        // what was read holds together, so reading it again changes nothing
        let again = read(&write(&package.records, &About::default()), "source-test").unwrap();
        prop_assert_eq!(again.records, package.records);
    }
}

#[test]
fn columns_of_newer_versions_are_written_only_where_they_are_used() {
    let plain = Record::new(Kind::Schedule, Uuid::from_u128(1)).with("freq", "WEEKLY");
    let newer = plain.clone().with("group", "été").with("listed_as", "events");
    let header = |records: &[Record]| {
        let files = write(records, &About::default());
        let table = files.iter().find(|file| file.name == "schedules.csv").unwrap();
        let text = String::from_utf8(table.bytes.clone()).unwrap();
        text.lines().next().unwrap().to_owned()
    };
    assert!(header(&[plain]).ends_with(",attending_type,notes"));
    assert!(header(&[newer]).ends_with(",attending_type,notes,group,listed_as"));
}

#[test]
fn a_package_holds_its_descriptor_and_every_table_of_the_standard() {
    let about = About {
        title: "Annuaire de Ville-Test".to_owned(),
        ..About::default()
    };
    let files = write(&[], &about);
    assert_eq!(files.len(), 25);
    let descriptor: Json = serde_json::from_slice(&files[0].bytes).unwrap();
    assert_eq!(descriptor["title"], "Annuaire de Ville-Test");
    assert_eq!(descriptor["resources"][0]["path"], "organizations.csv");
    let program = descriptor["resources"][1]["schema"]["foreignKeys"][0].clone();
    assert_eq!(program["reference"]["resource"], "organization");
}

#[test]
fn a_required_text_that_is_empty_is_written_as_a_dash_and_a_dash_stays_a_dash() {
    let mut empty = Record::new(Kind::Address, Uuid::from_u128(1));
    for field in ["address_1", "city", "state_province", "postal_code", "country"] {
        empty.body.insert(field.to_owned(), "".into());
    }
    empty = empty
        .with("address_2", "A")
        .with("address_type", "postal")
        .with("city", "-");
    let files = write(&[empty.clone()], &About::default());
    let table = files.iter().find(|file| file.name == "addresses.csv").unwrap();
    let text = String::from_utf8(table.bytes.clone()).unwrap();
    assert!(text.contains(",-,A,'-,,-,-,-,postal"), "{text}");
    assert_eq!(read(&files, "source-test").unwrap().records, [empty]);
}
