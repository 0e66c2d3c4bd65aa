//! What persons ask about their data (DP-24, DP-25).

use http::StatusCode;
use jiff::SignedDuration;
use relais_casework::{
    actions::{DecideRequest, DecisionForm, RecordRequest, RequestForm},
    queries::{CasePage, ListRequests, ReadIdentity, ReadRequest},
};
use relais_kernel::PublicRef;
use relais_trust::{Actor, Failure, journal::JournalCheck};
use serde_json::Value;

use crate::{
    office::{Office, code_of, person},
    pages::Seat,
};

const NAME: &str = "Personne-Test Aurélie 41";
const WANTED: &str = "Texte-Test 41";

/// The protection officer, of an organisation of its own.
pub async fn officer(office: &Office) -> Actor {
    let secretariat = office.test.organisation("T80").await;
    office.test.person(secretariat, &["R15"]).await
}

pub fn asking(office: &Office, case: PublicRef, kind: &str) -> RecordRequest {
    RecordRequest {
        desk: office.desk.clone(),
        case,
        form: RequestForm {
            kind: kind.into(),
            asker: "person".into(),
            way: "in_person".into(),
            check: "known".into(),
            on: office.today().to_string(),
            wanted: WANTED.into(),
        },
    }
}

pub fn granting(office: &Office, request: PublicRef) -> DecideRequest {
    DecideRequest {
        desk: office.desk.clone(),
        request,
        expected: 1,
        form: DecisionForm {
            decision: "grant".into(),
            ..DecisionForm::default()
        },
    }
}

async fn list(office: &Office, actor: &Actor) -> (Vec<PublicRef>, Vec<bool>) {
    let list = ListRequests {
        definitions: office.desk.definitions.clone(),
    };
    let open = office.look(actor, list).await.unwrap().open;
    open.into_iter().map(|line| (line.public_ref, line.late)).unzip()
}

#[tokio::test]
async fn dp_24_a_request_is_recorded_with_its_day_answered_by_a_second_person_and_carried_out() {
    for office in Office::on_each_engine().await {
        let officer = officer(&office).await;
        let case = office.identify(person(NAME)).await;
        let seat = Seat::of(&office, &office.manager);
        let path = format!("/dossiers/{case}/demandes");
        // What is missing is asked for beside its field, and what was typed stays.
        let fields = format!(
            "kind=rectification&asker=person&way=phone&check=questions&on={}",
            office.today()
        );
        let (first, _) = seat.send_twice(&path, &path, &fields).await;
        assert_eq!(first.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(first.page.contains("f-wanted-fault"), "{}", first.page);
        let fields = format!("{fields}&wanted=Texte-Test+41");
        let (first, second) = seat.send_twice(&path, &path, &fields).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.page);
        assert_eq!(first.to, second.to);
        let (requests, late) = list(&office, &officer).await;
        assert_eq!((requests.len(), late), (1, vec![false]));
        let page = format!("/demandes/{}", requests[0]);
        assert_eq!(first.to, page);

        // Who recorded it sees no form of an answer; the officer does, and never the person.
        let (_, shown) = seat.get(&page).await;
        assert!(
            shown.contains(WANTED) && !shown.contains("name=\"decision\""),
            "{shown}"
        );
        let desk = Seat::of(&office, &officer);
        let (status, shown) = desk.get("/demandes").await;
        assert_eq!(status, StatusCode::OK);
        assert!(shown.contains("1er\u{a0}avr.\u{a0}2026 au plus tard"), "{shown}");
        assert!(!shown.contains("Aurélie") && !shown.contains(WANTED));
        let (_, shown) = desk.get(&page).await;
        assert!(shown.contains(WANTED) && !shown.contains("Aurélie"), "{shown}");
        assert!(!shown.contains(&format!("/dossiers/{case}")), "{shown}");

        let (sent, _) = desk.send_twice(&page, &page, "version=1&decision=grant").await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.page);
        let follow = format!("{page}/suite");
        let (sent, _) = seat
            .send_twice(&page, &follow, "version=2&verb=done&done=Fait-Test")
            .await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.page);
        assert!(list(&office, &officer).await.0.is_empty());
        let (_, shown) = desk.get(&page).await;
        assert!(shown.contains("Fait-Test") && shown.contains("Faite"), "{shown}");
        if office.is_file() {
            let bytes = office.bytes();
            for word in [WANTED, "Fait-Test"] {
                assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()));
            }
        }
    }
}

