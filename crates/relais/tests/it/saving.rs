//! Backup and restore with the real program.

use std::{fs, path::Path};

use crate::console::{Folder, Said, Server, own_schema};

struct Saved {
    folder: Folder,
    public: String,
}

impl Saved {
    /// A demonstration and its backup, made beside the running server.
    fn new() -> Self {
        let folder = Folder::new();
        let server = Server::start(folder.relais(&["demo", "serve", "--bare", "--listen", "127.0.0.1:0"]));
        let secret = folder.file("secret");
        let said = folder
            .run(&["backup", "keygen", "--to", secret.to_str().unwrap()])
            .done();
        let public = said.lines().last().unwrap().to_owned();
        assert!(public.starts_with("age1"), "{said}");
        let saved = Self { folder, public };
        saved.backup("one").done();
        assert_eq!(server.get("/healthz").0, 200);
        saved
    }

    fn path(&self, name: &str) -> String {
        self.folder.file(name).display().to_string()
    }

    fn backup(&self, name: &str) -> Said {
        self.folder
            .run(&["backup", "--to", &self.path(name), "--recipient", &self.public])
    }

    fn restore(&self, name: &str, into: &Folder, more: &[&str]) -> Said {
        let (file, secret) = (self.path(name), self.path("secret"));
        into.run(&[&["restore", &file, "--identity", &secret][..], more].concat())
    }

    /// Brings the key folder to another place, as the operator does.
    fn bring_keys(&self, to: &Folder) {
        fs::create_dir_all(to.keys()).unwrap();
        for name in ["master.key", "journal.key"] {
            fs::copy(self.folder.keys().join(name), to.keys().join(name)).unwrap();
        }
    }
}

fn change(path: &Path, how: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(path).unwrap();
    how(&mut bytes);
    fs::write(path, bytes).unwrap();
}

#[test]
fn what_was_saved_comes_back_and_the_journal_verifies() {
    let saved = Saved::new();
    let target = Folder::new();
    saved.bring_keys(&target);
    let said = saved.restore("one", &target, &[]).done();
    assert!(said.contains("The journal is sound"), "{said}");
    assert!(target.run(&["journal", "verify"]).done().contains("sound"));
    let count = "SELECT CAST(COUNT(*) AS TEXT) AS it FROM account";
    assert_eq!(target.ask(count), saved.folder.ask(count));
    assert_eq!(target.serve().get("/healthz").0, 200);
    saved
        .restore("one", &target, &[])
        .stopped(16, "there is a demonstration here");
    // The mark of a restore that was killed.
    target.sql("CREATE TABLE half_restored (id INTEGER PRIMARY KEY)");
    saved.restore("one", &target, &[]).stopped(15, "begin anew");
}

#[test]
fn real_data_never_come_into_a_demonstration() {
    let demo = Saved::new();
    let real = Folder::new();
    assert_eq!(real.serve().terminate(), 0);
    let backup = real.file("real").display().to_string();
    real.run(&["backup", "--to", &backup, "--recipient", &demo.public])
        .done();
    let count = "SELECT CAST(COUNT(*) AS TEXT) AS it FROM journal_entry";
    let before = demo.folder.ask(count);
    let restore = ["restore", &backup, "--identity", &demo.path("secret")];
    demo.folder
        .run(&restore)
        .stopped(16, "there is a demonstration here");
    assert_eq!(demo.folder.ask(count), before);
    // What came back elsewhere stays what it was: no demonstration, and nothing synthetic is mixed into it.
    let target = Folder::new();
    target.run(&restore).done();
    fs::create_dir_all(target.keys()).unwrap();
    for name in ["master.key", "journal.key"] {
        fs::copy(real.keys().join(name), target.keys().join(name)).unwrap();
    }
    for words in [
        &["demo", "serve", "--listen", "127.0.0.1:0"][..],
        &["demo", "generate", "--cases", "5"],
    ] {
        target.run(words).stopped(3, "is not a demonstration");
    }
    assert_eq!(target.serve().get("/healthz").0, 200);
}

#[test]
fn a_backup_holds_no_clear_text_and_never_the_keys() {
    let saved = Saved::new();
    for name in ["one", "one.keystore"] {
        let bytes = fs::read(saved.path(name)).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.starts_with("age-encryption.org/v1"));
        assert!(!text.contains("demo.relais.invalid"));
    }
    saved.backup("one").stopped(16, "never overwritten");
    let target = Folder::new();
    let said = saved.restore("one", &target, &[]).done();
    assert!(said.contains("Put the key folder back"), "{said}");
    target
        .run(&["serve", "--listen", "127.0.0.1:0"])
        .stopped(12, "is missing");
}

