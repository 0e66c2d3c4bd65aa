//! The demonstration's nine months, as they stand in the rows.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use relais_referral::{
    partition::{Group, Partition, class},
    referral::{Referral, StateKind},
};
use sea_orm::{ConnectionTrait, Statement};

use crate::{
    console::{Folder, Server, on_database},
    visitor::Visitor,
};

const CASES: usize = 60;
const REFERRALS: usize = 150;

fn generate(folder: &Folder) -> serde_json::Value {
    let cases = CASES.to_string();
    let words = ["demo", "generate", "--cases", &cases, "--seed", "7", "--json"];
    serde_json::from_str(&folder.run(&words).done()).unwrap()
}

/// Every referral that stands in the database.
fn referrals(folder: &Folder) -> Vec<Referral> {
    on_database(&folder.url(), |database| async move {
        let ask = Statement::from_string(
            database.get_database_backend(),
            "SELECT body FROM referral ORDER BY id",
        );
        let rows = database.query_all_raw(ask).await.unwrap();
        let body = |row: &sea_orm::QueryResult| row.try_get::<String>("", "body").unwrap();
        rows.iter()
            .map(|row| serde_json::from_str(&body(row)).unwrap())
            .collect()
    })
}

/// What a seed decides: who is referred how, and how it stands. The hours before today differ from run to run.
fn told(all: &[Referral]) -> BTreeMap<String, Vec<(StateKind, char)>> {
    let mut told: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for referral in all {
        let letter = referral.priority.letter().chars().next().unwrap();
        told.entry(referral.public_ref.to_string())
            .or_default()
            .push((referral.kind(), letter));
    }
    told
}

#[test]
fn the_history_has_the_shares_of_the_scenario_every_state_and_a_sound_journal() {
    let folder = Folder::new();
    let report = generate(&folder);
    assert_eq!(
        (report["cases"].as_u64(), report["referrals"].as_u64()),
        (Some(CASES as u64), Some(REFERRALS as u64))
    );
    assert_eq!(report["personas"].as_array().unwrap().len(), 5);

    let all = referrals(&folder);
    // Whatever time the test takes: by the last change in the data.
    let now: Timestamp = all.iter().map(|referral| referral.changed_at).max().unwrap();
    let partition: Partition = all.iter().filter_map(|referral| class(referral, now)).collect();
    let share = |group| partition.count(group) as f64 / partition.total() as f64 * 100.0;
    let acknowledged = all
        .iter()
        .filter(|r| class(*r, now).is_some() && r.milestones.acknowledged_at.is_some())
        .count();
    let near =
        |found: f64, wanted: f64, what: &str| assert!((found - wanted).abs() <= 2.5, "{what}: {found}");
    near(share(Group::Accepted), 58.0, "accepted");
    near(share(Group::Declined), 17.0, "declined");
    near(share(Group::NoResponse), 18.0, "no response");
    near(share(Group::AcknowledgedOnly), 7.0, "acknowledged only");
    near(
        acknowledged as f64 / partition.total() as f64 * 100.0,
        82.0,
        "acknowledged",
    );

    let seen: BTreeSet<&str> = all.iter().map(|referral| referral.kind().code()).collect();
    let missing: Vec<_> = StateKind::ALL
        .iter()
        .filter(|kind| !seen.contains(kind.code()))
        .collect();
    assert!(missing.is_empty(), "no referral stands at {missing:?}");
    assert_eq!(
        folder.ask("SELECT CAST(count(*) AS TEXT) AS it FROM journal_entry WHERE act = 'Refused'"),
        "0"
    );
    assert!(folder.run(&["journal", "verify"]).done().contains("sound"));

    // The silent provider never answered, and three women of one region stand for what is not printed.
    let silent = "SELECT CAST(count(*) AS TEXT) AS it FROM referral r JOIN organisation o ON o.id = r.to_org WHERE o.code = 'P17' AND acknowledged_at IS NOT NULL";
    assert_eq!(folder.ask(silent), "0");
    let few = "SELECT CAST(count(DISTINCT case_id) AS TEXT) AS it FROM referral WHERE region = 'CM010' AND need_shown = 'protection'";
    assert_eq!(folder.ask(few), "3");
    let withdrawn = "SELECT CAST(count(*) AS TEXT) AS it FROM journal_entry WHERE act = 'ConsentWithdrawn'";
    assert_ne!(folder.ask(withdrawn), "0");

    the_police_handed_a_person_over_and_a_case_is_offered_a_second_time(&folder);
    an_interpreter_and_a_driver_are_asked_and_have_not_answered(&folder);

    // Nothing is added a second time.
    let again = ["demo", "generate", "--cases", "60"];
    folder.run(&again).stopped(3, "has its cases already");
    assert_eq!(referrals(&folder), all);
}