#[tokio::test]
async fn dp_24_the_protection_officer_sees_late_requests_first() {
    for office in Office::on_each_engine().await {
        let officer = officer(&office).await;
        let early = office.identify(person("Personne-Test 42")).await;
        let early = office
            .perform(&office.manager, asking(&office, early, "access"))
            .await
            .unwrap();
        office.test.clock.advance(SignedDuration::from_hours(24 * 20));
        let later = office.identify(person("Personne-Test 43")).await;
        let mut before = asking(&office, later, "access");
        before.form.on = "2026-02-01".into();
        let later = office.perform(&office.manager, before).await.unwrap();
        assert_eq!(
            list(&office, &officer).await,
            (vec![later, early], vec![true, false])
        );
        office.test.clock.advance(SignedDuration::from_hours(24 * 11));
        assert_eq!(list(&office, &officer).await.1, [true, true]);
    }
}

#[tokio::test]
async fn requests_exist_for_those_who_have_the_case_and_for_the_officer_alone() {
    for office in Office::on_each_engine().await {
        let case = office.identify(person("Personne-Test 44")).await;
        let request = office
            .perform(&office.manager, asking(&office, case, "access"))
            .await
            .unwrap();
        for other in [&office.stranger, &office.administrator] {
            let seat = Seat::of(&office, other);
            for path in [
                format!("/demandes/{request}"),
                format!("/dossiers/{case}/demandes"),
                format!("/api/v1/requests/{request}"),
                format!("/api/v1/cases/{case}/requests"),
            ] {
                assert_eq!(seat.get(&path).await.0, StatusCode::NOT_FOUND, "{path}");
            }
            let decide = office.perform(other, granting(&office, request)).await;
            assert_eq!(code_of(&decide.unwrap_err()), "Missing");
        }
        assert!(list(&office, &office.stranger).await.0.is_empty());
        assert_eq!(list(&office, &office.supervisor).await.0, [request]);
        // Two roles in one person are still one person.
        let alone = office.perform(&office.manager, granting(&office, request)).await;
        assert_eq!(code_of(&alone.unwrap_err()), "Missing");
        let both = office.test.person(office.house, &["R04", "R05"]).await;
        let request = office
            .perform(&both, asking(&office, case, "objection"))
            .await
            .unwrap();
        let alone = office.perform(&both, granting(&office, request)).await;
        assert_eq!(code_of(&alone.unwrap_err()), "SecondPersonNeeded");
    }
}

#[tokio::test]
async fn dp_25_a_refused_erasure_names_its_legal_ground_and_the_day_of_its_review() {
    for office in Office::on_each_engine().await {
        let officer = officer(&office).await;
        let case = office.identify(person("Personne-Test 45")).await;
        let request = office
            .perform(&office.manager, asking(&office, case, "erasure"))
            .await
            .unwrap();
        let seat = Seat::of(&office, &officer);
        let path = format!("/demandes/{request}");
        let (first, _) = seat
            .send_twice(
                &path,
                &path,
                "version=1&decision=refuse&ground=legal_claim&reason=Motif-Test+45",
            )
            .await;
        assert_eq!(first.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            first.page.contains("f-review-fault") && first.page.contains("Motif-Test 45"),
            "{}",
            first.page
        );
        let fields = "version=1&decision=refuse&ground=legal_claim&review=2026-09-01&reason=Motif-Test+45";
        let (first, _) = seat.send_twice(&path, &path, fields).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.page);
        let (_, page) = seat.get(&path).await;
        assert!(
            page.contains("faire valoir un droit") && page.contains("Motif-Test 45"),
            "{page}"
        );
        assert!(office.look(&office.manager, opening(&office, case)).await.is_ok());
    }
}

fn opening(office: &Office, case: PublicRef) -> ReadIdentity {
    ReadIdentity {
        definitions: office.desk.definitions.clone(),
        case,
    }
}

