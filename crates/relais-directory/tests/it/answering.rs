//! How the standard's API answers programs and the pages of others: tags, languages, refusals, addresses nearly right.

use http::{Request, StatusCode, header};
use relais_hsds::{Kind, Record};
use uuid::Uuid;

use super::{
    asking::{Answered, Asker},
    standard::{bring, json},
    town::Town,
};

const fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn package(service: &str) -> Vec<Record> {
    vec![
        Record::new(Kind::Organization, id(1))
            .with("name", "Maison-Test")
            .with("alternate_name", "Sigle-Test")
            .with("description", "Description-Test"),
        Record::new(Kind::Service, id(2))
            .with("name", service)
            .with("status", "active")
            .with("application_process", "Formulaire-Vert-Test")
            .in_language("en", "name", "Shelter-Test")
            .of("organization_id", id(1)),
        Record::new(Kind::Location, id(3)).with("location_type", "physical"),
        Record::new(Kind::Address, id(4))
            .with("address_1", "Rue-Test 1")
            .with("city", "Ville-Test")
            .with("state_province", "Region-Test")
            .with("postal_code", "AB 123")
            .with("country", "CM")
            .with("address_type", "physical")
            .of("location_id", id(3)),
        Record::new(Kind::ServiceAtLocation, id(5))
            .of("service_id", id(2))
            .of("location_id", id(3)),
    ]
}

async fn towns() -> Vec<(Town, Asker)> {
    let mut all = Vec::new();
    for town in Town::on_each_engine().await {
        let asker = Asker::new(&town, &town.person("P11", &["R06"]).await);
        bring(&town, "paquet", package("Abri-Test")).await;
        all.push((town, asker));
    }
    all
}

fn tag(answer: &Answered) -> String {
    answer.headers[header::ETAG].to_str().unwrap().to_owned()
}

async fn found(asker: &Asker, words: &str) -> u64 {
    let page = json(asker, &format!("/hsds/services?search={words}&per_page=1")).await;
    page["total_items"].as_u64().unwrap()
}

#[tokio::test]
async fn an_organization_names_its_services_and_gives_them_whole_when_asked() {
    for (_town, asker) in towns().await {
        let address = format!("/hsds/organizations/{}", id(1));
        let plain = json(&asker, &address).await;
        let services = plain["services"].as_array().unwrap();
        assert_eq!(
            (services.len(), &services[0]["id"]),
            (1, &id(2).to_string().into())
        );
        assert!(services[0].get("service_at_locations").is_none(), "{plain}");
        let whole = json(&asker, &format!("{address}?full_service=true")).await;
        assert!(whole["services"][0]["service_at_locations"].is_array(), "{whole}");
    }
}

#[tokio::test]
async fn an_answer_is_known_by_its_tag_only_where_it_is_the_same() {
    let all = towns().await;
    let (town, asker) = &all[0];
    let address = "/hsds/services?per_page=1";
    let first = tag(&asker.get(address).await);
    let again = |tag: String| async move {
        let request = Request::get(address).header(header::IF_NONE_MATCH, tag);
        asker.ask(request, "").await.status
    };
    assert_eq!(again(first.clone()).await, StatusCode::NOT_MODIFIED);
    bring(town, "paquet", package("Abri-Test")).await;
    assert_eq!(
        again(first.clone()).await,
        StatusCode::NOT_MODIFIED,
        "the same package again changes nothing"
    );
    let asked = Request::post("/hsds/services").header(header::IF_NONE_MATCH, "*");
    assert_eq!(asker.ask(asked, "").await.status, StatusCode::OK);

    let other = Town::on_each_engine().await.remove(0);
    let elsewhere = Asker::new(&other, &other.person("P11", &["R06"]).await);
    bring(&other, "paquet", package("Autre-Test")).await;
    let there = tag(&elsewhere.get(address).await);
    assert_ne!(first, there, "two directories that changed as often");
}

#[tokio::test]
async fn the_shortest_form_and_a_weighed_choice_of_languages_are_in_the_readers_language() {
    for (_town, asker) in towns().await {
        for (line, name) in [
            ("en", "Shelter-Test"),
            ("en; q=0.9, fr; q=0.1", "Shelter-Test"),
            ("en ;q=0.2,fr;q=0.8", "Abri-Test"),
        ] {
            let request = Request::get("/hsds/services?minimal=true").header(header::ACCEPT_LANGUAGE, line);
            let answer = asker.ask(request, "").await;
            let page: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
            let all = page["contents"].as_array().unwrap();
            let record = all.iter().find(|one| one["id"] == id(2).to_string()).unwrap();
            assert_eq!(record["name"], name, "{line}");
        }
    }
}

