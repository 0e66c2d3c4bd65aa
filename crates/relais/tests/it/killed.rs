//! A server that is killed in the middle of its work, again and again.

use std::{
    collections::BTreeSet,
    sync::mpsc::{self, Sender},
    thread,
};

use crate::{
    console::{Folder, Server, ask, own_schema},
    visitor::{Visitor, person},
};

const ROUNDS: usize = 3;
const PEOPLE: usize = 4;
/// So many acknowledged writes, then the kill.
const ENOUGH: usize = 16;

/// One person at work until the server is gone.
struct Worker {
    browser: Visitor,
    /// The cases that were acknowledged: their addresses.
    acknowledged: Vec<String>,
    /// The form that got no answer.
    unanswered: Option<String>,
}

impl Worker {
    fn work(&mut self, told: &Sender<()>) {
        loop {
            let Ok(once) = self.browser.once("/dossiers/nouveau", "/dossiers/nouveau") else {
                return;
            };
            match self
                .browser
                .send("/dossiers/nouveau", &once, &person("Personne-Test"))
            {
                Ok(shown) => {
                    self.acknowledged.push(shown.led_to());
                    // Nobody counts any more once the kill is on its way.
                    let _ = told.send(());
                }
                Err(_) => {
                    self.unanswered = Some(once);
                    return;
                }
            }
        }
    }

    /// Sends the form that got no answer again, as a browser does after a lost connection.
    fn again(&mut self) {
        if let Some(once) = self.unanswered.take() {
            let shown = self
                .browser
                .send("/dossiers/nouveau", &once, &person("Personne-Test"));
            self.acknowledged.push(shown.unwrap().led_to());
        }
    }
}

/// Lets everybody work, kills the server under them, and gives them back.
fn kill_under_load(server: Server, workers: Vec<Worker>) -> Vec<Worker> {
    let (told, count) = mpsc::channel();
    thread::scope(|scope| {
        let at_work: Vec<_> = workers
            .into_iter()
            .map(|mut worker| {
                let told = told.clone();
                worker.browser.moved_to(server.address);
                scope.spawn(move || {
                    worker.work(&told);
                    worker
                })
            })
            .collect();
        drop(told);
        for _ in 0..ENOUGH {
            count.recv().unwrap();
        }
        server.kill();
        at_work.into_iter().map(|worker| worker.join().unwrap()).collect()
    })
}

fn survives(folder: &Folder, database: &str) {
    let more: &[&str] = match database.starts_with("postgres") {
        true => &["--database", database],
        false => &[],
    };
    let words = |start: &[&'static str]| [start, &["--listen", "127.0.0.1:0"]].concat();
    let start = |first: &[&'static str]| Server::start(folder.relais(&[&words(first)[..], more].concat()));
    let mut server = start(&["demo", "serve"]);
    let mut workers: Vec<Worker> = (0..PEOPLE)
        .map(|_| Worker {
            browser: Visitor::signed_in(server.address, "gestionnaire"),
            acknowledged: Vec::new(),
            unanswered: None,
        })
        .collect();
    for _ in 0..ROUNDS {
        workers = kill_under_load(server, workers);
        let verified = folder.run(&[&["journal", "verify"][..], more].concat()).done();
        assert!(verified.contains("sound"), "{verified}");
        server = start(&["serve"]);
        for worker in &mut workers {
            worker.browser.moved_to(server.address);
            worker.again();
            for case in &worker.acknowledged {
                assert_eq!(worker.browser.get(case).status, 200, "{case} was acknowledged");
            }
        }
    }
    let known = workers.iter().flat_map(|worker| &worker.acknowledged);
    let known: BTreeSet<&String> = known.collect();
    let told: usize = workers.iter().map(|worker| worker.acknowledged.len()).sum();
    assert!(told >= ROUNDS * ENOUGH);
    assert_eq!(known.len(), told, "each form made a case of its own");
    assert_eq!(server.terminate(), 0);
    let stored = ask(database, "SELECT CAST(COUNT(*) AS TEXT) AS it FROM case_file");
    assert_eq!(
        stored,
        told.to_string(),
        "a form sent again after the kill is done once"
    );
}

#[test]
fn sec_76_what_was_acknowledged_survives_a_kill_and_the_journal_verifies() {
    let folder = Folder::new();
    survives(&folder, &folder.url());
}

#[test]
fn sec_76_what_was_acknowledged_survives_a_kill_on_postgresql() {
    let Some(url) = own_schema() else { return };
    survives(&Folder::new(), &url);
}
