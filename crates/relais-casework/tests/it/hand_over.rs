use http::StatusCode;
use relais_casework::{
    actions::{HandOverPerson, IdentifyPerson},
    case::Command as Step,
    queries::{CaseList, CasePage, HandOverPage, ReadAnnexes, ReadIdentity, SearchPersons},
};
use relais_kernel::{Localised, PublicRef};
use relais_trust::{
    Actor, Door, Failure,
    accounts::{AddOrganisation, organisations},
};

use crate::{
    office::{Office, code_of, person},
    pages::Seat,
};

const NAME: &str = "Personne-Test 77";

/// Somebody of a body behind the firewall, with every role that works on cases.
pub async fn officer(office: &Office, code: &str) -> Actor {
    let add = AddOrganisation {
        code: code.into(),
        name: Localised::new("Poste-test", "Test post"),
        kind: "police_border".into(),
        firewall: true,
    };
    let console = Actor::installation(Door::Console);
    let post = office.test.trust.perform(&console, None, add).await.unwrap();
    office.test.person(post, &["R03", "R04", "R05"]).await
}

async fn house(office: &Office) -> PublicRef {
    let all = organisations(office.test.trust.database().reader())
        .await
        .unwrap();
    all.iter().find(|o| o.id == office.house).unwrap().public_ref
}

fn fields(to: PublicRef) -> String {
    let name = NAME.replace(' ', "+");
    format!(
        "to={to}&urgent_signs=none&name={name}&sex=female&age=31&status=stranded&entry_point=police&region=CM005\
         &immediate_action=Geste-Test&rights_explained=yes"
    )
}

#[tokio::test]
async fn dp_15_the_police_hands_a_person_over_and_sees_no_more_than_the_code() {
    for office in Office::on_each_engine().await {
        let officer = officer(&office, "T90").await;
        let seat = Seat::of(&office, &officer);
        let path = "/remises/nouvelle";
        let (first, second) = seat.send_twice(path, path, &fields(house(&office).await)).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.page);
        assert_eq!(first.to, second.to, "sent twice, handed over once");

        // The owner works on it, finds the person by name, and knows who handed over.
        let definitions = office.desk.definitions.clone();
        let list = CaseList {
            definitions: definitions.clone(),
            mine: false,
        };
        let lines = office.look(&office.manager, list).await.unwrap().lines;
        assert_eq!(lines.len(), 1);
        let case = lines[0].public_ref;
        let search = || SearchPersons {
            definitions: definitions.clone(),
            name: NAME.into(),
            birth_year: None,
        };
        assert_eq!(office.look(&office.manager, search()).await.unwrap().len(), 1);
        let page = || CasePage {
            definitions: definitions.clone(),
            case,
        };
        let seen = office.look(&office.manager, page()).await.unwrap();
        assert_eq!(
            seen.handed_over_by,
            Some(Localised::new("Poste-test", "Test post"))
        );
        let identity = || ReadIdentity {
            definitions: definitions.clone(),
            case,
        };
        let read = office.look(&office.manager, identity()).await.unwrap();
        assert_eq!(read.confided.name.as_deref(), Some(NAME));

        // The officer reads the code and the state, and nothing of the person.
        let shown = seat.get(&first.to).await;
        assert_eq!(shown.0, StatusCode::OK);
        assert!(shown.1.contains(&lines[0].code) && shown.1.contains("Remise"));
        assert!(!shown.1.contains(NAME) && !shown.1.contains("Geste-Test"));
        office
            .walk(
                case,
                &office.manager,
                Step::Screen {
                    risk: relais_casework::case::Risk::High,
                },
            )
            .await;
        let after = seat.get(&first.to).await.1;
        assert!(after.contains("Prise en charge") && !after.contains("Élevé"));

        // No list, no search, no case, no identification of its own.
        let list = CaseList {
            definitions: definitions.clone(),
            mine: true,
        };
        assert_eq!(
            code_of(&office.look(&officer, list).await.unwrap_err()),
            "Missing"
        );
        assert_eq!(
            code_of(&office.look(&officer, search()).await.unwrap_err()),
            "Missing"
        );
        assert_eq!(
            code_of(&office.look(&officer, page()).await.unwrap_err()),
            "Missing"
        );
        assert_eq!(
            code_of(&office.look(&officer, identity()).await.unwrap_err()),
            "Missing"
        );
        let own = IdentifyPerson {
            desk: office.desk.clone(),
            form: person(NAME),
        };
        assert_eq!(
            code_of(&office.perform(&officer, own).await.unwrap_err()),
            "Missing"
        );
        for address in ["/dossiers".to_owned(), format!("/dossiers/{case}")] {
            assert_eq!(seat.get(&address).await.0, StatusCode::NOT_FOUND);
        }
    }
}

