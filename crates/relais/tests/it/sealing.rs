//! Keys that only a passphrase opens, and a server that wipes them (security requirement 43).

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use crate::{
    console::{Folder, Said, Server, mode},
    visitor::{Shown, Visitor, person},
};

pub const WORDS: &str = "girafe lagune marmite pluie";
const LOCKED: &str = "Installation verrouillée";
const DEMO: [&str; 5] = ["demo", "serve", "--bare", "--listen", "127.0.0.1:0"];

/// A demonstration that was founded, and is stopped.
fn founded() -> Folder {
    let folder = Folder::new();
    Server::start(folder.relais(&DEMO)).terminate();
    folder
}

pub fn locked() -> Folder {
    let folder = founded();
    given(folder.relais(&["keys", "lock"]), &format!("{WORDS}\n{WORDS}\n")).done();
    folder
}

/// Runs a command to which somebody types.
pub fn given(mut command: Command, typed: &str) -> Said {
    let piped = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    // It may have stopped before it asks for everything.
    let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
    Said::of(child.wait_with_output().unwrap())
}

/// Nothing but the lock, whatever is asked for.
fn is_locked(server: &Server) {
    let mut anybody = Visitor::at(server.address);
    for path in ["/", "/connexion", "/dossiers", "/compte", "/r/abc", "/reponse"] {
        let shown = anybody.get(path);
        assert_eq!(shown.status, 503, "{path}: {}", shown.told());
        assert!(shown.page().contains(LOCKED), "{path}: {}", shown.told());
    }
    let api = anybody.get("/api/v1/cases");
    assert_eq!(api.status, 503);
    assert!(api.page().contains(r#""code":"Unavailable""#), "{}", api.page());
    assert_eq!(server.get("/healthz").0, 503);
}

fn unlock(server: &Server, words: &str) {
    assert_eq!(tried(server, words).led_to(), "/");
}

/// What the lock says to these words.
fn tried(server: &Server, words: &str) -> Shown {
    let mut keeper = Visitor::at(server.address);
    let once = keeper.once("/", "/deverrouiller").unwrap();
    keeper.send("/deverrouiller", &once, &[("words", words)]).unwrap()
}

#[test]
fn sec_43_a_locked_installation_shows_the_lock_until_the_passphrase_is_given() {
    let folder = locked();
    assert!(!folder.keys().join("master.key").exists());
    assert_eq!(mode(&folder.keys().join("master.locked")), 0o600);
    let server = Server::start(folder.relais(&DEMO));
    is_locked(&server);
    let wrong = tried(&server, "girafe lagune marmite");
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.told().contains("Ce n’est pas la phrase secrète"),
        "{}",
        wrong.told()
    );
    assert!(
        !wrong.page().contains("girafe"),
        "what was typed is not shown again"
    );
    is_locked(&server);

    unlock(&server, WORDS);
    let mut worker = Visitor::signed_in(server.address, "gestionnaire");
    assert_eq!(worker.get("/dossiers").status, 200);
    assert_eq!(server.get("/healthz").0, 200);
    let opened = "SELECT CAST(count(*) AS TEXT) AS it FROM journal_entry WHERE act = 'KeysOpened'";
    assert_eq!(folder.ask(opened), "1");
}

#[test]
fn sec_43_the_order_to_seal_wipes_the_keys_at_once_and_loses_nothing() {
    let folder = locked();
    let server = Server::start(folder.relais(&DEMO));
    unlock(&server, WORDS);
    let mut worker = Visitor::signed_in(server.address, "gestionnaire");
    let case = worker.take("/dossiers/nouveau", &person("Personne-Test Hivernale"));
    let identity = format!("{}/identite", case.split('?').next().unwrap());
    assert!(worker.get(&identity).page().contains("Personne-Test Hivernale"));

    let said = folder.run(&["seal"]).done();
    assert!(
        said.contains("wiped from memory") && !said.contains("Mind"),
        "{said}"
    );
    is_locked(&server);
    assert!(!worker.get(&identity).page().contains("Hivernale"));
    assert!(folder.run(&["seal"]).done().contains("Sealed"), "twice is once");

    unlock(&server, WORDS);
    assert!(worker.get(&identity).page().contains("Personne-Test Hivernale"));
    assert_eq!(server.terminate(), 0);
    let told = "SELECT group_concat(act, ' ') AS it FROM (SELECT act FROM journal_entry
        WHERE act IN ('KeysOpened', 'KeysForgotten') ORDER BY position)";
    assert_eq!(folder.ask(told), "KeysOpened KeysForgotten KeysOpened");
    assert!(folder.run(&["journal", "verify"]).done().contains("sound"));
    folder.run(&["seal"]).stopped(17, "no server works");
}

