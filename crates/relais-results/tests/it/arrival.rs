use relais_casework::{
    actions::{IdentifyPerson, StepCase, TakeConsent},
    case::{Command as Step, DueFor},
    consent::ConsentForm,
    queries::{Task, TaskLine},
};
use relais_kernel::Priority;
use relais_referral::{actions::Wish, queries::Group, referral::Command};
use relais_results::queries::{Home, HomeView};
use relais_trust::Actor;

use crate::{
    country::{Country, consent, person},
    land::Land,
    pages::Seat,
};

async fn home(country: &Country, actor: &Actor) -> HomeView {
    let query = Home {
        definitions: country.definitions.clone(),
        size: 50,
        only: None,
    };
    country.test.trust.look(actor, &query).await.unwrap()
}

#[tokio::test]
async fn each_side_finds_what_waits_for_it_and_nothing_else() {
    for mut land in Land::on_each_engine().await {
        let (referral, link) = land.send(0, Priority::Urgent).await;
        let country = &land.country;
        let provider = country.test.person(land.provider(0), &["R07"]).await;
        let other = country.test.person(land.provider(1), &["R07"]).await;
        let coordinator = country.test.person(land.provider(2), &["R10"]).await;
        let to_answer = home(country, &provider).await.referrals.to_answer;
        assert_eq!((to_answer.count, to_answer.lines[0].public_ref), (1, referral));
        assert!(home(country, &other).await.is_empty());
        assert!(home(country, &coordinator).await.is_empty());
        let sender = home(country, &country.manager).await.referrals;
        assert_eq!((sender.waiting.count, sender.to_follow.count), (1, 0));
        // Nobody answers: the coordination finds it.
        land.wait(24 * 8).await;
        let country = &land.country;
        assert_eq!(home(country, &coordinator).await.referrals.to_reroute.count, 1);
        assert!(home(country, &provider).await.is_empty());
        assert!(
            !land
                .answer(link, Wish::Step(Box::new(Command::Acknowledge)))
                .await
        );
    }
}

#[tokio::test]
async fn late_stands_first_and_each_line_says_what_by_when_and_whose_turn() {
    for mut land in Land::on_each_engine().await {
        land.send(0, Priority::Urgent).await;
        let (pressing, _) = land.send(0, Priority::Emergency).await;
        land.wait(3).await;
        let country = &land.country;
        let provider = country.test.person(land.provider(0), &["R07"]).await;
        let lines = home(country, &provider).await.referrals.to_answer.lines;
        assert_eq!((lines.len(), lines[0].public_ref), (2, pressing));
        assert!(lines[0].due < lines[1].due);
        let (_, page) = Seat::of(country, &provider).get("/").await;
        assert!(
            page.contains("Attendu : l’accusé de réception (votre structure)"),
            "{page}"
        );
        assert!(
            page.contains("en retard de 1\u{a0}h") || page.contains("en retard de 1 h"),
            "{page}"
        );
        assert!(!page.contains('⟦') && !page.contains("Zéphyrine"), "{page}");
    }
}

#[tokio::test]
async fn a_long_list_is_counted_and_stands_on_pages_of_its_own() {
    for mut land in Land::on_each_engine().await {
        for _ in 0..14 {
            land.send(0, Priority::Urgent).await;
        }
        let country = &land.country;
        let provider = country.test.person(land.provider(0), &["R07"]).await;
        let seat = Seat::of(country, &provider);
        let (_, page) = seat.get("/").await;
        assert_eq!(page.matches("/referencements/").count(), 12);
        assert!(page.contains("Voir tout (14)"), "{page}");
        let (_, all) = seat.get("/a-faire/reponses").await;
        assert_eq!(all.matches("/referencements/").count(), 14);
        assert_eq!(seat.get("/a-faire/inconnu").await.0, http::StatusCode::NOT_FOUND);
        let (_, empty) = seat.get("/a-faire/reorientations").await;
        assert!(empty.contains("Rien à faire"), "{empty}");
    }
}