#[test]
fn sec_48_a_backup_that_was_broken_off_does_not_count_as_the_last_one() {
    let folder = Folder::new();
    assert_eq!(folder.serve().terminate(), 0);
    let secret = folder.file("secret").display().to_string();
    let said = folder.run(&["backup", "keygen", "--to", &secret]).done();
    let public = said.lines().last().unwrap().to_owned();
    let backup = |to: &str| {
        let to = folder.file(to).display().to_string();
        folder.run(&["backup", "--to", &to, "--recipient", &public])
    };
    backup("missing/one").stopped(14, "cannot be written");
    let doctor = || folder.run(&["doctor"]).out;
    assert!(doctor().contains("no backup has been made yet"), "{}", doctor());
    backup("one").done();
    assert!(doctor().contains("last backup at"), "{}", doctor());
    let told = "SELECT group_concat(act, ' ') AS it FROM (SELECT act FROM journal_entry
        WHERE act LIKE 'Backup%' ORDER BY position)";
    assert_eq!(folder.ask(told), "BackupBegun BackupBegun BackupMade");
}

#[test]
fn a_damaged_or_truncated_backup_is_refused_and_nothing_is_written() {
    let saved = Saved::new();
    let whole = fs::read(saved.path("one")).unwrap();
    let keystore = fs::read(saved.path("one.keystore")).unwrap();
    let target = Folder::new();
    for (name, bytes) in [
        ("cut", whole[..whole.len() / 2].to_vec()),
        ("cut", whole[..whole.len() - 1].to_vec()),
        ("cut", b"age-encryption.org/v1\n".to_vec()),
        ("cut", Vec::new()),
    ] {
        fs::write(saved.path(name), bytes).unwrap();
        fs::write(saved.path("cut.keystore"), &keystore).unwrap();
        saved.restore("cut", &target, &[]).stopped(15, "the backup");
    }
    for at in [300, whole.len() / 2, whole.len() - 40] {
        fs::write(saved.path("cut"), &whole).unwrap();
        change(&saved.folder.file("cut"), |bytes| bytes[at] ^= 1);
        saved.restore("cut", &target, &[]).stopped(15, "the backup");
    }
    fs::write(saved.path("cut"), &whole).unwrap();
    change(&saved.folder.file("cut.keystore"), |bytes| {
        bytes.truncate(keystore.len() - 20);
    });
    saved.restore("cut", &target, &[]).stopped(15, "cut.keystore");
    assert!(!target.data().join("relais.sqlite").exists());
}

#[test]
fn halves_that_do_not_belong_together_and_foreign_keys_are_refused() {
    let saved = Saved::new();
    saved.backup("two").done();
    let target = Folder::new();
    let older = saved.path("one.keystore");
    saved
        .restore("two", &target, &["--keystore", &older])
        .stopped(15, "the keys are older than the data");
    let same = saved.path("one");
    saved
        .restore("one", &target, &["--keystore", &same])
        .stopped(15, "the other half");
    saved
        .folder
        .run(&["backup", "keygen", "--to", &saved.path("stranger")])
        .done();
    let words = [
        "restore",
        &saved.path("one"),
        "--identity",
        &saved.path("stranger"),
    ];
    target.run(&words).stopped(15, "it is not for this key");
    saved
        .folder
        .run(&["backup", "--to", &saved.path("x"), "--recipient", "age1x"])
        .stopped(3, "age1x");
    let words = ["restore", &same, "--identity", &same, "--lang", "fr"];
    target.run(&words).stopped(3, "ne peut pas être lu");
    fs::write(saved.path("mistyped"), "AGE-SECRET-KEY-1X\n").unwrap();
    let words = [
        "restore",
        &same,
        "--identity",
        &saved.path("mistyped"),
        "--lang",
        "fr",
    ];
    target.run(&words).stopped(3, "il y faut une clé secrète age");
    assert!(!target.data().join("relais.sqlite").exists());
}

#[test]
fn a_backup_of_a_newer_program_is_refused() {
    let saved = Saved::new();
    saved
        .folder
        .sql("INSERT INTO migration (room, number) VALUES ('attic', 1)");
    saved.backup("newer").stopped(13, "newer version");
}

#[test]
fn a_database_restored_by_half_is_not_served() {
    let folder = Folder::new();
    folder.serve().terminate();
    folder.sql("CREATE TABLE half_restored (id INTEGER PRIMARY KEY)");
    folder
        .run(&["serve", "--listen", "127.0.0.1:0"])
        .stopped(15, "did not come to its end");
}

