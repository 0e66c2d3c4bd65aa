//! What the person is handed when she asks to see her data (security requirement 88, DP-24).

use http::StatusCode;
use relais_casework::actions::{DecideRequest, DecisionForm, RecordRequest, RequestForm};
use relais_kernel::Priority;
use relais_trust::{Actor, SessionMark};
use serde_json::Value;

use crate::{
    country::{Country, NAME},
    pages::Browser,
};

async fn granted(country: &Country, kind: &str) {
    let trust = &country.test.trust;
    let secretariat = country.test.organisation("S97").await;
    let officer = country.test.person(secretariat, &["R15"]).await;
    let record = RecordRequest {
        desk: country.desk(),
        case: country.case,
        form: RequestForm {
            kind: kind.into(),
            asker: "person".into(),
            way: "in_person".into(),
            check: "known".into(),
            on: "2026-11-23".into(),
            wanted: String::new(),
        },
    };
    let request = trust.perform(&country.manager, None, record).await.unwrap();
    let decide = DecideRequest {
        desk: country.desk(),
        request,
        expected: 1,
        form: DecisionForm {
            decision: "grant".into(),
            ..DecisionForm::default()
        },
    };
    trust.perform(&officer, None, decide).await.unwrap();
}

/// What is read aloud of a page's sections.
fn plain(page: &str) -> String {
    let body = page
        .split("<section")
        .skip(1)
        .collect::<Vec<_>>()
        .join("\n<section");
    let body = body.split("</main>").next().unwrap();
    let mut text = String::new();
    let mut inside = true;
    for c in body.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push('\n');
            }
            _ if !inside => text.push(c),
            _ => {}
        }
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

fn proved(country: &Country, actor: &Actor) -> Actor {
    let session = Some(SessionMark {
        id: uuid::Uuid::nil(),
        proved_at: country.test.trust.now(),
        strong: true,
    });
    Actor {
        session,
        ..actor.clone()
    }
}

#[tokio::test]
async fn sec_88_the_person_is_handed_what_is_held_who_received_it_and_from_where_in_plain_words() {
    for country in Country::on_each_engine().await {
        country.sent(Priority::Urgent).await;
        let path = format!("/dossiers/{}/copie", country.case);
        let mut seat = Browser::signed_in(&country, &country.manager);
        // Nothing is copied before it was asked and granted.
        let (status, page) = seat.get(&path).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!page.contains(NAME));
        granted(&country, "access").await;
        for language in ["fr", "en"] {
            seat.language = language;
            let (status, page) = seat.get(&path).await;
            assert_eq!(status, StatusCode::OK, "{page}");
            assert!(!page.split("</title>").next().unwrap().contains("Zéphyrine"));
            insta::assert_snapshot!(format!("copy_{language}"), plain(&page));
        }
        assert_eq!(country.noted("CopyMade").await, 2);
        let receiver = country.receiver().await;
        let (status, _) = Browser::signed_in(&country, &receiver).get(&path).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn dp_24_the_person_takes_her_data_along_as_a_file_that_is_given_to_who_just_proved_it() {
    for country in Country::on_each_engine().await {
        country.sent(Priority::Urgent).await;
        granted(&country, "portability").await;
        let path = format!("/dossiers/{}/copie.json", country.case);
        let (status, body) = Browser::signed_in(&country, &country.manager).get(&path).await;
        assert!(!status.is_success() && !body.contains(NAME), "{status}");
        let actor = proved(&country, &country.manager);
        let (status, headers, bytes) = Browser::signed_in(&country, &actor).file(&path).await;
        assert_eq!(status, StatusCode::OK);
        let told = headers["content-disposition"].to_str().unwrap();
        assert!(
            told.starts_with("attachment") && !told.contains("Zéphyrine"),
            "{told}"
        );
        let copy: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(copy["identification"]["name"], NAME);
        assert_eq!(copy["needs"][0]["need"], "health");
        assert_eq!(copy["received"].as_array().unwrap().len(), 1);
    }
}
