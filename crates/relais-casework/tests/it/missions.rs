//! What interpreters and drivers see of a case: their task, and nothing else (DP-40).

use http::StatusCode;
use jiff::SignedDuration;
use relais_casework::{
    actions::{
        AnswerMission, CancelMission, ChangeMission, MissionAnswerForm, MissionForm, MissionTimeForm,
        OrderMission, forget_missions, mission_receivers,
    },
    mission::{MissionDuty, MissionKind, MissionState},
    queries::{
        CasePage, MissionTask, MissionTasks, OrderedMission, OrderedMissionView, OwnMissionView, OwnMissions,
        ReadMission,
    },
    store::{case_by_ref, missions_of_case},
};
use relais_kernel::{Id, Organisation, PublicRef};
use relais_mechanism::{CaseStep, ReferralStep, Role, Step, TransferStep};
use relais_platform::Failure;
use relais_trust::{Actor, Command};

use crate::{
    office::{Office, code_of},
    pages::Seat,
    requests::{asking, granting, officer},
};

const PLACE: &str = "Lieu-Test 71, entrée nord";
const DESTINATION: &str = "Arrivee-Test 71";

/// An interpreter of another organisation and a driver of the one that has the case.
struct Team {
    elsewhere: Id<Organisation>,
    interpreter: Actor,
    driver: Actor,
}

impl Team {
    async fn of(office: &Office) -> Self {
        let elsewhere = office.test.organisation("T07").await;
        Self {
            interpreter: office.test.person(elsewhere, &["R24"]).await,
            driver: office.test.person(office.house, &["R25"]).await,
            elsewhere,
        }
    }
}

/// The address of an account, as the form of an order names it.
async fn address(office: &Office, who: &Actor) -> String {
    let rows = office.test.trust.database().reader();
    let mechanism = who.mechanism.unwrap();
    let definition = office.desk.definitions.current(rows, mechanism).await.unwrap();
    let all = mission_receivers(rows, (mechanism, &definition), office.house)
        .await
        .unwrap();
    let found = all.iter().find(|it| Some(it.id) == who.user);
    found.map_or_else(|| "none".into(), |it| it.public_ref.to_string())
}

/// Hours from now, as a program says them.
fn hours(office: &Office, hours: i64) -> String {
    let at = office
        .test
        .trust
        .now()
        .checked_add(SignedDuration::from_hours(hours));
    at.unwrap().to_string()
}

async fn interpreting(office: &Office, case: PublicRef, who: &Actor) -> OrderMission {
    OrderMission {
        desk: office.desk.clone(),
        case,
        form: MissionForm {
            kind: "interpreter".into(),
            begins: hours(office, 48),
            ends: hours(office, 50),
            place: PLACE.into(),
            language: "ful".into(),
            receiver: address(office, who).await,
            ..MissionForm::default()
        },
    }
}

async fn driving(office: &Office, case: PublicRef, who: &Actor) -> OrderMission {
    let mut order = interpreting(office, case, who).await;
    order.form.kind = "driver".into();
    order.form.destination = DESTINATION.into();
    order.form.language = String::new();
    order
}

async fn ordered(office: &Office, case: PublicRef, who: &Actor) -> PublicRef {
    let order = interpreting(office, case, who).await;
    office.perform(&office.manager, order).await.unwrap()
}

fn answering(office: &Office, mission: PublicRef, expected: u64, answer: &str) -> AnswerMission {
    AnswerMission {
        desk: office.desk.clone(),
        mission,
        expected,
        form: MissionAnswerForm {
            answer: answer.into(),
            declined: "not_free".into(),
            failed: "nobody_came".into(),
        },
    }
}

fn changing(office: &Office, at: (PublicRef, PublicRef), expected: u64, from: i64) -> ChangeMission {
    ChangeMission {
        desk: office.desk.clone(),
        case: at.0,
        mission: at.1,
        expected,
        form: MissionTimeForm {
            begins: hours(office, from),
            ends: hours(office, from + 1),
        },
    }
}

