//! What an earlier program left is taken over by this one (security requirement 84).

use std::{
    collections::BTreeMap,
    fs,
    io::Read,
    path::Path,
    process::{Child, Stdio},
    time::{Duration, Instant},
};

use flate2::read::GzDecoder;
use sea_orm::{ConnectionTrait, Statement};

use crate::{
    console::{Folder, Server, ask, on_database, own_schema},
    visitor::Visitor,
};

const CASE: &str = "/dossiers/d270f155ecc1417dbc5c9411ecef0b75";
const PERSON: &str = "Personne-Ancienne";
const STEPS: &str = "SELECT CAST(COUNT(*) AS TEXT) AS it FROM migration";

/// How many rows stand in each table.
type Rows = BTreeMap<String, i64>;

/// Lays the keys of the earlier installation down, and its tables into the database at `url`.
fn lay_down(folder: &Folder, url: &str, dump: &[u8]) {
    fs::create_dir_all(folder.data()).unwrap();
    fs::create_dir_all(folder.keys()).unwrap();
    close(&folder.keys(), 0o700);
    for (name, text) in [
        ("master.key", &include_bytes!("master.key")[..]),
        ("journal.key", &include_bytes!("journal.key")[..]),
        ("journal.start", &include_bytes!("journal.start")[..]),
    ] {
        let file = folder.keys().join(name);
        fs::write(&file, text).unwrap();
        close(&file, 0o600);
    }
    let mut sql = String::new();
    GzDecoder::new(dump).read_to_string(&mut sql).unwrap();
    on_database(url, |database| async move {
        database.execute_unprepared(&sql).await.unwrap();
    });
}

fn close(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn on_sqlite() -> Folder {
    let folder = Folder::new();
    let url = format!("{}?mode=rwc", folder.url());
    lay_down(&folder, &url, include_bytes!("sqlite.sql.gz"));
    folder
}

/// The rows of every table that the earlier program knew.
fn rows(url: &str) -> Rows {
    let tables = if url.starts_with("postgres") {
        "SELECT table_name AS it FROM information_schema.tables WHERE table_schema = current_schema()"
    } else {
        "SELECT name AS it FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    };
    on_database(url, |database| async move {
        let engine = database.get_database_backend();
        let mut rows = Rows::new();
        let named = database
            .query_all_raw(Statement::from_string(engine, tables))
            .await;
        for table in named.unwrap() {
            let table: String = table.try_get("", "it").unwrap();
            let count = format!("SELECT COUNT(*) AS it FROM \"{table}\"");
            let row = database
                .query_one_raw(Statement::from_string(engine, count))
                .await;
            rows.insert(table, row.unwrap().unwrap().try_get("", "it").unwrap());
        }
        rows
    })
}

/// No row is missing, and what was sealed opens.
fn taken_over(folder: &Folder, server: Server, url: &str, before: &Rows, more: &[&str]) {
    let mut owner = Visitor::signed_in(server.address, "gestionnaire");
    assert_eq!(owner.get(CASE).status, 200);
    let identity = owner.get(&format!("{CASE}/identite"));
    assert_eq!(identity.status, 200);
    assert!(identity.page().contains(PERSON));
    assert_eq!(server.terminate(), 0);
    let after = rows(url);
    // Tables of what is going on now grow and shrink; everything else keeps each of its rows.
    for (table, count) in before.iter().filter(|(table, _)| !passing(table)) {
        let now = after.get(table).copied();
        assert!(
            now.is_some_and(|now| now >= *count),
            "{table}: {count} rows, then {now:?}"
        );
    }
    let said = folder.run(&[&["journal", "verify"][..], more].concat()).done();
    assert!(said.contains("The journal is sound"), "{said}");
}

fn passing(table: &str) -> bool {
    ["pulse", "job", "once", "session", "outbox"].contains(&table)
}

fn steps(url: &str) -> u32 {
    ask(url, STEPS).parse().unwrap()
}

#[test]
fn sec_84_what_an_earlier_program_left_is_taken_over() {
    let folder = on_sqlite();
    let before = rows(&folder.url());
    let server = folder.serve();
    taken_over(&folder, server, &folder.url(), &before, &[]);
    // This program seals what that one left in clear: the copy of before would keep it (ADR 42).
    assert!(!folder.data().join("relais.sqlite.before-migration").exists());
}

/// The keys and search tokens that the earlier program made.
#[test]
fn sec_42_the_keys_of_an_earlier_installation_are_replaced_and_people_are_found_as_before() {
    let folder = on_sqlite();
    folder.serve().terminate();
    let finds = || {
        let server = folder.serve();
        let mut owner = Visitor::signed_in(server.address, "gestionnaire");
        let found = owner.fill("/dossiers/recherche", "/dossiers/recherche", &[("name", PERSON)]);
        assert!(found.page().contains(CASE), "{}", found.told());
        assert!(owner.get(&format!("{CASE}/identite")).page().contains(PERSON));
        server.terminate();
    };
    finds();
    for _ in 0..2 {
        let said = folder.run(&["keys", "rotate", "--every-organisation"]).done();
        assert!(
            said.contains("keys replaced") && !said.contains("damaged"),
            "{said}"
        );
        finds();
    }
    assert!(folder.run(&["journal", "verify"]).done().contains("sound"));
}

#[test]
fn sec_84_the_same_on_postgresql() {
    let Some(url) = own_schema() else { return };
    let folder = Folder::new();
    lay_down(&folder, &url, include_bytes!("postgresql.sql.gz"));
    let before = rows(&url);
    let server = Server::start(folder.relais(&["serve", "--listen", "127.0.0.1:0", "--database", &url]));
    taken_over(&folder, server, &url, &before, &["--database", &url]);
}

/// A server that is killed as soon as something on the disk shows how far it came.
fn killed_when(folder: &Folder, so_far: impl Fn(&Path) -> bool) {
    let mut child = start(folder);
    let since = Instant::now();
    while !so_far(&folder.data()) {
        assert!(since.elapsed() < Duration::from_secs(60), "it never came so far");
        assert!(
            child.try_wait().unwrap().is_none(),
            "it ended before it came so far"
        );
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

fn start(folder: &Folder) -> Child {
    let mut command = folder.relais(&["serve", "--listen", "127.0.0.1:0"]);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

#[test]
fn sec_84_a_program_killed_while_it_takes_over_leaves_the_old_or_the_new_and_never_half() {
    let folder = on_sqlite();
    let (before, old) = (rows(&folder.url()), steps(&folder.url()));
    let new = {
        let other = on_sqlite();
        assert_eq!(other.serve().terminate(), 0);
        steps(&other.url())
    };
    let copying = |data: &Path| data.join("relais.sqlite.copying").exists();
    let copied = |data: &Path| data.join("relais.sqlite.before-migration").exists();
    let writing = |data: &Path| {
        let log = fs::metadata(data.join("relais.sqlite-wal"));
        copied(data) && log.is_ok_and(|log| log.len() > 0)
    };
    killed_when(&folder, copying);
    for so_far in [&copied as &dyn Fn(&Path) -> bool, &writing] {
        let found = steps(&folder.url());
        assert!(found == old || found == new, "{found} steps, not {old} or {new}");
        if found == old {
            assert_eq!(rows(&folder.url()), before);
        }
        killed_when(&folder, so_far);
    }
    taken_over(&folder, folder.serve(), &folder.url(), &before, &[]);
    assert_eq!(steps(&folder.url()), new);
}
