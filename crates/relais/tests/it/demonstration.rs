use std::fs;

use crate::console::{Folder, Server};

fn demo(folder: &Folder, more: &[&str]) -> Server {
    let words = ["demo", "serve", "--bare", "--listen", "127.0.0.1:0"];
    Server::start(folder.relais(&[&words, more].concat()))
}

#[test]
fn the_demonstration_starts_twice_with_the_same_accounts_and_anew_when_asked() {
    let folder = Folder::new();
    let first = demo(&folder, &[]);
    assert_eq!(first.get("/healthz").0, 200);
    let said = first.said_until("frontiere@");
    assert!(said.contains("password of all"), "{said}");
    for role in ["R18", "R24", "R25"] {
        assert!(said.contains(role), "{role}: {said}");
    }
    let key = fs::read(folder.keys().join("master.key")).unwrap();

    assert_eq!(demo(&folder, &[]).terminate(), 0);
    assert_eq!(fs::read(folder.keys().join("master.key")).unwrap(), key);

    assert_eq!(demo(&folder, &["--fresh"]).terminate(), 0);
    assert_ne!(fs::read(folder.keys().join("master.key")).unwrap(), key);
}

#[test]
fn a_real_installation_is_never_taken_for_a_demonstration_nor_removed() {
    let folder = Folder::new();
    assert_eq!(folder.serve().terminate(), 0);
    let before = fs::read(folder.keys().join("master.key")).unwrap();
    for words in [&["demo", "serve"][..], &["demo", "serve", "--fresh"]] {
        let words = [words, &["--listen", "127.0.0.1:0"]].concat();
        folder.run(&words).stopped(3, "is not a demonstration");
    }
    assert_eq!(fs::read(folder.keys().join("master.key")).unwrap(), before);
    assert_eq!(folder.serve().terminate(), 0);
}

#[test]
fn a_running_demonstration_is_not_removed_under_its_server() {
    let folder = Folder::new();
    let server = demo(&folder, &[]);
    folder
        .run(&["demo", "serve", "--fresh", "--listen", "127.0.0.1:0"])
        .stopped(10, "already works");
    assert_eq!(server.get("/healthz").0, 200);
}