fn cancelling(office: &Office, case: PublicRef, mission: PublicRef) -> CancelMission {
    CancelMission {
        desk: office.desk.clone(),
        case,
        mission,
    }
}

async fn own(office: &Office, who: &Actor, mission: PublicRef) -> Result<OwnMissionView, Failure> {
    let query = ReadMission {
        definitions: office.desk.definitions.clone(),
        mission,
    };
    office.look(who, query).await
}

async fn seen(office: &Office, case: PublicRef, mission: PublicRef) -> OrderedMissionView {
    let query = OrderedMission {
        definitions: office.desk.definitions.clone(),
        case,
        mission,
    };
    office.look(&office.manager, query).await.unwrap()
}

async fn tasks(office: &Office, who: &Actor) -> Vec<MissionTask> {
    let query = MissionTasks {
        definitions: office.desk.definitions.clone(),
        size: 12,
    };
    office.look(who, query).await.unwrap()
}

async fn duties(office: &Office, who: &Actor) -> Vec<MissionDuty> {
    tasks(office, who)
        .await
        .into_iter()
        .map(|task| task.duty)
        .collect()
}

async fn refused<C: Command>(office: &Office, who: &Actor, command: C) -> String
where
    C::Outcome: std::fmt::Debug,
{
    code_of(&office.perform(who, command).await.unwrap_err())
}

fn advance(office: &Office, hours: i64) {
    office.test.clock.advance(SignedDuration::from_hours(hours));
}

#[tokio::test]
async fn dp_40_an_interpreter_reads_time_place_and_language_and_no_word_of_the_case() {
    for office in Office::on_each_engine().await {
        let team = Team::of(&office).await;
        let case = office.registered().await;
        let code = office.case(case).await.code.to_string();
        let mission = ordered(&office, case, &team.interpreter).await;
        let other = ordered(&office, case, &office.test.person(team.elsewhere, &["R24"]).await).await;
        let seat = Seat::of(&office, &team.interpreter);
        let view = own(&office, &team.interpreter, mission).await.unwrap();
        for path in [
            "/missions".to_owned(),
            format!("/missions/{mission}"),
            "/api/v1/missions".to_owned(),
            format!("/api/v1/missions/{mission}"),
        ] {
            let (status, page) = seat.get(&path).await;
            assert_eq!(status, StatusCode::OK, "{path}");
            assert!(page.contains(&view.line.number.to_string()), "{page}");
            let case = case.to_string();
            let closed = [
                "Personne-Test 1",
                code.as_str(),
                case.as_str(),
                &other.to_string(),
            ];
            for word in closed.into_iter().chain(["dossiers", "besoin-"]) {
                assert!(!page.contains(word), "{path}: {word} in {page}");
            }
        }
        let (_, page) = seat.get(&format!("/missions/{mission}")).await;
        for word in [PLACE, "Fulfulde ou peul", "Structure-test T01"] {
            assert!(page.contains(word), "{page}");
        }
        // The number follows from nothing that others know.
        assert_ne!(view.line.number.to_string(), code);
        // The list opens no place.
        let (_, list) = seat.get("/missions").await;
        assert!(!list.contains(PLACE), "{list}");
    }
}

