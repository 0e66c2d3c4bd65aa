//! A disk that is full when the server starts, or fills while it works.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Write},
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use crate::{
    console::{Folder, Said, Server},
    visitor::{Visitor, person},
};

const PAGE: usize = 4096;

/// A small disk of memory in a mount namespace of its own.
struct SmallDisk {
    holder: Child,
    folder: Folder,
    user: bool,
}

impl SmallDisk {
    /// Nothing where this machine lets nobody mount: the test says so.
    fn new(size: &str) -> Option<Self> {
        let folder = Folder::new();
        for user in [false, true] {
            let mut unshare = Command::new("unshare");
            if user {
                unshare.args(["--user", "--map-root-user"]);
            }
            unshare.args(["--mount", "sh", "-c"]);
            unshare.arg("mount -t tmpfs -o size=$1 relais \"$0\" && echo mounted && exec cat");
            unshare.arg(folder.file("")).arg(size);
            let pipes = unshare
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::null());
            let mut holder = pipes.spawn().ok()?;
            let mut said = String::new();
            let _ = BufReader::new(holder.stdout.take().unwrap()).read_line(&mut said);
            if said.trim() == "mounted" {
                return Some(Self { holder, folder, user });
            }
            let _ = holder.wait();
        }
        eprintln!("skipped: no small disk can be mounted here (unshare --mount)");
        None
    }

    /// A file of the small disk, as seen from outside.
    fn file(&self, name: &str) -> PathBuf {
        let root = PathBuf::from(format!("/proc/{}/root", self.holder.id()));
        let inside = self.folder.file(name);
        root.join(inside.strip_prefix("/").unwrap())
    }

    /// The program, on that disk.
    fn relais(&self, data: &str, words: &[&str]) -> Command {
        let inside = self.folder.relais(words);
        let mut command = Command::new("nsenter");
        command.args(["--mount", "--target", &self.holder.id().to_string()]);
        if self.user {
            command.args(["--user", "--preserve-credentials"]);
        }
        command
            .arg("--")
            .arg(inside.get_program())
            .args(inside.get_args());
        command
            .env("RELAIS_DATA", self.folder.file(data))
            .env("RELAIS_LANG", "en");
        command
    }

    /// Leaves room for so many pages and no more.
    fn fill_up_to(&self, pages: usize) {
        for name in ["room", "filler"] {
            let _ = fs::remove_file(self.file(name));
        }
        let write = |name: &str, pages: usize| {
            let mut file = File::create(self.file(name)).unwrap();
            (0..pages).all(|_| file.write_all(&[0xA5; PAGE]).is_ok())
        };
        assert!(write("room", pages));
        assert!(!write("filler", usize::MAX), "the disk never filled");
        let _ = fs::remove_file(self.file("room"));
    }

    fn free(&self) {
        fs::remove_file(self.file("filler")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = self.holder.kill();
        let _ = self.holder.wait();
    }
}

const SERVE: [&str; 3] = ["serve", "--listen", "127.0.0.1:0"];

/// However little room there is, a start ends with one sentence and leaves nothing that hinders the next one.
#[test]
fn a_start_on_a_full_disk_ends_with_one_sentence_and_hinders_no_later_one() {
    let Some(disk) = SmallDisk::new("24m") else { return };
    for pages in [0, 1, 4, 8, 9, 10, 11, 12, 13, 14, 24, 64] {
        let data = format!("data{pages}");
        disk.fill_up_to(pages);
        let said = Said::of(disk.relais(&data, &SERVE).output().unwrap());
        assert_eq!(said.code, 14, "{pages} pages: {said:?}");
        assert_eq!(said.err.trim_end().lines().count(), 1, "one sentence: {said:?}");
        disk.free();
        let server = Server::start(disk.relais(&data, &SERVE));
        assert_eq!(server.get("/healthz").0, 200, "{pages} pages");
        assert_eq!(server.terminate(), 0);
        fs::remove_dir_all(disk.file(&data)).unwrap();
    }
}

#[test]
fn sec_78_a_disk_that_fills_refuses_in_a_sentence_keeps_what_was_acknowledged_and_recovers() {
    let Some(disk) = SmallDisk::new("48m") else { return };
    let server = Server::start(disk.relais("data", &[&["demo"], &SERVE[..], &["--bare"]].concat()));
    let mut worker = Visitor::signed_in(server.address, "gestionnaire");
    let form = |worker: &mut Visitor| {
        worker.fill("/dossiers/nouveau", "/dossiers/nouveau", &person("Personne-Test"))
    };
    let mut kept = vec![form(&mut worker).led_to()];

    disk.fill_up_to(0);
    let refused = loop {
        let shown = form(&mut worker);
        if shown.status != 303 {
            break shown;
        }
        kept.push(shown.led_to());
        assert!(kept.len() < 2000, "the disk never mattered");
    };
    assert_eq!(refused.status, 503, "{}", refused.told());
    assert!(
        refused.told().contains("Rien n’a été enregistré"),
        "{}",
        refused.told()
    );
    assert_eq!(server.get("/healthz").0, 503, "not ready");
    let said = Said::of(disk.relais("data", &["journal", "verify"]).output().unwrap());
    assert!(said.done().contains("sound"));

    // Room again: it goes on without a restart.
    disk.free();
    kept.push(form(&mut worker).led_to());
    for case in &kept {
        assert_eq!(worker.get(case).status, 200, "{case} was acknowledged");
    }
    assert_eq!(server.terminate(), 0);
    let server = Server::start(disk.relais("data", &SERVE));
    assert_eq!(server.get("/healthz").0, 200);
    worker.moved_to(server.address);
    for case in &kept {
        assert_eq!(worker.get(case).status, 200, "{case} was acknowledged");
    }
    assert_eq!(server.terminate(), 0);
    let said = Said::of(disk.relais("data", &["journal", "verify"]).output().unwrap());
    assert!(said.done().contains("sound"));
}
