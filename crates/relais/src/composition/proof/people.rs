//! Ending an account's access and searching the journal, by program (coverage 12.4).

use http::StatusCode;
use relais_trust::accounts::account_by_ref;
use serde_json::Value;

use super::{
    house::{Application, Knock, token},
    world::{World, proved},
};

async fn program(world: &World, roles: &[&str]) -> Application {
    let house = world.insider.organisation.unwrap();
    let person = proved(&world.test, world.test.person(house, roles).await);
    Application::of(world, Knock::Program(token(world, &person, true).await)).await
}

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[tokio::test]
async fn a_program_of_an_administrator_ends_access_and_nobody_elses_does() {
    for world in World::on_each_engine().await {
        let path = format!("/api/v1/people/{}/access", world.colleague);
        let worker = program(&world, &["R04"]).await;
        assert_eq!(
            worker.send("DELETE", &path, "").await.status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(worker.get("/api/v1/people").await.status, StatusCode::NOT_FOUND);

        let administrator = program(&world, &["R18"]).await;
        let listed = administrator.get("/api/v1/people").await;
        assert!(
            listed.body.contains(&world.colleague.to_string()),
            "{}",
            listed.body
        );
        let ended = administrator.send("DELETE", &path, "").await;
        assert_eq!(ended.status, StatusCode::OK, "{}", ended.body);
        let rows = world.test.trust.database().reader();
        assert!(!account_by_ref(rows, world.colleague).await.unwrap().active);
    }
}

#[tokio::test]
async fn a_program_of_the_protection_officer_searches_the_journal_and_nobody_elses_does() {
    for world in World::on_each_engine().await {
        let officer = program(&world, &["R15"]).await;
        let found = officer
            .send("POST", "/api/v1/journal/search", r#"{"words":"Personne"}"#)
            .await;
        assert_eq!(found.status, StatusCode::OK, "{}", found.body);
        let person = read(&found.body)["people"][0]["id"].as_str().unwrap().to_owned();
        let page = officer.get("/api/v1/journal").await;
        let lines = read(&page.body);
        assert_eq!(lines["lines"].as_array().unwrap().len(), 50, "{}", page.body);
        let next = lines["next"].as_str().unwrap();
        let older = officer.get(&format!("/api/v1/journal?after={next}")).await;
        assert_eq!(older.status, StatusCode::OK, "{}", older.body);
        assert_ne!(read(&older.body)["lines"][0], lines["lines"][0]);
        let of_one = officer.get(&format!("/api/v1/journal?person={person}")).await;
        assert_eq!(of_one.status, StatusCode::OK, "{}", of_one.body);
        let nobody = officer
            .send("POST", "/api/v1/journal/search", r#"{"words":"Zqx"}"#)
            .await;
        assert_eq!(read(&nobody.body)["people"], Value::Array(Vec::new()));

        let worker = program(&world, &["R04", "R05", "R18"]).await;
        assert_eq!(worker.get("/api/v1/journal").await.status, StatusCode::NOT_FOUND);
        let tried = worker
            .send("POST", "/api/v1/journal/search", r#"{"words":"Personne"}"#)
            .await;
        assert_eq!(tried.status, StatusCode::NOT_FOUND);
    }
}