#[tokio::test]
async fn dp_40_whoever_does_missions_has_no_other_right_and_what_is_not_theirs_is_missing() {
    for office in Office::on_each_engine().await {
        let team = Team::of(&office).await;
        let case = office.registered().await;
        let theirs = ordered(&office, case, &team.interpreter).await;
        let drive = driving(&office, case, &team.driver).await;
        let drive = office.perform(&office.manager, drive).await.unwrap();
        let nothing = PublicRef::new(office.test.trust.chance());
        for (who, not_theirs) in [(&team.interpreter, drive), (&team.driver, theirs)] {
            let seat = Seat::of(&office, who);
            for path in [
                "/dossiers/recherche".to_owned(),
                "/dossiers/nouveau".to_owned(),
                format!("/dossiers/{case}"),
                format!("/dossiers/{case}/identite"),
                format!("/dossiers/{case}/besoins"),
                format!("/dossiers/{case}/parcours"),
                format!("/dossiers/{case}/plan"),
                format!("/dossiers/{case}/missions"),
                format!("/dossiers/{case}/missions/{theirs}"),
                format!("/dossiers/{case}/missions/{drive}"),
                format!("/missions/{not_theirs}"),
                format!("/missions/{nothing}"),
                "/requetes".to_owned(),
                "/signalements".to_owned(),
                "/demandes".to_owned(),
                "/ouvertures".to_owned(),
                format!("/api/v1/cases/{case}"),
                format!("/api/v1/cases/{case}/missions"),
                format!("/api/v1/missions/{not_theirs}"),
            ] {
                assert_eq!(seat.get(&path).await.0, StatusCode::NOT_FOUND, "{path}");
            }
            // The list of cases is nobody's but those who work on them.
            for path in ["/dossiers", "/api/v1/cases"] {
                let (_, list) = seat.get(path).await;
                assert!(!list.contains(&case.to_string()), "{path}: {list}");
            }
            for mission in [not_theirs, nothing] {
                let answer = answering(&office, mission, 1, "take");
                assert_eq!(refused(&office, who, answer).await, "Missing");
            }
            let order = interpreting(&office, case, &team.interpreter).await;
            assert_eq!(refused(&office, who, order).await, "Missing");
            assert_eq!(
                refused(&office, who, cancelling(&office, case, theirs)).await,
                "Missing"
            );
            assert_eq!(
                refused(&office, who, changing(&office, (case, theirs), 1, 5)).await,
                "Missing"
            );
        }
        // Those who have the case do not answer in the place of who was asked, and others do not see the missions at all.
        for who in [
            &office.manager,
            &office.supervisor,
            &office.stranger,
            &office.administrator,
        ] {
            let answer = answering(&office, theirs, 1, "take");
            assert_eq!(refused(&office, who, answer).await, "Missing");
            assert_eq!(code_of(&own(&office, who, theirs).await.unwrap_err()), "Missing");
        }
        for who in [&office.stranger, &office.administrator] {
            let order = interpreting(&office, case, &team.interpreter).await;
            assert_eq!(refused(&office, who, order).await, "Missing");
            assert_eq!(
                refused(&office, who, cancelling(&office, case, theirs)).await,
                "Missing"
            );
        }
        // A mission of another case is none.
        let sibling = office.registered().await;
        let astray = cancelling(&office, sibling, theirs);
        assert_eq!(refused(&office, &office.manager, astray).await, "Missing");
    }
}

#[test]
fn dp_40_the_model_gives_interpreters_and_drivers_one_step_each_and_gives_it_to_nobody_alone() {
    let definition = relais_mechanism::builtin("modele-regional").unwrap();
    for (role, step) in [("R24", CaseStep::Interpret), ("R25", CaseStep::Drive)] {
        let role: Role = role.parse().unwrap();
        let case: Vec<_> = CaseStep::ALL
            .iter()
            .filter(|s| definition.case.may(role, **s))
            .collect();
        assert_eq!(case, [&step]);
        let mut referral = ReferralStep::ALL.iter();
        assert!(!referral.any(|s| definition.referral.workflow.who_may(*s).any(|it| it == role)));
        let mut transfer = TransferStep::ALL.iter();
        assert!(!transfer.any(|s| definition.referral.transfer.who_may(*s).any(|it| it == role)));
        assert!(definition.given_alone().all(|alone| alone != role));
    }
}

