//! A witness on another host and the start key in other hands, with the real program (security requirements 34 and 35).

use std::fs;

use crate::console::{Folder, Server};

fn demo(folder: &Folder) -> Server {
    Server::start(folder.relais(&["demo", "serve", "--bare", "--listen", "127.0.0.1:0"]))
}

/// Something that goes into the journal.
fn act(folder: &Folder, login: &str) {
    let login = format!("{login}@demo.relais.invalid");
    let words = ["user", "invite", "--name", "Personne-Test 1", "--login", &login];
    let rest = [
        "--organisation",
        "S02",
        "--role",
        "R04",
        "--public-url",
        "https://mnr.example",
    ];
    folder.run(&[&words[..], &rest].concat()).done();
}

/// What is carried between the two.
struct Post {
    server: Folder,
    witness: Folder,
}

impl Post {
    fn new() -> Self {
        let (server, witness) = (Folder::new(), Folder::new());
        demo(&server).terminate();
        let journal = server.run(&["journal", "key"]).done();
        let state = witness.file("state").display().to_string();
        let init = [
            "witness",
            "init",
            "--state",
            &state,
            "--name",
            "temoin.example",
            journal.trim(),
        ];
        let said = witness.run(&init).done();
        let key = said.lines().last().unwrap();
        let setting = format!("[witness]\nkey = \"{key}\"\n");
        fs::write(server.data().join("relais.toml"), setting).unwrap();
        Self { server, witness }
    }

    fn file(&self, name: &str) -> String {
        self.server.file(name).display().to_string()
    }

    fn add(&self) -> crate::console::Said {
        let state = self.witness.file("state").display().to_string();
        let (head, signed) = (self.file("head"), self.file("signed"));
        self.witness
            .run(&["witness", "add", "--state", &state, &head, "--to", &signed])
    }

    /// There and back.
    fn round(&self) {
        self.server
            .run(&["journal", "head", "--to", &self.file("head")])
            .done();
        assert!(
            self.add()
                .done()
                .contains("grew out of what the witness had seen")
        );
        let said = self
            .server
            .run(&["journal", "witnessed", &self.file("signed")])
            .done();
        assert!(said.contains("temoin.example has seen"), "{said}");
    }

    fn doctor(&self) -> String {
        self.server.run(&["doctor"]).out
    }
}

#[test]
fn sec_34_an_old_copy_that_was_put_back_is_contradicted_by_what_was_carried_to_the_witness() {
    let post = Post::new();
    assert!(
        post.doctor()
            .contains("the witness has seen nothing of the journal yet")
    );
    post.round();
    assert!(post.doctor().contains("the witness saw"));
    let (database, old) = (post.server.data().join("relais.sqlite"), post.server.file("old"));
    fs::copy(&database, &old).unwrap();
    for login in ["one", "two", "three"] {
        act(&post.server, login);
    }
    post.round();
    fs::copy(&old, &database).unwrap();
    // What was written since may still lie in the log beside it.
    for end in ["-wal", "-shm"] {
        let mut log = database.clone().into_os_string();
        log.push(end);
        let _ = fs::remove_file(log);
    }
    act(&post.server, "four");
    post.server
        .run(&["journal", "head", "--to", &post.file("head")])
        .done();
    post.add().stopped(4, "CONTRADICTION");
    assert!(post.witness.file("state").join("refused.first").exists());
    // Whoever tells the server what the witness has seen hears it there too.
    post.server
        .run(&["journal", "head", "--seen", "100000", "--to", &post.file("head")])
        .stopped(4, "an older copy was put back");
    // A file of another witness is not taken.
    post.server
        .run(&["journal", "witnessed", &post.file("head")])
        .stopped(3, "cannot be read");
}

#[test]
fn a_witness_is_founded_once_and_told_apart_from_none() {
    let post = Post::new();
    let state = post.witness.file("state").display().to_string();
    let journal = post.server.run(&["journal", "key"]).done();
    let again = [
        "witness",
        "init",
        "--state",
        &state,
        "--name",
        "autre",
        journal.trim(),
    ];
    post.witness.run(&again).stopped(16, "there is a witness in");
    post.witness
        .run(&["witness", "show", "--state", "/nowhere"])
        .stopped(17, "there is no witness in");
    let said = post.witness.run(&["witness", "show", "--state", &state]).done();
    assert!(said.starts_with("temoin.example+"), "{said}");
    fs::write(post.server.data().join("relais.toml"), "[witness]\nkey = \"x\"\n").unwrap();
    post.server
        .run(&["serve", "--listen", "127.0.0.1:0"])
        .stopped(3, "witness.key");
}

#[test]
fn sec_35_the_start_key_goes_into_other_hands_and_finds_what_was_written_anew() {
    let folder = Folder::new();
    demo(&folder).terminate();
    assert_eq!(crate::console::mode(&folder.keys().join("journal.start")), 0o600);
    assert!(
        folder
            .run(&["doctor"])
            .out
            .contains("start key is still on the server")
    );
    let kept = folder.file("kept");
    fs::write(&kept, folder.run(&["journal", "start-key"]).done()).unwrap();
    let with_key = ["journal", "verify", "--start-key", kept.to_str().unwrap()];
    let said = folder.run(&with_key).done();
    assert!(said.contains("carry the mark"));
    // The file of the key folder does as well as the line that is shown.
    let (held, copied) = (folder.keys().join("journal.start"), folder.file("copied"));
    fs::copy(held, &copied).unwrap();
    let with_copy = ["journal", "verify", "--start-key", copied.to_str().unwrap()];
    assert_eq!(folder.run(&with_copy).done(), said);
    fs::write(&copied, "relais-journal-start-1:0:00:00\n").unwrap();
    folder
        .run(&with_copy)
        .stopped(3, "the line that “relais journal start-key” shows");
    let french = folder.run(&[&with_copy[..], &["--lang", "fr"]].concat());
    french.stopped(3, "ne peut pas être lue : une lettre au moins est fausse");
    folder.run(&["journal", "start-key", "--erase"]).done();
    assert!(!folder.keys().join("journal.start").exists());
    folder
        .run(&["journal", "start-key"])
        .stopped(3, "no longer on the server");
    // The next start makes no new one.
    demo(&folder).terminate();
    assert!(!folder.keys().join("journal.start").exists());
    assert!(folder.run(&with_key).done().contains("carry the mark"));
    folder.sql("UPDATE journal_entry SET mark = NULL WHERE position = 3");
    assert!(folder.run(&["journal", "verify"]).done().contains("sound"));
    folder
        .run(&with_key)
        .stopped(4, "entry 3 was not written when it says");
    // The old key is lost: a new one checks what comes from now on.
    let anew = folder.file("anew");
    fs::write(&anew, folder.run(&["journal", "start-key", "--anew"]).done()).unwrap();
    folder
        .run(&["journal", "start-key", "--anew"])
        .stopped(3, "still on the server");
    folder.run(&["journal", "start-key", "--erase"]).done();
    act(&folder, "marked");
    let with_new = ["journal", "verify", "--start-key", anew.to_str().unwrap()];
    assert!(folder.run(&with_new).done().contains("carry the mark"));
}