/// Persona 5 came by the border police, which keeps no case; persona 2 waits for the home that had no place.
fn the_police_handed_a_person_over_and_a_case_is_offered_a_second_time(folder: &Folder) {
    let handed = "SELECT count(*) || ' ' || min(f.code) || ' ' || min(t.code) AS it FROM hand_over h
        JOIN organisation f ON f.id = h.from_org JOIN organisation t ON t.id = h.to_org";
    assert_eq!(folder.ask(handed), "1 S05 S02");
    let kept = "SELECT CAST(count(*) AS TEXT) AS it FROM case_file c JOIN organisation o ON o.id = c.owner_id WHERE o.code = 'S05'";
    assert_eq!(folder.ask(kept), "0");
    let asked = "SELECT group_concat(act, ' ') AS it FROM (SELECT act FROM journal_entry WHERE act LIKE 'Transfer%' ORDER BY position)";
    assert_eq!(
        folder.ask(asked),
        "TransferRequested TransferRejected TransferEnded TransferRequested"
    );
}

/// Of personas 4 and 5, in two organisations.
fn an_interpreter_and_a_driver_are_asked_and_have_not_answered(folder: &Folder) {
    let waiting =
        "SELECT count(DISTINCT receiver_id) || ' ' || min(o.code) || ' ' || max(o.code) AS it FROM mission m
        JOIN organisation o ON o.id = m.from_org WHERE m.state = 'ordered'";
    assert_eq!(folder.ask(waiting), "2 S02 S04");
}

#[test]
fn the_same_seed_gives_the_same_cases() {
    let (one, other) = (Folder::new(), Folder::new());
    let words = [
        "demo",
        "generate",
        "--cases",
        "12",
        "--seed",
        "3",
        "--in-order",
        "--json",
    ];
    let reports = [&one, &other].map(|folder| folder.run(&words).done());
    assert_eq!(reports[0], reports[1]);
    assert_eq!(told(&referrals(&one)), told(&referrals(&other)));
}

#[test]
fn copied_cases_open_like_their_models_and_the_journal_verifies() {
    let folder = Folder::new();
    // Six cases of a history, the personas among them, and copies of them.
    let words = [
        "demo", "generate", "--cases", "30", "--models", "6", "--seed", "5", "--json",
    ];
    let report: serde_json::Value = serde_json::from_str(&folder.run(&words).done()).unwrap();
    assert_eq!(report["cases"].as_u64(), Some(30));
    let all = referrals(&folder);
    let own: BTreeSet<_> = all.iter().map(|referral| referral.id).collect();
    assert_eq!(own.len(), all.len());
    let lost = "SELECT CAST(count(*) AS TEXT) AS it FROM referral r LEFT JOIN case_need n ON n.id = r.need_id
        LEFT JOIN case_file c ON c.id = r.case_id AND c.code = r.case_code WHERE n.id IS NULL OR c.id IS NULL";
    assert_eq!(folder.ask(lost), "0");
    assert!(folder.run(&["journal", "verify"]).done().contains("sound"));
    let server = Server::start(folder.relais(&["demo", "serve", "--bare", "--listen", "127.0.0.1:0"]));
    let mut worker = Visitor::signed_in(server.address, "gestionnaire");
    let list = worker.get("/dossiers").page();
    let cases: BTreeSet<_> = list
        .split("href=\"/dossiers/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|case| case.len() == 32)
        .collect();
    assert!(cases.len() > 6, "{list}");
    for case in cases {
        for part in ["", "/identite", "/besoins", "/plan"] {
            let shown = worker.get(&format!("/dossiers/{case}{part}"));
            assert_eq!(shown.status, 200, "{part}: {}", shown.told());
        }
    }
}