#[tokio::test]
async fn dp_40_who_ordered_it_reads_the_answer_and_another_time_is_another_question() {
    for office in Office::on_each_engine().await {
        let team = Team::of(&office).await;
        let case = office.registered().await;
        let mission = ordered(&office, case, &team.interpreter).await;
        assert_eq!(duties(&office, &team.interpreter).await, [MissionDuty::Answer]);
        office
            .perform(&team.interpreter, answering(&office, mission, 1, "take"))
            .await
            .unwrap();
        let (_, page) = Seat::of(&office, &office.manager)
            .get(&format!("/dossiers/{case}"))
            .await;
        let number = seen(&office, case, mission).await.line.mission.number.to_string();
        assert!(page.contains("Prise") && page.contains(&number), "{page}");
        // The answer to what stood before says nothing of the new time.
        let change = changing(&office, (case, mission), 2, 30);
        office.perform(&office.manager, change).await.unwrap();
        let stale = answering(&office, mission, 2, "decline");
        assert_eq!(refused(&office, &team.interpreter, stale).await, "Stale");
        let view = own(&office, &team.interpreter, mission).await.unwrap();
        assert_eq!(view.line.state, MissionState::Ordered);
        assert!(view.words.is_some());
        office
            .perform(&team.interpreter, answering(&office, mission, 3, "decline"))
            .await
            .unwrap();
        let now = seen(&office, case, mission).await;
        assert_eq!(now.line.mission.state.reason(), Some("not_free"));
        // Having declined, the place is no longer theirs to read; asked again, it is.
        let view = own(&office, &team.interpreter, mission).await.unwrap();
        assert!(view.words.is_none());
        let again = changing(&office, (case, mission), 4, 40);
        office.perform(&office.manager, again).await.unwrap();
        let view = own(&office, &team.interpreter, mission).await.unwrap();
        assert_eq!(view.words.map(|words| words.place).as_deref(), Some(PLACE));
        office
            .perform(&office.manager, cancelling(&office, case, mission))
            .await
            .unwrap();
        let view = own(&office, &team.interpreter, mission).await.unwrap();
        assert_eq!(
            (view.line.state.code(), view.words.is_none()),
            ("cancelled", true)
        );
        assert!(duties(&office, &team.interpreter).await.is_empty());
    }
}

#[tokio::test]
async fn dp_40_a_mission_that_nobody_answers_comes_back_to_who_ordered_it() {
    for office in Office::on_each_engine().await {
        let team = Team::of(&office).await;
        let case = office.registered().await;
        let mission = ordered(&office, case, &team.interpreter).await;
        assert!(duties(&office, &office.manager).await.is_empty());
        advance(&office, 24);
        let waiting = tasks(&office, &office.manager).await;
        assert_eq!(waiting.len(), 1);
        assert_eq!(
            (waiting[0].duty, waiting[0].case),
            (MissionDuty::Unanswered, Some(case))
        );
        // The supervisor sees it too; a colleague who did not order it and everybody else does not.
        assert_eq!(
            duties(&office, &office.supervisor).await,
            [MissionDuty::Unanswered]
        );
        for other in [
            &office.other_manager,
            &office.stranger,
            &office.administrator,
            &team.driver,
        ] {
            assert!(tasks(&office, other).await.is_empty());
        }
        let asked = tasks(&office, &team.interpreter).await;
        assert!(asked.iter().all(|task| task.case.is_none()));
        office
            .perform(&team.interpreter, answering(&office, mission, 1, "decline"))
            .await
            .unwrap();
        assert_eq!(duties(&office, &office.manager).await, [MissionDuty::Replace]);
        office
            .perform(&office.manager, cancelling(&office, case, mission))
            .await
            .unwrap();
        assert!(duties(&office, &office.manager).await.is_empty());
        // One that was taken waits for a word about how it went.
        let drive = driving(&office, case, &team.driver).await;
        let drive = office.perform(&office.manager, drive).await.unwrap();
        let early = answering(&office, drive, 1, "done");
        assert_eq!(refused(&office, &team.driver, early).await, "MissionNotBegun");
        office
            .perform(&team.driver, answering(&office, drive, 1, "take"))
            .await
            .unwrap();
        advance(&office, 51);
        assert_eq!(duties(&office, &team.driver).await, [MissionDuty::Tell]);
        office
            .perform(&team.driver, answering(&office, drive, 2, "failed"))
            .await
            .unwrap();
        let told = seen(&office, case, drive).await.line.mission;
        assert_eq!(told.state.reason(), Some("nobody_came"));
    }
}

