use std::fs;

use serde_json::Value;

use crate::console::{Folder, Said, relais};

#[test]
fn a_pack_with_an_error_is_refused_with_file_line_and_reason() {
    let folder = Folder::new();
    let pack = folder.file("pays-test");
    fs::create_dir(&pack).unwrap();
    let head = "code = \"pays-test\"\nname = { fr = \"Pays-test\", en = \"Test country\" }\nversion = \"1\"\n\
                inherits = \"modele-regional\"\ncurrency = \"XOF\"\ncountry = \"TGO\"\n";
    fs::write(pack.join("pack.toml"), head).unwrap();
    let path = pack.display().to_string();
    assert!(
        folder
            .run(&["mechanism", "check", &path])
            .done()
            .contains("is valid")
    );

    fs::write(pack.join("deadlines.toml"), "[urgent]\ndecide = \"soon\"\n").unwrap();
    folder
        .run(&["mechanism", "check", &path])
        .stopped(3, "pays-test/deadlines.toml:2: ");
    let said = folder.run(&["mechanism", "check", &path, "--json"]);
    assert_eq!(said.code, 3);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(report["valid"], false);
    assert_eq!(report["errors"][0]["file"], "pays-test/deadlines.toml");
    assert_eq!(report["errors"][0]["line"], 2);

    folder.serve().terminate();
    folder.run(&["mechanism", "load", &path]).stopped(3, "is refused");
    folder
        .run(&["mechanism", "check", "atlantis"])
        .stopped(3, "atlantis");
}

#[test]
fn a_country_pack_shows_where_it_differs_in_both_languages() {
    let french = Said::of(relais(&["mechanism", "diff", "cameroun-demo"]).output().unwrap()).done();
    assert!(
        french.contains("« cameroun-demo » diffère de « modele-regional »"),
        "{french}"
    );
    assert!(french.contains("Monnaie : « XOF » devient « XAF »"), "{french}");
    let english = relais(&["mechanism", "diff", "cameroun-demo", "--json"])
        .output()
        .unwrap();
    let report: Value = serde_json::from_str(&Said::of(english).done()).unwrap();
    let differences = report["differences"].as_array().unwrap();
    assert!(differences.iter().any(|found| found["path"] == "currency"));
}

#[test]
fn a_loaded_pack_is_in_force_beside_a_running_server() {
    let folder = Folder::new();
    let server = folder.serve();
    let said = folder
        .run(&["mechanism", "load", "cameroun-demo", "--json"])
        .done();
    let report: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(
        (&report["pack"], &report["loaded"]),
        (&"cameroun-demo".into(), &true.into())
    );
    assert_eq!(server.get("/healthz").0, 200);
    assert!(folder.run(&["journal", "verify"]).done().contains("sound"));
}
