//! Directories in and out at the console.

use std::fs;

use relais_hsds::{
    Kind,
    oracle::samples,
    package::{About, Found, pack, unpack, write},
};
use relais_kernel::{Lang, Localised};
use relais_publish::{Cell, Made, Table, xlsx};
use serde_json::Value;

use crate::console::Folder;

/// A package with every object of the standard.
fn package(folder: &Folder) -> String {
    let path = folder.file("annuaire-test.zip");
    fs::write(&path, pack(&write(&samples(), &About::default())).unwrap()).unwrap();
    path.display().to_string()
}

#[test]
fn a_package_that_was_exported_and_imported_is_exported_alike() {
    let (one, other) = (Folder::new(), Folder::new());
    one.run(&["directory", "import", &package(&one)]).done();
    let first = one.file("out.zip").display().to_string();
    one.run(&["directory", "export", &first]).done();
    other
        .run(&["directory", "import", &first, "--source", "elsewhere"])
        .done();
    let second = other.file("out.zip").display().to_string();
    other.run(&["directory", "export", &second]).done();
    let (first, second) = (fs::read(first).unwrap(), fs::read(second).unwrap());
    assert!(first.len() > 5_000);
    assert!(first == second, "the packages differ");
}

#[test]
fn a_trial_tells_what_an_import_would_change_and_writes_nothing() {
    let folder = Folder::new();
    let path = package(&folder);
    let told = |words: &[&str]| -> Value {
        let words = [&["directory", "import", &path, "--json"], words].concat();
        serde_json::from_str(&folder.run(&words).done()).unwrap()
    };
    for _ in 0..2 {
        let trial = told(&["--dry-run"]);
        assert_eq!(trial["written"], false);
        assert_eq!(trial["records"]["service"]["new"], 2, "{trial}");
        folder.run(&["doctor"]).stopped(17, "");
    }
    assert_eq!(told(&[])["records"]["service"]["new"], 2);
    assert_eq!(told(&["--dry-run"])["records"]["service"]["unchanged"], 2);
    let other = told(&["--source", "another"]);
    assert_eq!(other["records"].as_object().unwrap().len(), 0, "{other}");
    assert!(!other["taken"].as_array().unwrap().is_empty());
}

/// Tables without a descriptor, as a spreadsheet saves them.
fn tables(folder: &Folder, name: &str, tables: &[(&str, &str)]) -> String {
    let path = folder.file(name);
    let found: Vec<_> = tables
        .iter()
        .map(|(name, text)| Found::new(*name, *text))
        .collect();
    fs::write(&path, pack(&found).unwrap()).unwrap();
    path.display().to_string()
}

const ORGANIZATIONS: &str = "id,name,description\n1,Maison-Test,Accueil\n";
const SERVICES: &str = "id,organization_id,name,status\n1,1,Abri-Test,active\n2,1,Repas-Test,active\n";
const PHONES: &str = "id,service_id,number\n1,1,+237 6 00 00 00 01\n";

fn imported(folder: &Folder, path: &str) -> Value {
    serde_json::from_str(&folder.run(&["directory", "import", path, "--json"]).done()).unwrap()
}

#[test]
fn a_part_of_a_package_leaves_the_rest_as_it_is() {
    let folder = Folder::new();
    let whole = [
        ("organizations.csv", ORGANIZATIONS),
        ("services.csv", SERVICES),
        ("phones.csv", PHONES),
    ];
    imported(&folder, &tables(&folder, "annuaire-test.zip", &whole));
    let part = folder.file("services.csv");
    fs::write(&part, SERVICES.replace("Repas-Test", "Repas-Chaud-Test")).unwrap();
    let report = imported(&folder, &part.display().to_string());
    assert_eq!(report["source"], "annuaire-test");
    let records = report["records"].as_object().unwrap();
    let gone = records.values().map(|counts| counts["gone"].as_u64().unwrap());
    assert_eq!(gone.sum::<u64>(), 0, "{report}");
    assert_eq!(report["records"]["service"]["changed"], 1, "{report}");
    let out = folder.file("out.zip").display().to_string();
    folder.run(&["directory", "export", &out]).done();
    let files = unpack(&fs::read(out).unwrap()).unwrap();
    let text = |name: &str| {
        let file = files.iter().find(|file| file.name == name).unwrap();
        String::from_utf8(file.bytes.clone()).unwrap()
    };
    assert!(text("organizations.csv").contains("Maison-Test"));
    assert!(text("phones.csv").contains("+237"));
}

#[test]
fn the_next_edition_of_a_package_without_uuids_is_known_by_names_too() {
    let folder = Folder::new();
    let edition = [("organizations.csv", ORGANIZATIONS), ("services.csv", SERVICES)];
    imported(&folder, &tables(&folder, "annuaire-test.zip", &edition));
    let report = imported(&folder, &tables(&folder, "annuaire-test-2027.zip", &edition));
    assert_eq!(report["source"], "annuaire-test", "{report}");
    assert_eq!(report["records"]["service"]["unchanged"], 2);

    let others = ORGANIZATIONS.replace("Maison", "Autre-Maison");
    let other = [("organizations.csv", others.as_str()), ("services.csv", SERVICES)];
    let report = imported(&folder, &tables(&folder, "inconnu-test.zip", &other));
    assert_eq!(report["source"], "inconnu-test", "of another house: {report}");

    let services = SERVICES.replace("Abri", "Autre").replace("Repas", "Encore");
    let other = [
        ("organizations.csv", ORGANIZATIONS),
        ("services.csv", services.as_str()),
    ];
    let report = imported(&folder, &tables(&folder, "ailleurs-test.zip", &other));
    assert_eq!(
        report["source"], "ailleurs-test",
        "the same numbers are not the same services"
    );
    assert_eq!(report["records"]["service"]["new"], 2);
}

