//! Keys and the order to seal, from another account or another folder than the server's.

use std::{fs, process::Command};

use crate::{
    console::{Folder, Said, Server, mode},
    sealing::{WORDS, given, locked},
};

const DEMO: [&str; 5] = ["demo", "serve", "--bare", "--listen", "127.0.0.1:0"];

/// The program under an account that owns nothing; nothing where this one may not lend itself: the test says so.
#[cfg(target_os = "linux")]
fn as_stranger(folder: &Folder, words: &[&str]) -> Option<Said> {
    let program = folder.relais(words);
    // The program itself may lie where a stranger cannot go.
    let copy = folder.file("relais");
    fs::copy(program.get_program(), &copy).unwrap();
    let mut command = Command::new("setpriv");
    command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]);
    command.arg(copy).args(program.get_args());
    command.env("RELAIS_DATA", folder.data()).env("RELAIS_LANG", "en");
    let said = command.output().ok().map(Said::of);
    let said = said.filter(|said| !said.err.contains("setpriv:"));
    if said.is_none() {
        eprintln!("skipped: no other account can be taken here (setpriv, as root)");
    }
    said
}

#[test]
#[cfg(target_os = "linux")]
fn sec_43_a_stranger_is_not_told_that_no_server_works_here() {
    let folder = Folder::new();
    let server = Server::start(folder.relais(&DEMO));
    let Some(said) = as_stranger(&folder, &["seal"]) else {
        return;
    };
    assert!(!said.err.contains("no server works"), "{said:?}");
    said.stopped(14, "cannot be seen from here");
    assert_eq!(server.get("/healthz").0, 200, "it is not sealed");
    assert!(folder.run(&["seal"]).done().contains("Sealed"));
}

#[test]
fn sec_43_a_key_folder_that_is_not_there_holds_no_open_key() {
    let folder = Folder::new();
    let keys = folder.file("keys-elsewhere").display().to_string();
    let server = Server::start(folder.relais(&[&DEMO[..], &["--keys", &keys]].concat()));
    let said = folder.run(&["seal"]).done();
    assert!(said.contains("Sealed") && !said.contains("Mind"), "{said}");
    assert!(said.contains("There are no keys in"), "{said}");
    let said = folder.run(&["seal", "--keys", &keys]).done();
    assert!(said.contains("Mind: the master key still lies open"), "{said}");
    // Taken away, nothing lies open any more.
    fs::remove_file(folder.file("keys-elsewhere").join("master.key")).unwrap();
    let said = folder.run(&["seal", "--keys", &keys]).done();
    assert_eq!(said.trim().lines().count(), 1, "{said}");
    assert_eq!(server.terminate(), 0);
}

#[test]
fn a_rehearsal_asks_for_the_passphrase_before_it_begins() {
    let folder = locked();
    let path = |name: &str| folder.file(name).display().to_string();
    let (file, secret, keys) = (path("one"), path("secret"), folder.keys().display().to_string());
    let said = folder.run(&["backup", "keygen", "--to", &secret]).done();
    let public = said.lines().last().unwrap();
    folder
        .run(&["backup", "--to", &file, "--recipient", public])
        .done();
    let words = [
        "backup",
        "rehearse",
        &file,
        "--identity",
        &secret,
        "--keys",
        &keys,
    ];
    let said = given(folder.relais(&words), &format!("{WORDS}\n")).done();
    assert!(said.contains("cases open"), "{said}");
    // A backup that would be refused once it is read: whoever gives no passphrase is told of that first.
    fs::write(&file, "no backup").unwrap();
    given(folder.relais(&words), "").stopped(3, "no passphrase");
    given(folder.relais(&words), "girafe lagune\n").stopped(12, "not the passphrase");
    given(folder.relais(&words), &format!("{WORDS}\n")).stopped(15, "the backup");
}

#[test]
#[cfg(target_os = "linux")]
fn a_key_that_a_command_of_root_puts_down_belongs_to_the_service() {
    use std::os::unix::fs::{MetadataExt, chown};
    const SERVICE: u32 = 65534;
    let folder = Folder::new();
    assert_eq!(folder.serve().terminate(), 0);
    let files = ["", "master.key", "journal.key", "journal.start"];
    let lent = files.map(|name| chown(folder.keys().join(name), Some(SERVICE), Some(SERVICE)));
    if lent.iter().any(Result::is_err) {
        eprintln!("skipped: no file can be given to another account here (chown, as root)");
        return;
    }
    let owner = |name: &str| fs::metadata(folder.keys().join(name)).unwrap().uid();
    folder.run(&["keys", "rotate"]).done();
    assert_eq!(owner("master.key"), SERVICE);
    given(folder.relais(&["keys", "lock"]), &format!("{WORDS}\n{WORDS}\n")).done();
    assert_eq!(owner("master.locked"), SERVICE);
    given(folder.relais(&["keys", "unlock"]), &format!("{WORDS}\n")).done();
    assert_eq!(owner("master.key"), SERVICE);
    assert_eq!(mode(&folder.keys().join("master.key")), 0o600);
}
