use std::fs;

use serde_json::Value;

use crate::console::{Folder, Server};

fn demo(folder: &Folder) -> Server {
    Server::start(folder.relais(&["demo", "serve", "--bare", "--listen", "127.0.0.1:0"]))
}

#[test]
fn sec32_a_changed_entry_is_named_and_ends_with_a_code() {
    let folder = Folder::new();
    demo(&folder).terminate();
    let report: Value = serde_json::from_str(&folder.run(&["journal", "verify", "--json"]).done()).unwrap();
    assert_eq!(report["sound"], true);
    assert_eq!(
        report["entries"], report["vouched"],
        "the head was signed at the end"
    );

    folder.sql("UPDATE journal_entry SET body = replace(body, '\"act\"', '\"ACT\"') WHERE position = 7");
    folder
        .run(&["journal", "verify"])
        .stopped(4, "entry 7 was changed");
    let said = folder.run(&["journal", "verify", "--json"]);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((said.code, &report["entry"]), (4, &7.into()));
}

#[test]
fn sec33_a_journal_cut_off_at_its_end_is_seen_against_a_checkpoint_kept_elsewhere() {
    let folder = Folder::new();
    demo(&folder).terminate();
    let kept = folder.file("checkpoint");
    fs::write(
        &kept,
        folder.ask("SELECT text AS it FROM journal_checkpoint ORDER BY size DESC LIMIT 1"),
    )
    .unwrap();
    let outside = ["journal", "verify", "--checkpoint", kept.to_str().unwrap()];
    assert!(folder.run(&outside).done().contains("sound"));
    // Somebody who holds the database, but not the key, puts an earlier state back.
    folder.sql("DELETE FROM journal_entry WHERE position >= 5; DELETE FROM journal_checkpoint; DELETE FROM journal_head");
    folder.run(&outside).stopped(4, "the journal is broken");
    folder
        .run(&["journal", "verify", "--checkpoint", "/nowhere"])
        .stopped(3, "/nowhere");
}

#[test]
fn an_invitation_gives_a_link_and_wrong_words_are_told() {
    let folder = Folder::new();
    let server = demo(&folder);
    let invite = |organisation, role, login| {
        folder.run(&[
            "user",
            "invite",
            "--name",
            "Personne-Test 1",
            "--login",
            login,
            "--organisation",
            organisation,
            "--role",
            role,
            "--public-url",
            "https://mnr.example",
        ])
    };
    let said = invite("S02", "R04", "test1@demo.relais.invalid").done();
    assert!(said.contains("https://mnr.example/invitation/"), "{said}");
    invite("S02", "R04", "test1@demo.relais.invalid").stopped(3, "already has an account");
    invite("S99", "R04", "test2@demo.relais.invalid").stopped(3, "no organisation has the code “S99”");
    invite("S02", "R01", "test2@demo.relais.invalid").stopped(3, "“R01” is not a role");
    assert_eq!(server.get("/healthz").0, 200);
    assert!(folder.run(&["journal", "verify"]).done().contains("sound"));
}

#[test]
fn the_doctor_finds_a_healthy_installation_healthy_and_a_sick_one_sick() {
    let folder = Folder::new();
    folder
        .run(&["doctor"])
        .stopped(17, "there is no installation here");
    let server = demo(&folder);
    let said = folder.run(&["doctor", "--json"]).done();
    let report: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(report["healthy"], true, "{said}");
    let looked: Vec<&str> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["what"].as_str().unwrap())
        .collect();
    for what in [
        "disk",
        "keys",
        "keys_belong",
        "database",
        "database_pages",
        "journal",
        "definition",
        "clock",
    ] {
        assert!(looked.contains(&what), "{what} in {looked:?}");
    }
    server.terminate();

    folder.sql("UPDATE journal_entry SET act = 'CaseClosed' WHERE position = 3");
    fs::remove_file(folder.keys().join("master.key")).unwrap();
    let said = folder.run(&["doctor"]);
    assert!(
        said.out.contains("beside entry 3") && said.out.contains("is missing"),
        "{said:?}"
    );
    said.stopped(4, "to repair");
}

#[test]
fn a_database_of_a_newer_program_is_refused_and_not_touched() {
    let folder = Folder::new();
    folder.serve().terminate();
    folder.sql("INSERT INTO migration (room, number) VALUES ('trust', 4711)");
    let before = fs::read(folder.data().join("relais.sqlite")).unwrap();
    for words in [
        &["serve", "--listen", "127.0.0.1:0"][..],
        &["journal", "verify"],
        &["mechanism", "load", "cameroun-demo"],
    ] {
        folder
            .run(words)
            .stopped(13, "made by a newer version of Relais (trust 4711)");
    }
    assert_eq!(fs::read(folder.data().join("relais.sqlite")).unwrap(), before);
}

#[test]
fn a_copy_is_kept_before_the_tables_change() {
    let folder = Folder::new();
    folder.serve().terminate();
    let copy = folder.data().join("relais.sqlite.before-migration");
    assert!(!copy.exists(), "a new installation has nothing to keep");
    // As a database that an older program left.
    folder.sql("DELETE FROM migration WHERE room = 'program'; DROP TABLE pulse");
    folder
        .run(&[
            "user",
            "invite",
            "--name",
            "P",
            "--login",
            "p@x.cm",
            "--organisation",
            "S",
            "--role",
            "R04",
        ])
        .stopped(3, "of an older version");
    folder.serve().terminate();
    assert!(copy.exists());
}
