//! What the disk holds, word by word and code by code (security requirements 39 and 46; DP-35).

use std::collections::BTreeSet;

use relais_kernel::Sensitivity;
use relais_mechanism::builtin;
use serde_json::Value;

use super::{Place, around, journal::kept};
use crate::{
    console::on_database,
    story::{MARK, Story},
};

/// What the story confides that is a choice and no word: where it stands in clear at all, the person is behind it.
const CODES: [&str; 5] = [
    "gbv_survivor",
    "gbv_survivors",
    "returnee_voluntary",
    "airport",
    "cmr",
];

/// Fields of the table that a rule asks of the clear record, though people may not read them: what they hold there is an
/// id, a yes or no, or a word of the program's own, and why.
const ASKED_BY_RULES: [(&str, &str); 9] = [
    // Who must not be told, by id, and that there is a contact wish: sending asks.
    ("case_consent", "withheld_from"),
    ("case_consent", "contact_restrictions"),
    // Whether an interpreter helped and a proof is kept, in which language: a yes, and the word "sealed".
    ("case_consent", "interpreter"),
    ("case_consent", "proof"),
    ("case_consent", "language"),
    // Whether a child agreed: the consent of a caregiver alone sends nothing (DP-10).
    ("case_consent", "assent"),
    // Neutral codes, which matching compares.
    ("case_file", "target_groups"),
    // The state of a need.
    ("case_need", "status"),
    ("journal_entry", "status"),
];

/// The records about cases, as rows of (table, JSON).
fn bodies(place: &Place) -> Vec<(String, Value)> {
    let of = |table: &'static str| {
        let select = match place.database.starts_with("postgres") {
            true => format!("SELECT coalesce(json_agg(body::json)::text, '[]') AS it FROM {table}"),
            false => format!("SELECT json_group_array(json(body)) AS it FROM {table}"),
        };
        let all: Vec<Value> = serde_json::from_str(&place.ask(&select)).unwrap();
        all.into_iter().map(move |body| (table.to_owned(), body))
    };
    let tables = [
        "case_file",
        "case_consent",
        "case_need",
        "case_plan",
        "case_follow_up",
        "case_exception",
        "case_request",
        "referral",
        "transfer",
        "journal_entry",
    ];
    tables
        .into_iter()
        .flat_map(|table| of(table).collect::<Vec<_>>())
        .collect()
}

/// The names of all that a record answers.
fn answered(body: &Value, names: &mut Vec<String>) {
    match body {
        Value::Object(fields) => {
            for (name, value) in fields {
                let empty = match value {
                    Value::Null => true,
                    Value::Array(all) => all.is_empty(),
                    Value::String(text) => text.is_empty(),
                    _ => false,
                };
                if !empty {
                    names.push(name.clone());
                }
                answered(value, names);
            }
        }
        Value::Array(all) => all.iter().for_each(|value| answered(value, names)),
        _ => {}
    }
}

#[test]
fn sec_39_sec_46_no_field_that_the_table_seals_is_answered_in_clear() {
    let definition = builtin("cameroun-demo").unwrap();
    for place in Place::on_each_engine() {
        let server = place.serve();
        let mut story = Story::begin(server.address);
        story.send();
        story.accept();
        story.end();
        assert_eq!(server.terminate(), 0);
        let (mut read, mut open) = (0, BTreeSet::new());
        for (table, body) in bodies(&place) {
            let mut names = Vec::new();
            answered(&body, &mut names);
            read += names.len();
            for (form, fields) in &definition.fields.0 {
                for (field, rule) in fields {
                    let sealed = rule.sensitivity >= Sensitivity::S2 && names.contains(field);
                    if sealed && !ASKED_BY_RULES.contains(&(&table, field)) {
                        open.insert(format!("{form}.{field} in {table}"));
                    }
                }
            }
            let text = body.to_string().to_lowercase();
            for code in CODES {
                assert!(
                    !text.contains(&format!("\"{code}\"")),
                    "{code} stands in {table}: {text}"
                );
            }
        }
        assert_eq!(open, BTreeSet::new());
        assert!(read > 100, "the records were read");
    }
}

/// Puts a shelter and a case down as versions before did, and the copy that was made before the tables were changed.
fn left_in_clear(place: &Place) -> Vec<String> {
    let facts = r#"["serious_illness","zqxplantflag"]"#;
    let shelter = [
        ("place,address", "Zqxplantshelter 1"),
        ("place,spot,town", "Zqxplanttown"),
        ("contact,phone", "+237600000088"),
    ];
    let sqlite = |path: &str| format!("$.{}", path.replace(',', "."));
    match place.database.starts_with("postgres") {
        true => {
            let set = |at: String, (path, word): &(&str, &str)| {
                format!("jsonb_set({at}, '{{{path}}}', '\"{word}\"')")
            };
            let body = shelter.iter().fold("body::jsonb".to_owned(), set);
            vec![
                format!(
                    "UPDATE service SET whereabouts = NULL, body = {body}::text WHERE visibility = 'hidden'"
                ),
                format!(
                    "UPDATE case_file SET neutral = FALSE, body = jsonb_set(jsonb_set(body::jsonb, '{{facts,flags}}', '{facts}'), '{{facts,entry_point}}', '\"zqxplantentry\"')::text"
                ),
            ]
        }
        false => {
            let set: Vec<String> = shelter
                .iter()
                .map(|(path, word)| format!("'{}', '{word}'", sqlite(path)))
                .collect();
            vec![
                format!(
                    "UPDATE service SET whereabouts = NULL, body = json_set(body, {}) WHERE visibility = 'hidden'",
                    set.join(", ")
                ),
                format!(
                    "UPDATE case_file SET neutral = 0, body = json_set(body, '$.facts.flags', json('{facts}'), '$.facts.entry_point', 'zqxplantentry')"
                ),
            ]
        }
    }
}

#[test]
fn sec_39_sec_46_dp_35_a_start_seals_what_an_earlier_version_left_in_clear_and_wipes_it() {
    for place in Place::on_each_engine() {
        let server = place.serve();
        Story::begin(server.address);
        assert_eq!(server.terminate(), 0);
        let statements = left_in_clear(&place);
        on_database(&place.database, |database| async move {
            use sea_orm::ConnectionTrait;
            for statement in statements {
                database.execute_unprepared(&statement).await.unwrap();
            }
        });
        let before = kept(&place).to_lowercase();
        for word in [
            "zqxplantshelter",
            "zqxplanttown",
            "600000088",
            "zqxplantflag",
            "zqxplantentry",
        ] {
            assert!(before.contains(word), "{word} was left in clear");
        }
        let copy = place.folder.data().join("relais.sqlite.before-migration");
        if !place.database.starts_with("postgres") {
            std::fs::write(&copy, "Zqxplantshelter 1").unwrap();
        }

        let server = place.start("serve");
        assert_eq!(server.terminate(), 0);
        let after = kept(&place).to_lowercase();
        assert!(after.contains("whereaboutssealed") && after.contains("factscarriedover"));
        assert!(!after.contains(MARK), "{}", around(&after, MARK));
        assert!(!after.contains("600000088"), "{}", around(&after, "600000088"));
        assert!(!copy.exists(), "the copy of before is gone");
        let hidden = "SELECT CAST(COUNT(*) AS TEXT) AS it FROM service WHERE visibility = 'hidden' AND whereabouts IS NULL";
        assert_eq!(place.ask(hidden), "0");
    }
}