#[tokio::test]
async fn a_hand_over_is_seen_by_those_who_made_it_and_taken_by_those_who_manage_cases() {
    for office in Office::on_each_engine().await {
        let officer = officer(&office, "T90").await;
        let other = self::officer(&office, "T91").await;
        let to = house(&office).await;
        let hand = |to, form| HandOverPerson {
            desk: office.desk.clone(),
            to,
            form,
        };
        let done = office.perform(&officer, hand(to, person(NAME))).await.unwrap();
        let page = |hand_over| HandOverPage {
            definitions: office.desk.definitions.clone(),
            hand_over,
        };
        assert!(office.look(&officer, page(done)).await.is_ok());
        for stranger in [&other, &office.manager, &office.stranger] {
            let seen = office.look(stranger, page(done)).await;
            assert!(matches!(seen, Err(Failure::Missing)));
        }
        // Not to another body behind the firewall, and not to nobody.
        let all = organisations(office.test.trust.database().reader())
            .await
            .unwrap();
        let post = all.iter().find(|o| o.code == "T91").unwrap().public_ref;
        let refused = office
            .perform(&officer, hand(post, person(NAME)))
            .await
            .unwrap_err();
        assert_eq!(code_of(&refused), "UnknownTaker");

        // The first case manager is named on the annexes, which nobody of the police ever was (DP-12).
        let list = CaseList {
            definitions: office.desk.definitions.clone(),
            mine: false,
        };
        let case = office.look(&office.manager, list).await.unwrap().lines[0].public_ref;
        let annexes = || ReadAnnexes {
            definitions: office.desk.definitions.clone(),
            case,
        };
        assert!(office.look(&office.manager, annexes()).await.is_err());
        let assign = Step::Assign {
            to: office.manager.user.unwrap(),
        };
        office.walk(case, &office.supervisor, assign).await;
        assert!(office.look(&office.manager, annexes()).await.is_ok());
        assert!(office.look(&officer, annexes()).await.is_err());
    }
}

#[tokio::test]
async fn a_program_of_the_police_hands_a_person_over_and_sees_no_more_than_the_code() {
    for office in Office::on_each_engine().await {
        let officer = officer(&office, "T90").await;
        let seat = Seat::of(&office, &officer);
        let all = "/api/v1/hand-overs";
        let (status, takers) = seat.get(all).await;
        assert_eq!(status, StatusCode::OK, "{takers}");
        let to = house(&office).await.to_string();
        assert!(takers.contains(&to), "{takers}");
        let person = |to: &str| {
            serde_json::json!({
                "to": to, "urgent_signs": ["none"], "name": NAME, "sex": "female", "age": "31", "status": "stranded",
                "entry_point": "police", "region": "CM005", "immediate_action": "Geste-Test", "rights_explained": "yes",
            })
        };
        let post = async |body: serde_json::Value| {
            let (status, _, answer) = seat.ask("POST", all, "", body.to_string()).await;
            let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
            (status, answer)
        };
        let (status, refused) = post(person("")).await;
        assert_eq!(
            (status, &refused["reasons"][0]["field"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &serde_json::json!("to"))
        );
        let (_, refused) = post(serde_json::json!({ "to": to, "risk_level": "high" })).await;
        assert_eq!(
            refused["reasons"][0]["field"], "risk_level",
            "it is not theirs to say"
        );
        let (status, done) = post(person(&to)).await;
        assert_eq!(status, StatusCode::OK, "{done}");

        let path = format!("{all}/{}", done["id"].as_str().unwrap());
        let (status, shown) = seat.get(&path).await;
        assert_eq!(status, StatusCode::OK, "{shown}");
        let list = CaseList {
            definitions: office.desk.definitions.clone(),
            mine: false,
        };
        let lines = office.look(&office.manager, list).await.unwrap().lines;
        assert!(shown.contains(&lines[0].code) && shown.contains("\"taken_up\":false"));
        assert!(!shown.contains(NAME) && !shown.contains("Geste-Test"));
        for stranger in [&office.manager, &office.stranger] {
            let (status, _) = Seat::of(&office, stranger).get(&path).await;
            assert_eq!(status, StatusCode::NOT_FOUND);
        }
    }
}
