//! What the journal holds of all this, and what it does not.

use serde_json::Value;

use super::{Place, around};
use crate::{
    console::Server,
    story::{MARK, Story},
    visitor::Visitor,
};

/// Entries of this act.
fn count(place: &Place, act: &str) -> u32 {
    let select = format!("SELECT CAST(COUNT(*) AS TEXT) AS it FROM journal_entry WHERE act = '{act}'");
    place.ask(&select).parse().unwrap()
}

/// The bodies of the newest entries of an act, without what differs from one to the next.
fn newest(place: &Place, act: &str) -> Value {
    let select =
        format!("SELECT body AS it FROM journal_entry WHERE act = '{act}' ORDER BY position DESC LIMIT 1");
    let mut body: Value = serde_json::from_str(&place.ask(&select)).unwrap();
    for name in ["id", "at"] {
        body.as_object_mut().unwrap().remove(name);
    }
    body
}

/// Does something, kills the server the moment it has answered, and tells whether the act was in the journal then.
fn told_in_time(place: &Place, server: Server, act: &str, deed: impl FnOnce()) -> Server {
    let before = count(place, act);
    deed();
    server.kill();
    assert!(
        count(place, act) > before,
        "{act} was not in the journal when the answer left"
    );
    place.start("serve")
}

#[test]
fn sec_30_dp_19_what_was_read_is_in_the_journal_before_the_answer_leaves() {
    for place in Place::on_each_engine() {
        let mut server = place.serve();
        let mut story = Story::begin(server.address);
        story.send();
        story.accept();
        let (case, referral) = (story.case.clone(), story.referral.clone());
        for (path, act) in [
            (case.clone(), "CaseRead"),
            (format!("{case}/identite"), "IdentityRead"),
            (format!("{case}/identification"), "IdentityRead"),
            (format!("{case}/parcours"), "IdentityRead"),
            (format!("{case}/besoins"), "IdentityRead"),
            (format!("{case}/suivis"), "IdentityRead"),
            (format!("{case}/annexes"), "AnnexRead"),
            (referral.clone(), "ReferralRead"),
        ] {
            story.moved_to(server.address);
            let deed = || assert_eq!(story.worker.get(&path).status, 200, "{path}");
            server = told_in_time(&place, server, act, deed);
        }
        story.moved_to(server.address);
        let deed = || assert_eq!(story.receiver.get(&referral).status, 200);
        server = told_in_time(&place, server, "PackageRead", deed);

        story.moved_to(server.address);
        let search = |worker: &mut Visitor| {
            let asked = [("name", "Zqxplantname"), ("birth_year", "")];
            worker.fill("/dossiers/recherche", "/dossiers/recherche", &asked)
        };
        let deed = || assert_eq!(search(&mut story.worker).status, 200);
        server = told_in_time(&place, server, "PersonsSearched", deed);

        story.moved_to(server.address);
        let empty = [("name", "")];
        let deed = || {
            let refused = story
                .worker
                .fill("/dossiers/nouveau", "/dossiers/nouveau", &empty);
            assert_eq!(refused.status, 422);
        };
        server = told_in_time(&place, server, "Refused", deed);
        let at = server.address;
        server = told_in_time(&place, server, "SignedIn", || {
            drop(Visitor::signed_in(at, "donnees"));
        });
        let wrong = [
            ("login", "donnees@demo.relais.invalid"),
            ("password", "Zqxplantpassword"),
        ];
        let mut nobody = Visitor::at(server.address);
        let deed = || assert_ne!(nobody.fill("/connexion", "/connexion", &wrong).status, 303);
        server = told_in_time(&place, server, "SignInFailed", deed);
        let mut officer = Visitor::signed_in(server.address, "donnees");
        let address = case.replace("/dossiers/", "/journal/dossiers/");
        let deed = || assert_eq!(officer.get(&address).status, 200);
        server = told_in_time(&place, server, "AccessesRead", deed);
        assert_eq!(server.terminate(), 0);
    }
}

