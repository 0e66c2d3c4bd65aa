//! A case that another organisation opens in an emergency (DP-18; security requirements 26 to 28).

use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use relais_casework::{
    actions::{AnswerOpening, OpenInEmergency},
    case::Command as Step,
    emergency::OpeningForm,
    queries::{CaseTasks, ListOpenings, OpeningView, ReadOpening, Task},
};
use relais_kernel::PublicRef;
use relais_trust::{Actor, Failure, SessionMark};
use sea_orm::{ConnectionTrait, Statement};

use crate::{
    office::{Office, code_of, person},
    pages::Seat,
};

const WORDS: &str = "Raison-Test 7 sans aucun nom";

/// The person as a session that has just proven who they are.
pub fn proven(office: &Office, actor: &Actor) -> Actor {
    proven_at(actor, office.test.trust.now())
}

fn proven_at(actor: &Actor, proved_at: Timestamp) -> Actor {
    let session = SessionMark {
        id: uuid::Uuid::nil(),
        proved_at,
        strong: true,
    };
    Actor {
        session: Some(session),
        ..actor.clone()
    }
}

async fn form(office: &Office, case: PublicRef) -> OpeningForm {
    OpeningForm {
        code: office.case(case).await.code.to_string(),
        reason: "life_in_danger".into(),
        words: WORDS.into(),
        sure: "yes".into(),
    }
}

async fn open(office: &Office, actor: &Actor, case: PublicRef) -> Result<PublicRef, Failure> {
    let command = OpenInEmergency {
        desk: office.desk.clone(),
        form: form(office, case).await,
    };
    office.perform(actor, command).await
}

async fn read(office: &Office, actor: &Actor, opening: PublicRef) -> Result<OpeningView, Failure> {
    let query = ReadOpening {
        definitions: office.desk.definitions.clone(),
        opening,
        person: true,
    };
    office.look(actor, query).await
}

async fn officer(office: &Office) -> Actor {
    let secretariat = office.test.organisation("T80").await;
    office.test.person(secretariat, &["R15"]).await
}

async fn waiting(office: &Office, actor: &Actor) -> Vec<PublicRef> {
    let query = ListOpenings {
        definitions: office.desk.definitions.clone(),
    };
    let list = office.look(actor, query).await.unwrap();
    list.waiting.into_iter().map(|line| line.public_ref).collect()
}

#[tokio::test]
async fn sec_26_one_person_reads_one_case_for_one_hour_after_proving_who_they_are() {
    for office in Office::on_each_engine().await {
        let case = office.identify(person("Personne-Test 41")).await;
        let other = office.identify(person("Personne-Test 42")).await;
        let stranger = proven(&office, &office.stranger);
        let colleague = office
            .test
            .person(office.stranger.organisation.unwrap(), &["R04"])
            .await;
        assert!(matches!(
            open(&office, &office.stranger, case).await,
            Err(Failure::ProveAgain)
        ));
        let opening = open(&office, &stranger, case).await.unwrap();
        let shown = read(&office, &stranger, opening).await.unwrap().shown.unwrap();
        assert_eq!(shown.confided.name.as_deref(), Some("Personne-Test 41"));

        // Asked twice it is one opening; neither a colleague nor another case came with it.
        assert_eq!(open(&office, &stranger, case).await.unwrap(), opening);
        assert!(matches!(
            read(&office, &proven(&office, &colleague), opening).await,
            Err(Failure::Missing)
        ));
        let seat = Seat::of(&office, &stranger);
        for path in [format!("/dossiers/{case}"), format!("/dossiers/{other}/identite")] {
            assert_eq!(seat.get(&path).await.0, StatusCode::NOT_FOUND, "{path}");
        }

        office.test.clock.advance(SignedDuration::from_mins(59));
        assert!(read(&office, &stranger, opening).await.unwrap().shown.is_some());
        office.test.clock.advance(SignedDuration::from_mins(1));
        assert!(read(&office, &stranger, opening).await.unwrap().shown.is_none());
        let (status, page) = seat.get(&format!("/ouvertures/{opening}")).await;
        assert_eq!(status, StatusCode::OK);
        assert!(!page.contains("Personne-Test 41"), "{page}");
    }
}