#[test]
fn sec_43_no_key_is_left_in_the_memory_of_a_sealed_server() {
    let folder = founded();
    let key = fs::read_to_string(folder.keys().join("master.key")).unwrap();
    let text = key.trim().trim_start_matches("relais-master-key:").to_owned();
    let server = Server::start(folder.relais(&DEMO));
    let mut worker = Visitor::signed_in(server.address, "gestionnaire");
    worker.take("/dossiers/nouveau", &person("Personne-Test Hivernale"));
    let raw = &decoded(&text)[1..33];
    assert!(remembers(server.process(), raw), "an open server holds its key");
    let said = folder.run(&["seal"]).done();
    assert!(said.contains("Mind: the master key still lies open"), "{said}");
    assert!(!remembers(server.process(), raw));
    assert!(!remembers(server.process(), text.as_bytes()));
    // Whoever took the key away brings it back, and it is wiped like the one that was read from the disk.
    unlock(&server, &key);
    assert_eq!(worker.get("/dossiers").status, 200);
    worker.take("/dossiers/nouveau", &person("Personne-Test Printanière"));
    assert!(remembers(server.process(), raw));
    folder.run(&["seal"]).done();
    assert!(!remembers(server.process(), raw));
}

#[test]
fn sec_42_a_server_that_was_opened_at_its_lock_follows_the_master_key_that_replaces_its_own() {
    let folder = locked();
    let server = Server::start(folder.relais(&DEMO));
    unlock(&server, WORDS);
    let mut worker = Visitor::signed_in(server.address, "gestionnaire");
    let case = worker.take("/dossiers/nouveau", &person("Personne-Test Estivale"));
    let identity = format!("{}/identite", case.split('?').next().unwrap());
    given(folder.relais(&["keys", "unlock"]), &format!("{WORDS}\n")).done();
    folder.run(&["keys", "rotate"]).done();
    assert!(worker.get(&identity).page().contains("Personne-Test Estivale"));
    let other = worker.take("/dossiers/nouveau", &person("Personne-Test Automnale"));
    assert!(other.starts_with("/dossiers/"));
    let mut second = Visitor::signed_in(server.address, "gestionnaire-nord");
    second.take("/dossiers/nouveau", &person("Personne-Test Polaire"));
}

#[test]
fn sec_43_the_folder_copied_elsewhere_shows_the_lock_and_only_its_passphrase_opens_it() {
    let (folder, thief) = (locked(), Folder::new());
    copy(&folder.data(), &thief.data());
    copy(&folder.keys(), &thief.keys());
    let server = Server::start(thief.relais(&DEMO));
    is_locked(&server);
    let foreign = fs::read_to_string(founded().keys().join("master.key")).unwrap();
    let shown = tried(&server, &foreign);
    assert_eq!(shown.status, 422, "the key of another installation");
    is_locked(&server);
}

#[test]
fn what_needs_no_key_works_while_they_are_locked_and_the_rest_asks_for_the_passphrase() {
    let folder = locked();
    assert!(folder.run(&["journal", "verify"]).done().contains("sound"));
    let found = folder.run(&["doctor", "--json"]);
    assert!(found.out.contains("locked by a passphrase"), "{found:?}");
    let recipient = folder.file("recovery.key");
    let keygen = folder
        .run(&["backup", "keygen", "--to", recipient.to_str().unwrap()])
        .done();
    let public = keygen
        .split_whitespace()
        .find(|word| word.starts_with("age1"))
        .unwrap();
    let to = folder.file("saved.relais");
    let words = ["backup", "--to", to.to_str().unwrap(), "--recipient", public];
    folder.run(&words).done();
    let invite = [
        "user",
        "invite",
        "--login",
        "personne-test@demo.relais.invalid",
        "--name",
        "Personne-Test",
        "--organisation",
        "S02",
        "--role",
        "R04",
    ];
    given(folder.relais(&invite), "").stopped(3, "no passphrase");
    given(folder.relais(&invite), "girafe lagune\n").stopped(12, "not the passphrase");
    assert!(
        given(folder.relais(&invite), &format!("{WORDS}\n"))
            .done()
            .contains("/invitation/")
    );
}

