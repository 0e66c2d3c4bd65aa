//! What the program says where nobody takes it (a full disk, a closed pipe), or where the machine gives it too little.

use std::{
    fs::File,
    path::Path,
    process::{Command, Stdio},
};

use crate::{
    console::{Folder, Said, Server},
    visitor::{Visitor, person},
};

/// What a full disk is to whoever writes onto it.
const FULL: &str = "/dev/full";

fn founded() -> Folder {
    let folder = Folder::new();
    assert_eq!(folder.serve().terminate(), 0);
    folder
}

#[test]
#[cfg(target_os = "linux")]
fn sec_78_a_log_on_a_full_disk_ends_no_server() {
    let folder = Folder::new();
    let demo = [
        "demo",
        "serve",
        "--bare",
        "--listen",
        "127.0.0.1:0",
        "--log",
        "debug",
    ];
    let server = Server::logging(folder.relais(&demo), Path::new(FULL));
    let mut worker = Visitor::signed_in(server.address, "gestionnaire");
    worker.take("/dossiers/nouveau", &person("Personne-Test"));
    assert_eq!(server.get("/nowhere").0, 404);
    assert_eq!(server.get("/healthz").0, 200);
    assert_eq!(server.terminate(), 0);
}

#[test]
fn a_reader_that_has_heard_enough_ends_no_command() {
    let folder = founded();
    let shell = |words: &str| {
        let program = folder.relais(&[]);
        let mut sh = Command::new("sh");
        sh.args(["-c", words]).arg(program.get_program());
        sh.env("RELAIS_DATA", folder.data()).env("RELAIS_LANG", "en");
        Said::of(sh.output().unwrap())
    };
    // Both streams end in a pipe that nobody reads.
    let said = shell("{ sleep 0.3; \"$0\" doctor 2>&1; echo $? >&3; } 3>&2 | exec <&-");
    assert!(said.err.trim() == "0" || said.err.trim() == "4", "{said:?}");
    let said = shell("{ sleep 0.3; \"$0\" nonsense 2>&1; echo $? >&3; } 3>&2 | exec <&-");
    assert_eq!(said.err.trim(), "2", "{said:?}");
}

#[test]
#[cfg(target_os = "linux")]
fn an_answer_that_a_full_disk_did_not_take_is_not_given_as_done() {
    let folder = founded();
    let full = || Stdio::from(File::options().write(true).open(FULL).unwrap());
    let mut command = folder.relais(&["journal", "key"]);
    let said = Said::of(
        command
            .stdout(full())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
            .wait_with_output()
            .unwrap(),
    );
    said.stopped(14, "the answer could not be written");
    let mut command = folder.relais(&["doctor"]);
    let ended = command.stdout(full()).stderr(full()).status().unwrap();
    assert_eq!(ended.code(), Some(14));
}

#[test]
#[cfg(target_os = "linux")]
fn a_limit_of_open_files_that_is_too_low_is_named() {
    let folder = founded();
    let program = folder.relais(&[]);
    // What would meet the limit first (the runtime, a key, the database) depends on the files that were open before.
    for limit in [6, 8, 11, 12, 13, 14, 20, 63] {
        let mut sh = Command::new("sh");
        sh.args(["-c", &format!("ulimit -n {limit}; exec \"$0\" journal verify")])
            .arg(program.get_program());
        sh.env("RELAIS_DATA", folder.data()).env("RELAIS_LANG", "en");
        let named = format!("cannot open enough files at once (limit: {limit})");
        Said::of(sh.output().unwrap()).stopped(14, &named);
    }
}