#[test]
fn an_installation_moves_from_sqlite_to_postgresql_and_back() {
    let Some(url) = own_schema() else { return };
    let saved = Saved::new();
    let there = Folder::new();
    saved.bring_keys(&there);
    let database = ["--database", url.as_str()];
    let said = saved.restore("one", &there, &database).done();
    assert!(said.contains("The journal is sound"), "{said}");
    let server = Server::start(there.relais(&["serve", "--listen", "127.0.0.1:0", "--database", &url]));
    assert_eq!(server.get("/healthz").0, 200);
    assert_eq!(server.terminate(), 0);
    assert!(
        there
            .run(&["journal", "verify", "--database", &url])
            .done()
            .contains("sound")
    );
    saved
        .restore("one", &there, &database)
        .stopped(16, "there is a demonstration here");

    let words = [
        "backup",
        "--to",
        &saved.path("back"),
        "--recipient",
        &saved.public,
        "--database",
        &url,
    ];
    there.run(&words).done();
    let home = Folder::new();
    saved.bring_keys(&home);
    assert!(
        saved
            .restore("back", &home, &[])
            .done()
            .contains("The journal is sound")
    );
    assert_eq!(home.serve().get("/healthz").0, 200);
}

#[test]
fn sec_48_a_restore_is_rehearsed_in_a_place_that_goes_away_and_noted_where_it_counts() {
    let saved = Saved::new();
    let place = saved.folder.file("rehearsals");
    fs::create_dir_all(&place).unwrap();
    let (file, secret, within) = (
        saved.path("one"),
        saved.path("secret"),
        place.display().to_string(),
    );
    let words = [
        "backup",
        "rehearse",
        &file,
        "--identity",
        &secret,
        "--within",
        &within,
    ];
    let keys = saved.folder.keys().display().to_string();
    let before = key_files(&saved.folder);
    let said = saved
        .folder
        .run(&[&words[..], &["--keys", &keys, "--json"]].concat())
        .done();
    assert_eq!(
        key_files(&saved.folder),
        before,
        "a rehearsal changes no key file"
    );
    let count = "SELECT CAST(COUNT(*) AS TEXT) AS it FROM keystore_organisation";
    let opened = format!("\"organisations_that_open\":{}", saved.folder.ask(count));
    assert!(
        said.contains(&opened) && said.contains("\"journal_sound\":true"),
        "{said}"
    );
    assert_eq!(fs::read_dir(&place).unwrap().count(), 0, "nothing is left of it");
    // Without the keys it says what it could not look at.
    let said = saved.folder.run(&words).done();
    assert!(said.contains("neither the journal nor the keys"), "{said}");
    let backup = said.trim().rsplit_once(' ').unwrap().1.to_owned();
    let doctor = || saved.folder.run(&["doctor"]).done();
    assert!(doctor().contains("no restore has been rehearsed yet"));
    saved
        .folder
        .run(&["backup", "rehearsed", "0123456789abcdef"])
        .stopped(3, "not of this installation");
    saved.folder.run(&["backup", "rehearsed", &backup]).done();
    assert!(doctor().contains("last rehearsal of a restore"));
}

#[test]
fn sec_48_a_rehearsal_finds_a_damaged_backup_and_the_keys_of_another_installation() {
    let saved = Saved::new();
    let place = saved.folder.file("rehearsals");
    fs::create_dir_all(&place).unwrap();
    let rehearse = |keys: &Path| {
        let keys = keys.display().to_string();
        let (file, secret) = (saved.path("one"), saved.path("secret"));
        let within = place.display().to_string();
        let words = [
            "backup",
            "rehearse",
            &file,
            "--identity",
            &secret,
            "--within",
            &within,
            "--keys",
            &keys,
        ];
        saved.folder.run(&words)
    };
    let other = Folder::new();
    assert_eq!(other.serve().terminate(), 0);
    let said = rehearse(&other.keys());
    assert_ne!(said.code, 0, "{said:?}");
    rehearse(&saved.folder.file("nowhere")).stopped(12, "there are no keys");
    change(&saved.folder.file("one"), |bytes| {
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
    });
    rehearse(&saved.folder.keys()).stopped(15, "the backup");
    assert_eq!(
        fs::read_dir(&place).unwrap().count(),
        0,
        "nothing is left of them"
    );
}

/// Names and contents of the key folder.
fn key_files(folder: &Folder) -> Vec<(String, Vec<u8>)> {
    let files = fs::read_dir(folder.keys()).unwrap().map(Result::unwrap);
    let mut read: Vec<_> = files
        .map(|file| {
            (
                file.file_name().into_string().unwrap(),
                fs::read(file.path()).unwrap(),
            )
        })
        .collect();
    read.sort();
    read
}