#[tokio::test]
async fn dp_40_a_place_that_names_the_person_or_the_case_is_refused_beside_its_field() {
    for office in Office::on_each_engine().await {
        let team = Team::of(&office).await;
        let case = office.registered().await;
        let code = office.case(case).await.code;
        let mut order = driving(&office, case, &team.driver).await;
        order.form.place = "chez personne test".into();
        let found = office.perform(&office.manager, order.clone()).await.unwrap_err();
        let Failure::Refused(refusals) = found else {
            panic!("{found:?}")
        };
        assert_eq!(refusals.at("place").next().unwrap().code, "PlaceNamesPerson");
        order.form.place = PLACE.into();
        order.form.destination = format!("dossier {}", code.compact().to_lowercase());
        let found = office.perform(&office.manager, order).await.unwrap_err();
        let Failure::Refused(refusals) = found else {
            panic!("{found:?}")
        };
        assert_eq!(
            refusals.at("destination").next().unwrap().code,
            "PlaceNamesPerson"
        );
        // A driver is told where to, an interpreter in which language.
        let mut order = driving(&office, case, &team.driver).await;
        order.form.destination = String::new();
        assert_eq!(refused(&office, &office.manager, order).await, "AnswerMissing");
        let mut order = interpreting(&office, case, &team.interpreter).await;
        order.form.language = String::new();
        assert_eq!(refused(&office, &office.manager, order).await, "AnswerMissing");
        // Nobody is asked for what they do not do.
        let order = driving(&office, case, &team.interpreter).await;
        assert_eq!(refused(&office, &office.manager, order).await, "NobodyForMission");
        let order = interpreting(&office, case, &office.other_manager).await;
        assert_eq!(refused(&office, &office.manager, order).await, "AnswerMissing");
    }
}

#[tokio::test]
async fn dp_14_from_whom_the_person_withholds_nobody_learns_where_she_will_be() {
    for office in Office::on_each_engine().await {
        let team = Team::of(&office).await;
        let case = office.registered().await;
        let all = relais_trust::accounts::organisations(office.test.trust.database().reader()).await;
        let elsewhere = all
            .unwrap()
            .into_iter()
            .find(|it| it.id == team.elsewhere)
            .unwrap();
        let mut consent = office.consent(case, "given");
        consent.form.withheld_from = vec![elsewhere.public_ref.to_string()];
        consent.form.withheld_reason = "fear_of_harm".into();
        office.perform(&office.manager, consent).await.unwrap();
        let order = interpreting(&office, case, &team.interpreter).await;
        assert_eq!(refused(&office, &office.manager, order).await, "ConsentWithheld");
        let near = office.test.person(office.house, &["R24"]).await;
        let order = interpreting(&office, case, &near).await;
        assert!(office.perform(&office.manager, order).await.is_ok());
    }
}

