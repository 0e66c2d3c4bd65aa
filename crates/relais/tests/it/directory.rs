//! Directories in and out at the console.

use std::fs;

use relais_hsds::{
    Kind,
    oracle::samples,
    package::{About, pack, write},
};
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
    folder
        .run(&["directory", "import", &path, "--dry-run"])
        .stopped(17, "");
    folder.serve().terminate();
    let told = |words: &[&str]| -> Value {
        let words = [&["directory", "import", &path, "--json"], words].concat();
        serde_json::from_str(&folder.run(&words).done()).unwrap()
    };
    for _ in 0..2 {
        let trial = told(&["--dry-run"]);
        assert_eq!(trial["written"], false);
        assert_eq!(trial["records"]["service"]["new"], 2, "{trial}");
    }
    assert_eq!(told(&[])["records"]["service"]["new"], 2);
    assert_eq!(told(&["--dry-run"])["records"]["service"]["unchanged"], 2);
    let other = told(&["--source", "another"]);
    assert_eq!(other["records"].as_object().unwrap().len(), 0, "{other}");
    assert!(!other["taken"].as_array().unwrap().is_empty());
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
