//! Somebody tells something without a name (security requirement 23).

use std::fs;

use crate::{
    console::{Folder, Server},
    visitor::{Visitor, option},
};

const WORDS: &str = "Zqxtold une personne retenue, Lieu-Test";
const ADDITION: &str = "Zqxtold encore une chose";
/// A documentation address (RFC 5737), as a proxy in front passes it on.
const ADDRESS: &str = "203.0.113.77";

fn code_on(page: &str) -> String {
    let shown = page.split("<code data-code>").nth(1).unwrap();
    shown.split('<').next().unwrap().to_owned()
}

/// Everything that lies in the folder, and what was logged.
fn kept(folder: &Folder) -> Vec<(String, Vec<u8>)> {
    let mut all = vec![("log".to_owned(), fs::read(folder.file("log")).unwrap())];
    for file in fs::read_dir(folder.data()).unwrap() {
        let file = file.unwrap();
        if file.path().is_file() {
            all.push((
                file.file_name().into_string().unwrap(),
                fs::read(file.path()).unwrap(),
            ));
        }
    }
    all
}

fn has(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window.eq_ignore_ascii_case(text.as_bytes()))
}

#[test]
fn sec_23_nothing_that_is_kept_says_who_told_when_or_what() {
    let folder = Folder::new();
    let log = folder.file("log");
    let words = [
        "demo",
        "serve",
        "--bare",
        "--listen",
        "127.0.0.1:0",
        "--log",
        "debug",
    ];
    let server = Server::logging(folder.relais(&words), &log);
    let entries = || folder.ask("SELECT CAST(COUNT(*) AS TEXT) AS it FROM journal_entry");
    let before = entries();
    let mut teller = Visitor::at(server.address);
    teller.heads = format!("X-Forwarded-For: {ADDRESS}\r\nUser-Agent: Appareil-Zqxdevice\r\n");
    let form = teller.get("/signaler").page();
    let house = option(&form, "Secrétariat");
    let told = [("kind", "danger"), ("to", &*house), ("words", WORDS)];
    let once = teller.once("/signaler", "/signaler").unwrap();
    let shown = teller.send("/signaler", &once, &told).unwrap();
    assert_eq!(shown.status, 200, "{}", shown.told());
    let code = code_on(&shown.page());
    // Sent again, as after a lost connection, it is the same report.
    let again = teller.send("/signaler", &once, &told).unwrap();
    assert_eq!(code_on(&again.page()), code);
    assert_eq!(entries(), before, "the journal has no line about it");

    let mut coordination = Visitor::signed_in(server.address, "coordination");
    let list = coordination.get("/signalements").page();
    let report = list.split("/signalements/").nth(1).unwrap()[..32].to_owned();
    let page = format!("/signalements/{report}");
    assert!(coordination.get(&page).page().contains(WORDS));
    coordination.take(&page, &[("words", "Zqxtold réponse assez longue")]);
    let mut stranger = Visitor::signed_in(server.address, "superviseur");
    assert_eq!(stranger.get(&page).status, 404);

    let opened = teller.fill(
        "/signaler/suite",
        "/signaler/suite",
        &[("code", &code.to_lowercase())],
    );
    assert!(opened.page().contains("Zqxtold réponse"), "{}", opened.told());
    let once = teller.once("/signaler/suite", "/signaler/suite").unwrap();
    let more = [("code", &*code), ("add", "yes"), ("words", ADDITION)];
    let added = teller.send("/signaler/suite", &once, &more).unwrap();
    assert!(added.page().contains(ADDITION), "{}", added.told());
    let wrong = teller.fill(
        "/signaler/suite",
        "/signaler/suite",
        &[("code", "0000-0000-0000-0000")],
    );
    assert_eq!(wrong.status, 422);

    let compact = code.replace('-', "");
    for (name, bytes) in kept(&folder) {
        for planted in ["zqxtold", ADDRESS, "zqxdevice", &code, &compact] {
            assert!(!has(&bytes, planted), "{planted} in {name}");
        }
    }
    let logged = fs::read_to_string(&log).unwrap();
    assert!(!logged.contains("/signaler"), "no line of the log has the moment");
    assert!(logged.contains("/signalements/{report}"), "the log was read");
    assert_eq!(server.terminate(), 0);
}