#[tokio::test]
async fn dp_40_where_and_in_which_language_is_sealed_and_erased_a_week_after_the_end() {
    for office in Office::on_each_engine().await {
        let team = Team::of(&office).await;
        let case = office.registered().await;
        let mission = ordered(&office, case, &team.interpreter).await;
        office
            .perform(&team.interpreter, answering(&office, mission, 1, "take"))
            .await
            .unwrap();
        let forget = || forget_missions(&office.test.trust, &office.desk, 100);
        advance(&office, 50 + 24 * 7 - 1);
        assert_eq!(forget().await.unwrap(), 0);
        assert!(own(&office, &team.interpreter, mission).await.is_ok());
        advance(&office, 1);
        // For who was asked it is gone, even before the clock has come by.
        assert_eq!(
            code_of(&own(&office, &team.interpreter, mission).await.unwrap_err()),
            "Missing"
        );
        assert_eq!((forget().await.unwrap(), forget().await.unwrap()), (1, 0));
        let view = seen(&office, case, mission).await;
        assert!(view.words.is_none() && view.line.mission.forgotten);
        let late = answering(&office, mission, 3, "done");
        assert_eq!(refused(&office, &team.interpreter, late).await, "Missing");
        let (_, list) = Seat::of(&office, &team.interpreter).get("/missions").await;
        assert!(!list.contains(&mission.to_string()), "{list}");
        if office.is_file() {
            office.test.trust.database().empty_log().await.unwrap();
            let bytes = office.bytes();
            assert!(
                !bytes
                    .windows(PLACE.len())
                    .any(|window| window == PLACE.as_bytes())
            );
        }
    }
}

#[tokio::test]
async fn dp_40_an_erased_case_takes_its_missions_along() {
    for office in Office::on_each_engine().await {
        let team = Team::of(&office).await;
        let officer = officer(&office).await;
        let case = office.planning().await;
        let mission = ordered(&office, case, &team.interpreter).await;
        let request = asking(&office, case, "erasure");
        let request = office.perform(&office.manager, request).await.unwrap();
        office
            .perform(&officer, granting(&office, request))
            .await
            .unwrap();
        assert_eq!(
            code_of(&own(&office, &team.interpreter, mission).await.unwrap_err()),
            "Missing"
        );
        assert!(tasks(&office, &team.interpreter).await.is_empty());
        let rows = office.test.trust.database().reader();
        let erased = case_by_ref(rows, case).await.map(|row| row.case.id);
        if let Ok(id) = erased {
            assert!(missions_of_case(rows, id).await.unwrap().is_empty());
        }
        let list = OwnMissions {
            definitions: office.desk.definitions.clone(),
        };
        let list = office.look(&team.interpreter, list).await.unwrap();
        assert!(list.open.is_empty() && list.ended.is_empty());
        // Nothing is ordered for a case that is no more.
        let order = interpreting(&office, case, &team.interpreter).await;
        assert_eq!(refused(&office, &office.manager, order).await, "Missing");
    }
}

#[tokio::test]
async fn dp_40_a_form_sent_twice_orders_once_and_answers_once() {
    for office in Office::on_each_engine().await {
        let team = Team::of(&office).await;
        let case = office.registered().await;
        let seat = Seat::of(&office, &office.manager);
        let page = format!("/dossiers/{case}/missions");
        let (status, shown) = seat.get(&page).await;
        assert_eq!(status, StatusCode::OK);
        assert!(
            shown.contains("rien du dossier") && shown.contains("Structure-test T07"),
            "{shown}"
        );
        let receiver = address(&office, &team.driver).await;
        // What is missing stands beside its field, and what was typed stays.
        let half = format!("kind=driver&receiver={receiver}&place=Lieu-Test+72");
        let (refused, _) = seat.send_twice(&page, &page, &half).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        for word in [
            "f-begins-fault",
            "f-ends-fault",
            "f-destination-fault",
            "Lieu-Test 72",
        ] {
            assert!(refused.page.contains(word), "{word} in {}", refused.page);
        }
        // As a browser sends it, on the clocks of the mechanism.
        let day = office.today().tomorrow().unwrap();
        let whole = format!("{half}&destination=Arrivee-Test&begins={day}T09%3A00&ends={day}T11%3A30");
        let (first, second) = seat.send_twice(&page, &page, &whole).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.page);
        assert_eq!(second.status, StatusCode::SEE_OTHER);
        let rows = office.test.trust.database().reader();
        let id = office.case(case).await.id;
        let all = missions_of_case(rows, id).await.unwrap();
        assert_eq!(all.len(), 1, "sent twice, ordered once");
        assert_eq!(all[0].mission.kind, MissionKind::Driver);
        // Nine o'clock in Douala.
        assert_eq!(all[0].mission.begins.to_string(), format!("{day}T08:00:00Z"));
        let driver = Seat::of(&office, &team.driver);
        let to = format!("/missions/{}", all[0].public_ref);
        let (first, second) = driver.send_twice(&to, &to, "version=1&answer=take").await;
        assert_eq!(
            (first.status, second.status),
            (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER)
        );
        assert_eq!(missions_of_case(rows, id).await.unwrap()[0].mission.version, 2);
        let (refused, _) = driver.send_twice(&to, &to, "version=2&answer=decline").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.page.contains("f-declined-fault"), "{}", refused.page);
    }
}