#[tokio::test]
async fn sec_44_an_erasure_that_is_granted_leaves_no_word_of_the_person_and_the_journal_verifies() {
    for office in Office::on_each_engine().await {
        let officer = officer(&office).await;
        let case = office.planning().await;
        let other = office.identify(person("Personne-Test 46")).await;
        let before = office.case(case).await;
        let request = office
            .perform(&office.manager, asking(&office, case, "erasure"))
            .await
            .unwrap();
        office
            .perform(&officer, granting(&office, request))
            .await
            .unwrap();
        for reader in [&office.manager, &office.supervisor] {
            assert!(matches!(
                office.look(reader, opening(&office, case)).await,
                Err(Failure::Missing)
            ));
            let page = CasePage {
                definitions: office.desk.definitions.clone(),
                case,
            };
            assert!(matches!(office.look(reader, page).await, Err(Failure::Missing)));
        }
        // The case of somebody else is what it was.
        let kept = office
            .look(&office.manager, opening(&office, other))
            .await
            .unwrap();
        assert_eq!(kept.confided.name.as_deref(), Some("Personne-Test 46"));
        // That it was asked and done stays, without the case's code and without a word.
        let told = ReadRequest {
            definitions: office.desk.definitions.clone(),
            request,
        };
        let told = office.look(&officer, told).await.unwrap();
        assert_eq!((told.line.request.state.code(), told.line.code), ("done", None));
        assert!(told.words.is_none() && told.case.is_none());
        let (_, page) = Seat::of(&office, &officer).get("/demandes").await;
        assert!(
            page.contains("Dossier effacé") && !page.contains(&before.code.to_string()),
            "{page}"
        );
        office.test.trust.sign_checkpoint().await.unwrap();
        let rows = office.test.trust.database().reader();
        // The test's keys come from seed 42: the master key first, then the journal's.
        let chance = relais_kernel::SeededEntropy::new(42);
        let _master = relais_sealing::MasterKey::new(&chance);
        let key = relais_ledger::CheckpointKey::new("test.relais.invalid", &chance).unwrap();
        let found = relais_trust::journal::verify(rows, key.public(), &[], None)
            .await
            .unwrap();
        assert!(matches!(found, JournalCheck::Sound(_)), "{found:?}");
        if office.is_file() {
            office.test.trust.database().empty_log().await.unwrap();
            let bytes = office.bytes();
            let code = before.code.to_string();
            for word in ["Personne-Test 1", WANTED, code.as_str()] {
                assert!(
                    !bytes.windows(word.len()).any(|window| window == word.as_bytes()),
                    "{word}"
                );
            }
        }
    }
}

#[tokio::test]
async fn dp_24_a_program_records_and_answers_requests() {
    for office in Office::on_each_engine().await {
        let officer = officer(&office).await;
        let case = office.identify(person("Personne-Test 47")).await;
        let seat = Seat::of(&office, &office.manager);
        let body = serde_json::json!({
            "kind": "access", "asker": "guardian", "way": "letter", "check": "document",
            "on": office.today().to_string(),
        });
        let path = format!("/api/v1/cases/{case}/requests");
        let (status, _, done) = seat.ask("POST", &path, "", body.to_string()).await;
        assert_eq!(status, StatusCode::OK, "{done}");
        let done: Value = serde_json::from_str(&done).unwrap();
        let path = format!("/api/v1/requests/{}", done["id"].as_str().unwrap());
        let desk = Seat::of(&office, &officer);
        let refusal = serde_json::json!({
            "version": 1,
            "answer": { "decision": "refuse", "ground": "unfounded", "reason": "Motif-Test" },
        });
        let (status, _, done) = desk.ask("POST", &path, "", refusal.to_string()).await;
        assert_eq!(status, StatusCode::OK, "{done}");
        let (_, sheet) = desk.get(&path).await;
        let sheet: Value = serde_json::from_str(&sheet).unwrap();
        assert_eq!(
            (
                sheet["request"]["state"].as_str(),
                sheet["request"]["ground"].as_str(),
                sheet["reason"].as_str()
            ),
            (Some("refused"), Some("unfounded"), Some("Motif-Test"))
        );
        // Answered once: a second word on the version that was read comes too late.
        let (status, _, _) = desk.ask("POST", &path, "", refusal.to_string()).await;
        assert_eq!(status, StatusCode::CONFLICT);
        let (_, list) = desk.get("/api/v1/requests").await;
        let list: Value = serde_json::from_str(&list).unwrap();
        assert_eq!(
            (
                list["open"].as_array().unwrap().len(),
                list["ended"].as_array().unwrap().len()
            ),
            (0, 1)
        );
    }
}
