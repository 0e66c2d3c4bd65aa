use std::{fs, net::TcpListener, os::unix::fs::PermissionsExt};

use crate::console::{Folder, Server, mode};

#[test]
fn an_empty_folder_becomes_an_installation_that_is_ready() {
    let folder = Folder::new();
    let server = folder.serve();
    assert_eq!(server.get("/healthz"), (200, r#"{"ready":true}"#.to_owned()));
    assert_eq!(server.get("/api/v1/openapi.json").0, 200);
    assert_eq!(mode(&folder.data()), 0o700);
    assert_eq!(mode(&folder.keys().join("master.key")), 0o600);
    assert_eq!(mode(&folder.keys().join("journal.key")), 0o600);
    assert_eq!(server.terminate(), 0, "the order to stop ends it properly");
    let again = folder.serve();
    assert_eq!(again.get("/healthz").0, 200);
}

#[test]
fn a_second_server_on_the_same_folder_is_refused() {
    let folder = Folder::new();
    let server = folder.serve();
    let second = folder.run(&["serve", "--listen", "127.0.0.1:0"]);
    second.stopped(10, "another Relais server already works on the folder");
    assert_eq!(server.get("/healthz").0, 200);
}

#[test]
fn a_port_in_use_is_told_and_nothing_is_made() {
    let folder = Folder::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    folder
        .run(&["serve", "--listen", &address])
        .stopped(11, "is in use by another program");
    assert!(!folder.keys().exists() && !folder.data().join("relais.sqlite").exists());
}

#[test]
fn sec41_a_missing_key_stops_the_start_and_is_never_replaced() {
    let folder = Folder::new();
    folder.serve().terminate();
    for key in ["master.key", "journal.key"] {
        let (path, aside) = (folder.keys().join(key), folder.file("aside"));
        fs::rename(&path, &aside).unwrap();
        let stopped = folder.run(&["serve", "--listen", "127.0.0.1:0"]);
        stopped.stopped(12, &format!("the key file {} is missing", path.display()));
        assert!(!path.exists());
        fs::rename(&aside, &path).unwrap();
    }
    fs::rename(folder.keys(), folder.file("aside")).unwrap();
    folder
        .run(&["serve", "--listen", "127.0.0.1:0"])
        .stopped(12, "is missing");
    assert!(!folder.keys().exists(), "no new keys beside existing data");
}

#[test]
fn sec41_a_key_that_others_can_read_stops_the_start() {
    let folder = Folder::new();
    folder.serve().terminate();
    let key = folder.keys().join("master.key");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    folder
        .run(&["serve", "--listen", "127.0.0.1:0"])
        .stopped(12, "chmod 600");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    folder.serve().terminate();
}

#[test]
fn sec41_the_key_of_another_installation_stops_the_start() {
    let (ours, theirs) = (Folder::new(), Folder::new());
    ours.serve().terminate();
    theirs.serve().terminate();
    fs::copy(theirs.keys().join("master.key"), ours.keys().join("master.key")).unwrap();
    ours.run(&["serve", "--listen", "127.0.0.1:0"])
        .stopped(12, "is not the one of this installation");
    fs::write(ours.keys().join("master.key"), "not a key").unwrap();
    ours.run(&["serve", "--listen", "127.0.0.1:0"])
        .stopped(12, "is not a key of Relais");
}

#[test]
fn an_unknown_pack_stops_the_start_with_its_reason() {
    let folder = Folder::new();
    let stopped = folder.run(&["serve", "--listen", "127.0.0.1:0", "--pack", "atlantis"]);
    stopped.stopped(3, "atlantis");
}

#[test]
fn sec58_the_set_up_code_is_printed_until_somebody_used_it() {
    let folder = Folder::new();
    let code = |server: Server| server.said_next();
    let (first, second) = (code(folder.serve()), code(folder.serve()));
    assert!(
        first.contains("/installation") && first.contains("code "),
        "{first}"
    );
    assert_eq!(
        first.rsplit(' ').next(),
        second.rsplit(' ').next(),
        "a restart prints the same"
    );
}

/// Without the right to lock its memory a process says so; with it nothing of ours may be swapped out.
#[cfg(target_os = "linux")]
#[test]
fn sec_45_a_server_leaves_no_core_file_and_keeps_its_memory_out_of_the_swap() {
    let folder = Folder::new();
    let log = folder.file("log");
    let server = Server::logging(folder.relais(&["serve", "--listen", "127.0.0.1:0"]), &log);
    let of_process = |name: &str| fs::read_to_string(format!("/proc/{}/{name}", server.process())).unwrap();
    let limits = of_process("limits");
    let core = limits.lines().find(|line| line.starts_with("Max core file size"));
    assert_eq!(core.unwrap().split_whitespace().nth(4), Some("0"), "{limits}");
    let status = of_process("status");
    let locked = status
        .lines()
        .find_map(|line| line.strip_prefix("VmLck:"))
        .unwrap();
    let locked: u64 = locked.trim().trim_end_matches(" kB").parse().unwrap();
    let told = fs::read_to_string(&log).unwrap().contains("may be swapped out");
    assert_eq!(locked == 0, told, "{locked} kB locked");
}