#[tokio::test]
async fn dp_40_a_program_orders_answers_and_changes_missions() {
    for office in Office::on_each_engine().await {
        let team = Team::of(&office).await;
        let case = office.registered().await;
        let (orders, answers) = (
            Seat::of(&office, &office.manager),
            Seat::of(&office, &team.interpreter),
        );
        let path = format!("/api/v1/cases/{case}/missions");
        let receiver = address(&office, &team.interpreter).await;
        let (begins, ends) = (hours(&office, 10), hours(&office, 12));
        let body = format!(
            r#"{{"kind":"interpreter","begins":"{begins}","ends":"{ends}","place":"{PLACE}","language":"ful","receiver":"{receiver}"}}"#
        );
        let (status, _, done) = orders.ask("POST", &path, "", body).await;
        assert_eq!(status, StatusCode::OK, "{done}");
        let done: serde_json::Value = serde_json::from_str(&done).unwrap();
        let mission = done["id"].as_str().unwrap();
        let take = r#"{"version":1,"answer":{"answer":"take"}}"#.to_owned();
        let (status, _, text) = answers
            .ask("POST", &format!("/api/v1/missions/{mission}/answers"), "", take)
            .await;
        assert_eq!(status, StatusCode::OK, "{text}");
        let (_, sheet) = orders.get(&format!("{path}/{mission}")).await;
        let sheet: serde_json::Value = serde_json::from_str(&sheet).unwrap();
        assert_eq!(sheet["mission"]["state"], "taken");
        assert_eq!(sheet["place"]["place"], PLACE);
        let (begins, ends) = (hours(&office, 20), hours(&office, 22));
        let later = format!(r#"{{"version":2,"time":{{"begins":"{begins}","ends":"{ends}"}}}}"#);
        let (status, _, text) = orders
            .ask("POST", &format!("{path}/{mission}/times"), "", later)
            .await;
        assert_eq!(status, StatusCode::OK, "{text}");
        let (_, own) = answers.get(&format!("/api/v1/missions/{mission}")).await;
        let own: serde_json::Value = serde_json::from_str(&own).unwrap();
        assert_eq!(
            (&own["mission"]["state"], &own["version"]),
            (&"ordered".into(), &3.into())
        );
        let (status, ..) = orders
            .ask("DELETE", &format!("{path}/{mission}"), "", String::new())
            .await;
        assert_eq!(status, StatusCode::OK);
        let (_, all) = orders.get(&path).await;
        let all: serde_json::Value = serde_json::from_str(&all).unwrap();
        assert_eq!(all["missions"][0]["state"], "cancelled");
        let page = CasePage {
            definitions: office.desk.definitions.clone(),
            case,
        };
        let view = office.look(&office.manager, page).await.unwrap();
        assert_eq!(view.missions.map(|all| all.len()), Some(1));
    }
}