#[test]
fn a_passphrase_is_long_typed_twice_and_can_be_taken_away_again() {
    let folder = founded();
    let lock = |typed: &str| given(folder.relais(&["keys", "lock"]), typed);
    lock("girafe\ngirafe\n").stopped(3, "too short");
    lock(&format!("{WORDS}\n{WORDS} x\n")).stopped(3, "differ");
    folder.run(&["keys", "unlock"]).stopped(3, "not locked");
    lock(&format!("{WORDS}\n{WORDS}\n")).done();
    lock(&format!("{WORDS}\n{WORDS}\n")).stopped(3, "locked already");
    // Half way through, both lie there: nobody guesses which one is meant.
    fs::write(folder.keys().join("master.key"), "").unwrap();
    folder.run(&DEMO).stopped(12, "both open and locked");
    fs::remove_file(folder.keys().join("master.key")).unwrap();
    given(folder.relais(&["keys", "unlock"]), &format!("{WORDS}\n")).done();
    let server = Server::start(folder.relais(&DEMO));
    assert_eq!(server.get("/healthz").0, 200);
}

/// The files of some parts, for a command.
fn with_parts<'a>(verb: &'a str, parts: &'a [String]) -> Vec<&'a str> {
    ["keys", verb]
        .into_iter()
        .chain(parts.iter().map(String::as_str))
        .collect()
}

#[test]
fn custodians_bring_a_lost_key_back_together_and_too_few_of_them_do_not() {
    let folder = locked();
    let to = folder.file("parts");
    let split = [
        "keys",
        "split",
        "--custodians",
        "3",
        "--needed",
        "2",
        "--to",
        to.to_str().unwrap(),
    ];
    given(folder.relais(&split), &format!("{WORDS}\n")).done();
    let parts: Vec<String> = (1..=3)
        .map(|n| to.join(format!("part-{n}.txt")).display().to_string())
        .collect();
    assert_eq!(mode(Path::new(&parts[0])), 0o600);
    given(folder.relais(&split), &format!("{WORDS}\n")).stopped(3, "cannot be used");

    folder
        .run(&with_parts("rehearse", &parts[..1]))
        .stopped(12, "2 are needed");
    assert!(
        folder
            .run(&with_parts("rehearse", &parts[1..]))
            .done()
            .contains("open the installation")
    );
    let server = Server::start(folder.relais(&DEMO));
    let text = |n: usize| fs::read_to_string(&parts[n]).unwrap();
    let mistyped = text(0).replacen("relais-part:", "relais-part:A", 1);
    for (words, because) in [
        (text(0), "1 part(s) de la clé ici, il en faut 2"),
        (text(0).repeat(2), "1 part(s) de la clé ici, il en faut 2"),
        (mistyped, "mal recopiée"),
    ] {
        let shown = tried(&server, &words);
        assert!(
            shown.status == 422 && shown.told().contains(because),
            "{}",
            shown.told()
        );
    }
    assert_eq!(tried(&server, &format!("{} {}", text(0), text(2))).led_to(), "/");
    assert_eq!(server.get("/healthz").0, 200);
    drop(server);

    // The passphrase is forgotten.
    assert!(
        folder
            .run(&with_parts("recover", &parts[..2]))
            .done()
            .contains("relais keys lock")
    );
    folder
        .run(&with_parts("recover", &parts))
        .stopped(3, "in its place");
    // The file is lost.
    fs::remove_file(folder.keys().join("master.key")).unwrap();
    folder.run(&DEMO).stopped(12, "missing");
    folder.run(&with_parts("recover", &parts)).done();
    let server = Server::start(folder.relais(&DEMO));
    assert_eq!(server.get("/healthz").0, 200);
    drop(server);
    let other = founded();
    fs::remove_file(other.keys().join("master.key")).unwrap();
    other
        .run(&with_parts("recover", &parts))
        .stopped(12, "do not open this installation");
    let told = "SELECT group_concat(act, ' ') AS it FROM (SELECT act FROM journal_entry
        WHERE act IN ('KeyPartsMade', 'KeyPartsRehearsed') ORDER BY position)";
    assert_eq!(folder.ask(told), "KeyPartsMade KeyPartsRehearsed");
}