#[tokio::test]
async fn cases_wait_for_those_who_move_them_and_approvals_for_the_supervisor() {
    for land in Land::on_each_engine().await {
        let country = &land.country;
        let organisation = country.manager.organisation.unwrap();
        let first_line = country.test.person(organisation, &["R03"]).await;
        let manager = country.test.person(organisation, &["R04"]).await;
        let supervisor = country.test.person(organisation, &["R05"]).await;
        let desk = country.desk();
        let identify = IdentifyPerson {
            desk: desk.clone(),
            form: person(),
        };
        let trust = &country.test.trust;
        let case = trust.perform(&first_line, None, identify).await.unwrap();
        assert!(home(country, &first_line).await.is_empty(), "it is handed over");
        let of_case = async |actor: &Actor| {
            let cases = home(country, actor).await.cases;
            let those = |lines: &[TaskLine]| {
                let tasks = lines
                    .iter()
                    .filter(|line| line.case == case)
                    .map(|line| line.task);
                tasks.collect::<Vec<_>>()
            };
            (those(&cases.to_move), those(&cases.to_approve))
        };
        let registration = Task::Step(DueFor::Registration);
        assert_eq!(of_case(&manager).await, (vec![registration], vec![]));
        assert_eq!(of_case(&supervisor).await, (vec![], vec![]));
        let take = TakeConsent {
            desk: desk.clone(),
            case,
            form: ConsentForm {
                purpose: "case_management".into(),
                recipients: Vec::new(),
                data_categories: vec!["identity".into()],
                ..consent("")
            },
        };
        assert!(trust.perform(&manager, None, take).await.unwrap().given);
        for command in [Step::Register, Step::StartAssessment, Step::SubmitAssessment] {
            let step = StepCase {
                desk: desk.clone(),
                case,
                expected: None,
                command,
                words: String::new(),
            };
            trust.perform(&manager, None, step).await.unwrap();
        }
        let approval = Task::Step(DueFor::AssessmentEnd);
        assert_eq!(of_case(&manager).await, (vec![], vec![]));
        assert_eq!(of_case(&supervisor).await, (vec![], vec![approval]));
        let elsewhere = country.test.person(land.provider(0), &["R04", "R05"]).await;
        assert!(home(country, &elsewhere).await.cases.is_empty());
    }
}

#[tokio::test]
async fn a_consent_that_ends_soon_is_on_the_list_of_the_day() {
    for land in Land::on_each_engine().await {
        for door in 0..3 {
            land.somebody(door, "CM002").await;
        }
        let country = &land.country;
        assert!(home(country, &country.manager).await.cases.consents.is_empty());
        // The consents of the tests end on 22 February 2027.
        country.test.clock.set("2027-02-15T08:00:00Z".parse().unwrap());
        let consents = home(country, &country.manager).await.cases.consents;
        assert!(consents.iter().all(|line| line.task == Task::RenewConsent));
        assert_eq!(consents.len(), 4, "one line for each case, not for each record");
        country.test.clock.set("2027-02-23T08:00:00Z".parse().unwrap());
        assert!(home(country, &country.manager).await.cases.consents.is_empty());
    }
}

#[tokio::test]
async fn the_directory_manager_finds_the_entries_to_verify() {
    for land in Land::on_each_engine().await {
        let country = &land.country;
        let keeper = country.test.person(land.provider(0), &["R13"]).await;
        country.test.clock.set("2028-11-23T08:00:00Z".parse().unwrap());
        let entries = home(country, &keeper).await.entries;
        assert!(!entries.is_empty());
        let dues: Vec<_> = entries.iter().map(|line| line.due_on).collect();
        let today = jiff::civil::date(2028, 11, 23);
        assert!(
            dues.iter().all(|due| due.is_none_or(|day| day < today)),
            "{dues:?}"
        );
        let other = country.test.person(land.provider(1), &["R07"]).await;
        assert!(home(country, &other).await.entries.is_empty());
    }
}

#[tokio::test]
async fn programs_read_the_same_list() {
    for mut land in Land::on_each_engine().await {
        let (referral, _) = land.send(0, Priority::Urgent).await;
        let country = &land.country;
        let provider = country.test.person(land.provider(0), &["R07"]).await;
        let (status, json) = Seat::of(country, &provider).get("/api/v1/results/worklist").await;
        assert_eq!(status, http::StatusCode::OK);
        assert!(
            json.contains(&referral.to_string()) && json.contains("\"waits_for\":\"acknowledgement\""),
            "{json}"
        );
        let slug_of_all = Group::ALL.iter().all(|group| json.contains(group.code()));
        assert!(slug_of_all);
    }
}