#[tokio::test]
async fn a_service_is_found_by_what_is_said_of_it_and_around_it() {
    for (_town, asker) in towns().await {
        for words in [
            "formulaire+vert",
            "ville-test",
            "region-test",
            "sigle-test",
            "shelter-test",
            "abri+test+a+ville-test",
            "l+abri+test",
        ] {
            assert_eq!(found(&asker, words).await, 1, "{words}");
        }
        let places = "/hsds/service_at_locations?proximity=0&postcode=";
        for code in ["AB+123", "ab123"] {
            let near = asker.get(&format!("{places}{code}")).await;
            assert_eq!(near.status, StatusCode::OK, "{}", near.body);
        }
    }
}

#[tokio::test]
async fn moments_are_read_as_programs_write_them() {
    for (_town, asker) in towns().await {
        for (moment, some) in [
            ("9999-12-31", false),
            ("9999-12-31T23:59:59Z", false),
            ("2026-01-01%2000:00:00", true),
            ("2026-01-01T00:00:00+01:00", true),
            ("2026-01-01T00:00:00%2B01:00", true),
            ("2026-01-01", true),
        ] {
            let page = json(&asker, &format!("/hsds/services?modified_after={moment}")).await;
            assert_eq!(page["total_items"].as_u64().unwrap() > 0, some, "{moment}");
        }
    }
}

#[tokio::test]
async fn a_question_as_json_is_read_also_where_its_sender_did_not_say_so() {
    for (_town, asker) in towns().await {
        for kind in [
            None,
            Some("application/x-www-form-urlencoded"),
            Some("application/json"),
        ] {
            let mut request = Request::post("/hsds/services");
            if let Some(kind) = kind {
                request = request.header(header::CONTENT_TYPE, kind);
            }
            let answer = asker
                .ask(request, r#" {"search":"abri-test","per_page":5}"#)
                .await;
            let page: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
            assert_eq!(page["total_items"], 1, "{kind:?}");
        }
    }
}

#[tokio::test]
async fn the_pages_of_others_may_ask_and_read_also_a_refusal() {
    let (_town, asker) = towns().await.remove(0);
    let anybody = |answer: &Answered| answer.headers[header::ACCESS_CONTROL_ALLOW_ORIGIN] == "*";
    for path in [
        "/hsds/services?page=x",
        "/hsds/services/x",
        "/hsds/rien",
        "/hsds/services",
    ] {
        assert!(anybody(&asker.get(path).await), "{path}");
    }
    let put = asker.ask(Request::put("/hsds/services"), "").await;
    assert!(put.status == StatusCode::METHOD_NOT_ALLOWED && anybody(&put));
    let before = Request::options("/hsds/services")
        .header(header::ORIGIN, "https://ailleurs.test")
        .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST");
    let told = asker.ask(before, "").await;
    assert_eq!(told.status, StatusCode::NO_CONTENT);
    assert!(anybody(&told));
    let methods = told.headers[header::ACCESS_CONTROL_ALLOW_METHODS]
        .to_str()
        .unwrap();
    assert!(methods.contains("POST"), "{methods}");
    let asked = Request::post("/hsds/services")
        .header(header::ORIGIN, "https://ailleurs.test")
        .header(header::CONTENT_TYPE, "application/json");
    let answer = asker.ask(asked, r#"{"per_page":1}"#).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
}

#[tokio::test]
async fn a_slash_too_many_leads_on_and_what_is_not_there_says_so() {
    let (_town, asker) = towns().await.remove(0);
    let led = asker.get("/hsds/services/?per_page=1").await;
    assert_eq!(led.status, StatusCode::PERMANENT_REDIRECT);
    assert_eq!(led.location, "/hsds/services?per_page=1");
    for path in [format!("/hsds/services/{}", id(99)), "/hsds/rien".to_owned()] {
        let answer = asker.get(&path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        let problem: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.starts_with("No") && problem["status"] == 404, "{problem}");
    }
}