/// Everything that the installation keeps, as text: the files of the embedded database, or all rows of the other.
pub fn kept(place: &Place) -> String {
    let mut all = place.log();
    let mut folders = vec![place.folder.data(), place.folder.keys()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            all.push_str(&path.display().to_string());
            if path.is_dir() {
                folders.push(path);
            } else {
                all.push_str(&String::from_utf8_lossy(&std::fs::read(path).unwrap()));
            }
        }
    }
    if place.database.starts_with("postgres") {
        let tables = "SELECT string_agg(quote_ident(table_name), ',') AS it FROM information_schema.tables \
                      WHERE table_schema = current_schema()";
        for table in place.ask(tables).split(',') {
            let rows = format!("SELECT coalesce(string_agg(t::text, ' '), '') AS it FROM {table} t");
            all.push_str(&place.ask(&rows));
        }
    }
    all
}

#[test]
fn sec_31_neither_the_journal_nor_anything_kept_holds_a_word_that_was_confided() {
    for place in Place::on_each_engine() {
        let server = place.serve();
        let mut story = Story::begin(server.address);
        story.send();
        story.accept();
        story.end();
        let asked = [("name", "Zqxplantname"), ("birth_year", "")];
        story
            .worker
            .fill("/dossiers/recherche", "/dossiers/recherche", &asked);
        // A form that is refused, a password in the wrong box.
        let refused = [("name", "Zqxplantrefused"), ("region", "Zqxplantregion")];
        story
            .worker
            .fill("/dossiers/nouveau", "/dossiers/nouveau", &refused);
        let wrong = [("login", "Zqxplantlogin"), ("password", "Zqxplantpassword")];
        Visitor::at(server.address).fill("/connexion", "/connexion", &wrong);
        assert_eq!(server.terminate(), 0);
        assert!(count(&place, "IdentityRecorded") == 1 && count(&place, "Refused") > 0);

        let all = kept(&place).to_lowercase();
        assert!(all.contains("identityrecorded"), "what is kept was read");
        assert!(!all.contains(MARK), "{}", around(&all, MARK));
        let hex = hex::encode("Zqxplant");
        assert!(!all.contains(&hex), "{}", around(&all, &hex));
        for phone in ["600000077", "quintalou"] {
            assert!(!all.contains(phone), "{}", around(&all, phone));
        }
    }
}

#[test]
fn sec_32_the_server_names_the_act_whatever_the_client_calls_it() {
    for place in Place::on_each_engine() {
        let server = place.serve();
        let mut story = Story::begin(server.address);
        let worker = &mut story.worker;
        let read = format!("{}/identite", story.case);
        worker.get(&read);
        let plain = newest(&place, "IdentityRead");
        let need = format!("{}/besoins", story.case);
        let fields = [
            ("need_code", "housing"),
            ("urgency", "N"),
            ("severity", "1"),
            ("person_wants_help", "yes"),
        ];
        worker.take(&need, &[&fields[..], &[("rank", "2")]].concat());
        let written = newest(&place, "NeedRecorded");

        worker.heads =
            "X-HTTP-Method-Override: DELETE\r\nX-Action: Forged\r\nX-Record-Action: Forged\r\n".into();
        let forged =
            "record_action=Forged&action=Forged&act=Forged&_method=DELETE&command=Forged&at=0&user=0";
        worker.get(&format!("{read}?{forged}"));
        assert_eq!(newest(&place, "IdentityRead"), plain);
        let forged: Vec<(&str, &str)> = forged
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .collect();
        worker.take(&need, &[&fields[..], &[("rank", "3")], &forged].concat());
        let mut again = newest(&place, "NeedRecorded");
        // Another need was made: its own id is all that differs.
        again["subject"] = written["subject"].clone();
        assert_eq!(again, written);
        let select = "SELECT CAST(COUNT(*) AS TEXT) AS it FROM journal_entry WHERE body LIKE '%Forged%'";
        assert_eq!(place.ask(select), "0");
        assert_eq!(server.terminate(), 0);
    }
}
