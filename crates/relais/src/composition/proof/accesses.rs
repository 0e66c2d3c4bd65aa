//! Every user sees who opened the cases that their organisation has (security requirement 36).

use std::collections::BTreeMap;

use http::StatusCode;
use relais_trust::Actor;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::Value;

use super::{
    house::{Application, Knock},
    world::{World, proved},
};

const OPENED: &str = "SELECT act, COUNT(*) AS n FROM journal_entry JOIN case_file ON case_file.id = case_id \
     JOIN organisation ON organisation.id = owner_id WHERE organisation.code = 'S99' \
     AND (act LIKE '%Read' OR act IN ('IdentityUsed', 'AnswerLinkOpened', 'AnswerPinTold', 'SlipPrinted', \
     'CaseOpenedInEmergency')) GROUP BY act";

/// What the journal itself holds, by act.
async fn counted(world: &World) -> BTreeMap<String, i64> {
    let rows = world.test.trust.database().reader();
    let found = rows
        .query_all_raw(Statement::from_string(rows.get_database_backend(), OPENED))
        .await
        .unwrap();
    let pair = |row: &sea_orm::QueryResult| (row.try_get("", "act").unwrap(), row.try_get("", "n").unwrap());
    found.iter().map(pair).collect()
}

/// All pages that a program reads, one after the other.
async fn read(app: &Application, query: &str) -> Vec<Value> {
    let (mut lines, mut next) = (Vec::new(), String::new());
    loop {
        let page = app.get(&format!("/api/v1/accesses?{query}{next}")).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let page: Value = serde_json::from_str(&page.body).unwrap();
        lines.extend(page["lines"].as_array().unwrap().clone());
        match page["next"].as_str() {
            Some(position) => next = format!("&after={position}"),
            None => return lines,
        }
    }
}

async fn of(world: &World, actor: &Actor) -> Application {
    Application::of(world, Knock::Person(Box::new(actor.clone()))).await
}

#[tokio::test]
async fn sec_36_the_accesses_to_ones_own_cases_are_as_many_as_the_journal_holds() {
    for world in World::on_each_engine().await {
        let manager = proved(
            &world.test,
            world
                .test
                .person(world.insider.organisation.unwrap(), &["R04"])
                .await,
        );
        let app = of(&world, &manager).await;
        for case in [world.mine.case, world.sibling.case] {
            for _ in 0..30 {
                assert_eq!(app.get(&format!("/dossiers/{case}")).await.status, StatusCode::OK);
            }
            assert_eq!(
                app.get(&format!("/journal/dossiers/{case}")).await.status,
                StatusCode::OK
            );
        }
        let lines = read(&app, "").await;
        let mut seen = BTreeMap::new();
        for line in &lines {
            *seen.entry(line["act"].as_str().unwrap().to_owned()).or_insert(0) += 1;
            assert!(line["case"]["code"].is_string(), "{line}");
        }
        assert_eq!(seen, counted(&world).await);
        assert!(lines.len() > 60);
        assert!(lines.iter().all(|line| line["who"] != Value::Null));
        // Nobody else has opened them, and this manager manages none of them.
        assert_eq!(read(&app, "others=true").await.len(), 0);
        assert_eq!(read(&app, "mine=true").await.len(), 0);
        let page = app.get("/journal/nos-dossiers").await;
        assert_eq!(page.body.matches("class=\"code\"").count(), 50);
    }
}

#[tokio::test]
async fn sec_36_nobody_sees_who_opened_the_cases_of_another_organisation() {
    for world in World::on_each_engine().await {
        let insider = of(&world, &world.insider).await;
        insider.get(&format!("/dossiers/{}", world.mine.case)).await;
        assert_eq!(read(&of(&world, &world.stranger).await, "").await.len(), 0);
        let without = of(&world, &world.bystander).await;
        for path in ["/journal/nos-dossiers", "/api/v1/accesses"] {
            assert_eq!(without.get(path).await.status, StatusCode::NOT_FOUND);
        }
    }
}