#[test]
fn a_folder_in_a_folder_a_second_copy_and_a_foreign_file_are_read_or_told() {
    let folder = Folder::new();
    let held = folder.file("paquet-test");
    fs::create_dir_all(held.join("data")).unwrap();
    fs::write(held.join("data/services (1).csv"), SERVICES).unwrap();
    fs::write(
        held.join("data/organizations.tsv"),
        ORGANIZATIONS.replace(',', "\t"),
    )
    .unwrap();
    fs::write(held.join("notice-test.docx"), "x").unwrap();
    let report = imported(&folder, &held.display().to_string());
    assert_eq!(report["records"]["service"]["new"], 2, "{report}");
    assert_eq!(report["records"]["organization"]["new"], 1);
    assert!(
        report["notes"].to_string().contains("notice-test.docx"),
        "{report}"
    );
}

#[test]
fn a_workbook_whose_sheet_is_called_like_a_table_is_a_package() {
    let folder = Folder::new();
    let path = folder.file("classeur-test.xlsx");
    let sheet = |name: &str, text: &str| {
        let mut lines = text
            .lines()
            .map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
        Table {
            lang: Lang::En,
            title: name.into(),
            columns: lines.next().unwrap(),
            rows: lines
                .map(|cells| cells.into_iter().map(Cell::Words).collect())
                .collect(),
            made: Made {
                from: Localised::new("Test", "Test").into(),
                version: "1".into(),
                at: jiff::civil::date(2026, 11, 27).at(8, 0, 0, 0),
            },
            taken_by: "Test".into(),
        }
    };
    fs::write(&path, xlsx(&[sheet("services", SERVICES)]).unwrap()).unwrap();
    let report = imported(&folder, &path.display().to_string());
    assert_eq!(report["records"]["service"]["new"], 2, "{report}");
}

#[test]
fn a_package_of_which_nothing_can_be_taken_says_so() {
    let folder = Folder::new();
    let path = tables(&folder, "vide-test.zip", &[("services.csv", "a,b\n1,2\n")]);
    folder.run(&["directory", "import", &path]).stopped(3, "");
}

#[test]
fn the_next_edition_of_a_package_is_known_by_its_services_under_another_name() {
    let folder = Folder::new();
    folder.run(&["directory", "import", &package(&folder)]).done();
    let gone = samples()
        .into_iter()
        .find(|record| record.kind == Kind::Service)
        .unwrap()
        .id;
    let left: Vec<_> = samples()
        .into_iter()
        .filter(|record| record.id != gone && record.link("service_id") != Some(gone))
        .collect();
    let next = folder.file("annuaire-test-suite.zip");
    fs::write(&next, pack(&write(&left, &About::default())).unwrap()).unwrap();
    let report = folder
        .run(&["directory", "import", &next.display().to_string(), "--json"])
        .done();
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["source"], "annuaire-test");
    assert_eq!(report["defunct"], 1, "{report}");
    assert_eq!(report["records"]["service"]["unchanged"], 1);
}

#[test]
fn a_row_that_cannot_be_read_is_told_and_the_others_come_in() {
    let folder = Folder::new();
    let tables = folder.file("paquet");
    fs::create_dir(&tables).unwrap();
    let organizations = "id,name,description,url\n1,Maison-Test,Accueil,www.example.org\n";
    let services =
        "id,organization_id,name,url\n7,1,Écoute-Test,pas une adresse\n8,1,,\n9,2,Orpheline-Test,\n";
    fs::write(tables.join("organizations.csv"), organizations).unwrap();
    fs::write(tables.join("services.csv"), services).unwrap();
    let path = tables.display().to_string();
    let report = folder.run(&["directory", "import", &path, "--json"]).done();
    let report: Value = serde_json::from_str(&report).unwrap();
    let table = |name: &str| {
        let tables = report["tables"].as_array().unwrap();
        tables
            .iter()
            .find(|table| table["table"] == name)
            .unwrap()
            .clone()
    };
    assert_eq!(table("services")["kept"], 2);
    assert_eq!(table("services")["put_aside"], 1);
    assert_eq!(report["records"]["organization"]["new"], 2, "one is only named");
    let notes = report["notes"].as_array().unwrap();
    assert!(notes.iter().any(|note| note["value"] == "pas une adresse"));
}

#[test]
fn a_mapping_sheet_is_imported_at_the_console() {
    let folder = Folder::new();
    folder.serve().terminate();
    let pack = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../packs/cameroun-demo/prestataires.csv"
    );
    let told = |words: &[&str]| -> Value {
        let words = [&["directory", "import", pack, "--json"], words].concat();
        serde_json::from_str(&folder.run(&words).done()).unwrap()
    };
    let trial = told(&["--dry-run"]);
    assert_eq!(trial["written"], false);
    let written = told(&[]);
    assert_eq!(written["counts"], trial["counts"]);
    assert_eq!(told(&[])["counts"]["services_added"], 0);
}

#[test]
fn what_is_no_directory_is_refused_with_a_sentence() {
    let folder = Folder::new();
    folder.serve().terminate();
    let path = folder.file("annuaire.zip");
    fs::write(&path, b"PK\x03\x04 nothing of a zip").unwrap();
    let path = path.display().to_string();
    folder.run(&["directory", "import", &path]).stopped(3, "");
    folder
        .run(&["directory", "import", "/nowhere/annuaire.csv"])
        .stopped(3, "cannot be read");
}