#[tokio::test]
async fn sec_26_a_barred_case_a_code_that_is_none_and_ones_own_case_answer_alike() {
    for office in Office::on_each_engine().await {
        let barred = office.identify(person("Personne-Test 43")).await;
        let own = office.identify(person("Personne-Test 44")).await;
        let stranger = proven(&office, &office.stranger);
        let opening = open(&office, &stranger, barred).await.unwrap();
        office.walk(barred, &office.manager, Step::BarEmergency).await;

        // Barring ends what is open, too.
        assert!(read(&office, &stranger, opening).await.unwrap().shown.is_none());
        let manager = proven(&office, &office.manager);
        let mut unknown = form(&office, own).await;
        unknown.code = "0000-0000".into();
        let unknown = OpenInEmergency {
            desk: office.desk.clone(),
            form: unknown,
        };
        let later = proven_at(&office.stranger, office.test.trust.now());
        let refused = [
            open(&office, &later, barred).await.unwrap_err(),
            open(&office, &manager, own).await.unwrap_err(),
            office.perform(&later, unknown).await.unwrap_err(),
        ];
        for failure in &refused {
            assert_eq!(code_of(failure), "NoCaseToOpen");
            assert_eq!(format!("{failure:?}"), format!("{:?}", refused[0]));
        }

        // Nobody learns it without having proven who they are.
        let untold = OpenInEmergency {
            desk: office.desk.clone(),
            form: OpeningForm {
                code: "0000-0000".into(),
                ..form(&office, own).await
            },
        };
        let untold = office.perform(&office.stranger, untold).await;
        assert!(matches!(untold, Err(Failure::ProveAgain)));

        // Only a supervisor allows it again.
        let again = office.step(barred, Step::AllowEmergency);
        let by_manager = office.perform(&office.other_manager, again).await.unwrap_err();
        assert_eq!(code_of(&by_manager), "Missing");
        office
            .walk(barred, &office.supervisor, Step::AllowEmergency)
            .await;
        assert!(read(&office, &stranger, opening).await.unwrap().shown.is_some());
    }
}

#[tokio::test]
async fn sec_27_an_opening_waits_for_its_review_until_those_who_answer_for_the_case_give_it() {
    for office in Office::on_each_engine().await {
        let officer = officer(&office).await;
        let case = office.identify(person("Personne-Test 45")).await;
        let stranger = proven(&office, &office.stranger);
        let opening = open(&office, &stranger, case).await.unwrap();

        office.test.clock.advance(SignedDuration::from_hours(24 * 90));
        for reviewer in [&office.supervisor, &officer] {
            assert_eq!(waiting(&office, reviewer).await, [opening]);
            let tasks = CaseTasks {
                definitions: office.desk.definitions.clone(),
                size: 10,
            };
            let tasks = office.look(reviewer, tasks).await.unwrap().openings;
            assert_eq!(
                tasks.iter().map(|line| line.task).collect::<Vec<_>>(),
                [Task::ReviewOpening(opening)]
            );
        }
        // Those who opened hold the role as well, and do not judge themselves.
        assert!(waiting(&office, &office.stranger).await.is_empty());
        let answer = |founded, words: &str| AnswerOpening {
            desk: office.desk.clone(),
            opening,
            founded,
            words: words.into(),
        };
        let own = office.perform(&office.stranger, answer(true, "vu")).await;
        assert_eq!(code_of(&own.unwrap_err()), "Missing");
        let silent = office.perform(&officer, answer(true, " ")).await;
        assert_eq!(code_of(&silent.unwrap_err()), "ReasonMissing");
        let seat = Seat::of(&office, &office.supervisor);
        let path = format!("/ouvertures/{opening}");
        let (_, page) = seat.get(&path).await;
        assert!(
            page.contains(WORDS) && !page.contains("Personne-Test 45"),
            "{page}"
        );
        let (first, second) = seat
            .send_twice(&path, &path, "founded=no&words=Examen-Test+3")
            .await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.page);
        assert_eq!(second.to, first.to);
        assert!(waiting(&office, &officer).await.is_empty());
        let late = office.perform(&officer, answer(true, "vu")).await;
        assert_eq!(code_of(&late.unwrap_err()), "AlreadyReviewed");
        // Who opened reads what was found.
        let told = read(&office, &stranger, opening).await.unwrap().words.unwrap();
        assert_eq!(told.review, "Examen-Test 3");
    }
}

