//! The sheet of the 30 demonstration providers speaks the language of the pack (domain §3 F13, §8.1).

use std::collections::{BTreeMap, BTreeSet};

use relais_kernel::Date;
use relais_mechanism::{BuiltinPacks, OrganisationKey, builtin};

/// One row, by the French headings.
type Row = BTreeMap<String, String>;

fn rows(file: &str) -> Vec<Row> {
    let data = BuiltinPacks::file(&format!("cameroun-demo/{file}")).unwrap();
    let mut reader = csv::Reader::from_reader(&*data);
    let headings = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        headings
            .iter()
            .map(str::to_owned)
            .zip(record.iter().map(str::to_owned))
            .collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn providers() -> Vec<Row> {
    rows("prestataires.csv")
}

fn of(key: &str) -> Vec<Row> {
    providers().into_iter().filter(|row| row["clé"] == key).collect()
}

fn each<'r>(row: &'r Row, column: &str) -> impl Iterator<Item = &'r str> {
    row[column].split("; ").filter(|text| !text.is_empty())
}

#[test]
fn every_code_of_the_sheet_is_one_of_the_pack() {
    let demo = builtin("cameroun-demo").unwrap();
    let columns = [
        ("type", "organisation_type"),
        ("besoins", "need"),
        ("dimension", "dimension"),
        ("sexe", "service_sex"),
        ("groupes cibles", "target_group"),
        ("documents demandés", "document"),
        ("accès", "service_access"),
        ("état", "service_state"),
        ("langues", "language"),
        ("visibilité", "visibility"),
        ("canal préféré", "service_channel"),
    ];
    for row in providers() {
        for (column, list) in columns {
            for code in each(&row, column) {
                demo.choose(list, code)
                    .unwrap_or_else(|refusal| panic!("{} {code}: {refusal}", row["clé"]));
            }
        }
        for column in [
            "organisation (fr)",
            "organisation (en)",
            "service (fr)",
            "service (en)",
            "besoins",
            "langues",
        ] {
            assert!(!row[column].is_empty(), "{} has no {column}", row["clé"]);
        }
        assert_eq!(
            row["conditions (fr)"].is_empty(),
            row["conditions (en)"].is_empty()
        );
    }
}

#[test]
fn the_places_per_month_are_those_of_the_scenario() {
    let expected = [
        300, 500, 25, 20, 12, 80, 60, 30, 40, 15, 35, 120, 25, 40, 20, 60, 30, 80, 80, 20, 25, 40, 30, 15, 8,
        10, 200, 50, 15, 60,
    ];
    let mut found: BTreeMap<String, u32> = BTreeMap::new();
    for row in providers() {
        let monthly: u32 = row["capacité par mois"].parse().unwrap();
        assert!(row["places disponibles"].parse::<u32>().unwrap() <= monthly);
        *found.entry(row["clé"].clone()).or_default() += monthly;
    }
    let keys: Vec<_> = (1..=30).map(|number| format!("P{number:02}")).collect();
    assert!(found.keys().eq(&keys));
    assert!(found.values().eq(&expected));
}

#[test]
fn the_rules_of_the_scenario_stand_in_the_sheet() {
    let all = |key: &str, column: &str, value: &str| {
        let rows = of(key);
        assert!(
            !rows.is_empty() && rows.iter().all(|row| row[column] == value),
            "{key} {column}"
        );
    };
    let some = |key: &str, column: &str, value: &str| {
        assert!(
            of(key).iter().any(|row| row[column].contains(value)),
            "{key} {column}"
        );
    };
    all("P03", "sexe", "women_and_children");
    all("P04", "âge max", "17");
    all("P05", "documents demandés", "court_order");
    all("P06", "frais (XAF)", "0");
    some("P07", "conditions (fr)", "50 %");
    all("P08", "accès", "referral_only");
    all("P10", "sexe", "women");
    some("P10", "visibilité", "hidden");
    all("P12", "délai (jours)", "45");
    some("P15", "couverture", "CM004");
    all("P16", "âge min", "15");
    all("P16", "âge max", "35");
    all("P18", "documents demandés", "national_id");
    all("P20", "frais (XAF)", "90000");
    all("P21", "âge min", "18");
    some("P22", "documents demandés", "guarantor");
    all("P24", "documents demandés", "skills_profile");
    all("P26", "groupes cibles", "families");
    all("P27", "accès", "walk_in");
    let emergencies: BTreeSet<_> = providers()
        .into_iter()
        .filter(|row| row["urgences"] == "oui")
        .map(|row| row["clé"].clone())
        .collect();
    let expected = [
        "P01", "P02", "P03", "P04", "P06", "P07", "P10", "P26", "P28", "P30",
    ]
    .map(str::to_owned);
    assert_eq!(emergencies, expected.into());
}

/// DP-35: a shelter's address is hidden.
#[test]
fn every_shelter_hides_its_address() {
    for row in providers()
        .iter()
        .filter(|row| each(row, "besoins").any(|need| need == "safe_shelter"))
    {
        assert_eq!(row["visibilité"], "hidden", "{}", row["clé"]);
    }
}

/// DP-37: nothing of the demonstration can reach a real person.
#[test]
fn contacts_are_plainly_synthetic() {
    for row in providers().into_iter().chain(rows("structures-referentes.csv")) {
        assert!(row["téléphone"].starts_with("+237 6 00 00 00 ") && row["téléphone"].len() == 18);
        assert!(row["courriel"].ends_with("@demo.relais.invalid"));
    }
}

#[test]
fn one_entry_is_stale_and_all_others_were_verified_in_time() {
    let today: Date = "2026-11-21".parse().unwrap();
    let stale: BTreeSet<_> = providers()
        .into_iter()
        .filter(|row| {
            let verified: Date = row["vérifié le"].parse().unwrap();
            let limit = if row["urgences"] == "oui" { 90 } else { 180 };
            verified.until(today).unwrap().get_days() > limit
        })
        .map(|row| row["clé"].clone())
        .collect();
    assert_eq!(stale, BTreeSet::from(["P26".to_owned()]));
}

#[test]
fn sharing_agreements_are_with_organisations_of_the_sheets() {
    let known: BTreeSet<_> = providers()
        .into_iter()
        .chain(rows("structures-referentes.csv"))
        .map(|row| OrganisationKey::new(row["clé"].as_str()).unwrap())
        .collect();
    assert_eq!(known.len(), 35);
    for rule in builtin("cameroun-demo").unwrap().flow_rules.0 {
        assert!(known.contains(&rule.organisation), "{}", rule.organisation);
    }
    // Behind the firewall: no agreement (decisions §15).
    let border = OrganisationKey::new("S05").unwrap();
    assert!(
        builtin("cameroun-demo")
            .unwrap()
            .flow_rules
            .0
            .iter()
            .all(|rule| rule.organisation != border)
    );
}