#[test]
fn sec_42_the_master_key_is_replaced_under_load_and_the_old_one_opens_nothing_any_more() {
    let folder = founded();
    let file = folder.keys().join("master.key");
    let old = fs::read_to_string(&file).unwrap();
    let server = Server::start(folder.relais(&DEMO));
    let mut worker = Visitor::signed_in(server.address, "gestionnaire");
    let case = worker.take("/dossiers/nouveau", &person("Personne-Test Hivernale"));
    let identity = format!("{}/identite", case.split('?').next().unwrap());
    std::thread::scope(|scope| {
        // Somebody goes on registering people meanwhile, in an organisation whose key was not opened yet.
        let busy = scope.spawn(|| {
            let mut other = Visitor::signed_in(server.address, "gestionnaire-nord");
            for _ in 0..8 {
                other.take("/dossiers/nouveau", &person("Personne-Test Estivale"));
            }
        });
        assert!(folder.run(&["keys", "rotate"]).done().contains("is replaced"));
        busy.join().unwrap();
    });
    assert_ne!(fs::read_to_string(&file).unwrap(), old);
    // An organisation that the server opens for the first time now, and one that it had open.
    let mut third = Visitor::signed_in(server.address, "gestionnaire-centre");
    third.take("/dossiers/nouveau", &person("Personne-Test Automnale"));
    assert!(worker.get(&identity).page().contains("Personne-Test Hivernale"));
    assert_eq!(server.terminate(), 0);

    let new = fs::read_to_string(&file).unwrap();
    fs::write(&file, &old).unwrap();
    folder.run(&DEMO).stopped(12, "not the one of this installation");
    // Broken off between the two: the key that the database knows is taken.
    fs::write(folder.keys().join("master.next"), &new).unwrap();
    Command::new("chmod")
        .args(["600"])
        .arg(folder.keys().join("master.next"))
        .status()
        .unwrap();
    let server = Server::start(folder.relais(&DEMO));
    assert_eq!(fs::read_to_string(&file).unwrap(), new);
    assert!(!folder.keys().join("master.next").exists());
    let mut worker = Visitor::signed_in(server.address, "gestionnaire");
    assert!(worker.get(&identity).page().contains("Personne-Test Hivernale"));
    server.terminate();
    assert!(folder.run(&["journal", "verify"]).done().contains("sound"));
    let told = "SELECT CAST(count(*) AS TEXT) AS it FROM journal_entry WHERE act = 'MasterKeyReplaced'";
    assert_eq!(folder.ask(told), "1");
}

#[test]
fn a_replacement_that_was_never_done_leaves_the_key_that_holds() {
    let folder = founded();
    let (file, next) = (
        folder.keys().join("master.key"),
        folder.keys().join("master.next"),
    );
    let held = fs::read_to_string(&file).unwrap();
    fs::copy(founded().keys().join("master.key"), &next).unwrap();
    let server = Server::start(folder.relais(&DEMO));
    assert_eq!(server.get("/healthz").0, 200);
    assert!(!next.exists());
    assert_eq!(fs::read_to_string(&file).unwrap(), held);
    given(folder.relais(&["keys", "lock"]), &format!("{WORDS}\n{WORDS}\n")).done();
    folder.run(&["keys", "rotate"]).stopped(3, "is locked");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap().map(Result::unwrap) {
        if file.file_type().unwrap().is_file() {
            fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
    }
}

fn decoded(text: &str) -> Vec<u8> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(text).unwrap()
}

/// Whether these bytes stand anywhere in the memory that a process may write.
fn remembers(process: u32, bytes: &[u8]) -> bool {
    use std::os::unix::fs::FileExt;
    let maps = fs::read_to_string(format!("/proc/{process}/maps")).unwrap();
    let memory = fs::File::open(format!("/proc/{process}/mem")).unwrap();
    let writable = maps
        .lines()
        .filter(|line| line.split(' ').nth(1).is_some_and(|may| may.starts_with("rw")));
    let mut looked = 0;
    let found = writable.into_iter().any(|line| {
        let (from, to) = line.split(' ').next().unwrap().split_once('-').unwrap();
        let at = |text| u64::from_str_radix(text, 16).unwrap();
        let mut held = vec![0; usize::try_from(at(to) - at(from)).unwrap()];
        // A part of the memory that the system keeps for itself is not the program's.
        let read = memory.read_at(&mut held, at(from)).unwrap_or(0);
        looked += read;
        held[..read].windows(bytes.len()).any(|window| window == bytes)
    });
    assert!(found || looked > 1 << 20, "the memory could not be read");
    found
}