#[tokio::test]
async fn sec_27_the_key_the_review_and_the_notice_are_one_transaction() {
    for office in Office::on_each_engine().await {
        let case = office.identify(person("Personne-Test 46")).await;
        let stranger = proven(&office, &office.stranger);
        // Whoever has to tell refuses: then nothing was opened either.
        office.test.trust.listen(std::sync::Arc::new(Deaf));
        assert!(open(&office, &stranger, case).await.is_err());
        assert!(waiting(&office, &office.supervisor).await.is_empty());
        let rows = office.test.trust.database().reader();
        let text = "SELECT act FROM journal_entry WHERE act IN ('CaseOpenedInEmergency', 'CaseKeyGranted')";
        let told = rows
            .query_all_raw(Statement::from_string(rows.get_database_backend(), text))
            .await
            .unwrap();
        assert!(told.is_empty());
    }
}

/// Hears of an opening, and cannot tell.
struct Deaf;

impl relais_trust::Listener for Deaf {
    fn hear<'a>(
        &'a self,
        _: &'a relais_trust::Scene<'a>,
        note: &'a relais_trust::Note,
    ) -> futures::future::BoxFuture<'a, Result<(), Failure>> {
        let opens = note.act == "CaseOpenedInEmergency";
        Box::pin(async move {
            match opens {
                true => Err(Failure::Unavailable("the post".into())),
                false => Ok(()),
            }
        })
    }
}

#[tokio::test]
async fn sec_28_the_fourth_case_within_an_hour_is_an_alert_and_asks_for_a_new_proof() {
    for office in Office::on_each_engine().await {
        let officer = officer(&office).await;
        let stranger = proven(&office, &office.stranger);
        for number in 0..3 {
            let case = office.identify(person(&format!("Personne-Test 5{number}"))).await;
            office.test.clock.advance(SignedDuration::from_mins(1));
            open(&office, &stranger, case).await.unwrap();
        }
        let fourth = office.identify(person("Personne-Test 54")).await;
        assert!(matches!(
            open(&office, &stranger, fourth).await,
            Err(Failure::ProveAgain)
        ));
        office.test.clock.advance(SignedDuration::from_mins(1));
        let again = proven(&office, &office.stranger);
        open(&office, &again, fourth).await.unwrap();
        let query = ListOpenings {
            definitions: office.desk.definitions.clone(),
        };
        let list = office.look(&officer, query).await.unwrap().waiting;
        let unusual: Vec<bool> = list.iter().map(|line| line.opening.unusual).collect();
        assert_eq!(unusual, [true, false, false, false]);
    }
}

#[tokio::test]
async fn dp_15_a_firewall_body_opens_nothing_in_an_emergency() {
    for office in Office::on_each_engine().await {
        let case = office.identify(person("Personne-Test 47")).await;
        let police = Actor {
            firewall: true,
            ..proven(&office, &office.stranger)
        };
        assert!(matches!(
            open(&office, &police, case).await,
            Err(Failure::Missing)
        ));
        let seat = Seat::of(&office, &police);
        for path in ["/ouvertures", "/ouvertures/nouvelle"] {
            assert_eq!(seat.get(path).await.0, StatusCode::NOT_FOUND);
        }
    }
}

#[tokio::test]
async fn sec_27_a_program_of_the_officer_reviews_and_never_learns_who_it_is() {
    for office in Office::on_each_engine().await {
        let officer = officer(&office).await;
        let case = office.identify(person("Personne-Test 48")).await;
        let stranger = proven(&office, &office.stranger);
        let opening = open(&office, &stranger, case).await.unwrap();
        let path = format!("/api/v1/openings/{opening}");
        for actor in [&officer, &stranger] {
            let (status, sheet) = Seat::of(&office, actor).get(&path).await;
            assert_eq!(status, StatusCode::OK);
            assert!(!sheet.contains("Personne-Test 48"), "{sheet}");
        }
        let body = r#"{"founded":true,"words":"Examen-Test 9"}"#.to_owned();
        let seat = Seat::of(&office, &officer);
        let (status, _, done) = seat.ask("POST", &format!("{path}/reviews"), "", body).await;
        assert_eq!(status, StatusCode::OK, "{done}");
        let (_, list) = seat.get("/api/v1/openings").await;
        let list: serde_json::Value = serde_json::from_str(&list).unwrap();
        assert_eq!(list["answered"][0]["review"], "founded", "{list}");
        assert_eq!(list["waiting"], serde_json::json!([]));
    }
}
