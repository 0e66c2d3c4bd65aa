//! A second version of the definition while a referral runs.

use std::{fs, path::Path};

use crate::{
    console::{Folder, Server, ask, own_schema},
    story::Story,
};

const HOUR: i64 = 3_600_000;

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).unwrap();
        }
    }
}

/// The pack of the demonstration with other deadlines for what is urgent: two days to decide instead of three.
fn second_version(folder: &Folder) -> String {
    let pack = folder.file("cameroun-demo");
    copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/cameroun-demo"),
        &pack,
    );
    let head = fs::read_to_string(pack.join("pack.toml")).unwrap();
    let version = head.lines().find(|line| line.starts_with("version = ")).unwrap();
    fs::write(
        pack.join("pack.toml"),
        head.replace(version, "version = \"test-2\""),
    )
    .unwrap();
    fs::write(
        pack.join("deadlines.toml"),
        "[urgent]\ndecide = \"48 h\"\nescalate_e2 = \"48 h\"\n",
    )
    .unwrap();
    pack.display().to_string()
}

/// The time that the receiver has from sending, of the oldest referral or of the newest.
fn given(database: &str, order: &str) -> i64 {
    let select = format!(
        "SELECT CAST(deadline_at - sent_at AS TEXT) AS it FROM referral WHERE sent_at IS NOT NULL \
         ORDER BY sent_at {order} LIMIT 1"
    );
    ask(database, &select).parse().unwrap()
}

fn keeps_its_clock(folder: &Folder, database: &str) {
    let words = [
        "demo",
        "serve",
        "--bare",
        "--listen",
        "127.0.0.1:0",
        "--database",
        database,
    ];
    let server = Server::start(folder.relais(&words));
    let mut story = Story::begin(server.address);
    story.just_send();
    let first = story.referral.clone();
    let before = given(database, "ASC");
    let pack = second_version(folder);
    let said = folder
        .run(&["mechanism", "load", &pack, "--database", database])
        .done();
    assert!(said.contains("test-2"), "{said}");
    assert_eq!(given(database, "ASC"), before, "loading moves no clock");

    story.once_more();
    story.just_send();
    for referral in [first, story.referral.clone()] {
        story.referral = referral;
        story.answer("acknowledge", &[]);
    }
    assert_eq!(
        given(database, "ASC"),
        72 * HOUR,
        "the first keeps the version it was sent under"
    );
    assert_eq!(
        given(database, "DESC"),
        48 * HOUR,
        "the second goes by the new one"
    );
    assert_eq!(server.terminate(), 0);
}

#[test]
fn a_second_version_of_the_definition_moves_no_running_clock() {
    let folder = Folder::new();
    keeps_its_clock(&folder, &folder.url());
    if let Some(url) = own_schema() {
        keeps_its_clock(&Folder::new(), &url);
    }
}
