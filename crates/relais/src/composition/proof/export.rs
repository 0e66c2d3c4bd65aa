//! An organisation takes its journal away, and outsiders check it (security requirement 36).

use http::{StatusCode, header};
use relais_trust::{
    Actor,
    journal::{Body, ExportFault, check_export},
};
use serde_json::Value;

use super::{
    house::{Application, Knock},
    world::World,
};

const FILE: &str = "/journal/structure.jsonl";

async fn of(world: &World, actor: &Actor) -> Application {
    Application::of(world, Knock::Person(Box::new(actor.clone()))).await
}

/// The entries of a file.
fn shown(file: &str) -> Vec<Body> {
    let rows = file
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    rows.filter_map(|row| Some(serde_json::from_str(row["body"].as_str()?).unwrap()))
        .collect()
}

#[tokio::test]
async fn sec_36_an_organisation_takes_its_journal_away_and_an_outsider_checks_it() {
    for world in World::on_each_engine().await {
        let app = of(&world, &world.insider).await;
        app.get(&format!("/dossiers/{}", world.mine.case)).await;
        of(&world, &world.stranger).await.get("/dossiers").await;
        let answered = app.get(FILE).await;
        assert_eq!(answered.status, StatusCode::OK, "{}", answered.body);
        assert!(
            answered.headers[header::CONTENT_DISPOSITION]
                .to_str()
                .unwrap()
                .contains("attachment")
        );
        let file = answered.body;
        let key = world.test.trust.journal_public();
        let sound = check_export(file.as_bytes(), Some(&key)).unwrap();
        let bodies = shown(&file);
        assert_eq!((sound.shown, &sound.key), (bodies.len() as u64, &key));
        assert!(sound.shown < sound.checkpoint.checkpoint.size);
        let own = world.insider.organisation.map(relais_kernel::Id::uuid);
        assert!(bodies.iter().any(|body| body.act == "CaseRead"));
        assert!(
            bodies
                .iter()
                .any(|body| body.act == "UserInvited" && body.organisation.is_none())
        );
        let others = world.stranger.organisation.map(relais_kernel::Id::uuid);
        assert!(
            bodies
                .iter()
                .all(|body| body.organisation != others || body.case.is_some())
        );
        assert!(bodies.iter().any(|body| body.organisation == own));
        // Whatever is changed, left out or put in another place is seen.
        let lines: Vec<&str> = file.lines().collect();
        for at in 1..lines.len() {
            let without: Vec<&str> = [&lines[..at], &lines[at + 1..]].concat();
            assert!(check_export(without.join("\n").as_bytes(), None).is_err(), "{at}");
        }
        let changed = file.replacen("CaseRead", "CaseXead", 1);
        assert!(matches!(
            check_export(changed.as_bytes(), None),
            Err(ExportFault::Changed(_))
        ));
        let forger = relais_ledger::CheckpointKey::new(key.origin(), world.test.trust.chance()).unwrap();
        let foreign = check_export(file.as_bytes(), Some(&forger.public()));
        assert!(matches!(foreign, Err(ExportFault::Unsigned)));
        // That it left is in the journal, and in the next file.
        let again = shown(&app.get(FILE).await.body);
        let told = again.iter().find(|body| body.act == "JournalExported").unwrap();
        assert_eq!(told.facts["entries"], sound.shown.to_string());
        let table = app.get("/journal/structure.csv").await;
        assert_eq!(table.status, StatusCode::OK);
        assert!(table.body.lines().count() > again.len());
        // A period that nothing happened in.
        let empty = app.get(&format!("{FILE}?du=2020-01-01&au=2020-01-02")).await.body;
        assert_eq!(check_export(empty.as_bytes(), None).unwrap().shown, 0);
        // A day that cannot be read is refused, and takes nothing away.
        let unread = app.get(&format!("{FILE}?du=hier")).await;
        assert_eq!(unread.status, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn sec_57_who_takes_the_journal_away_has_just_proved_who_they_are() {
    for world in World::on_each_engine().await {
        world
            .test
            .clock
            .advance(relais_kernel::jiff::SignedDuration::from_mins(11));
        let answered = of(&world, &world.insider).await.get(FILE).await;
        assert_eq!(answered.status, StatusCode::SEE_OTHER);
        let to = answered.headers[header::LOCATION].to_str().unwrap();
        assert!(
            to.starts_with("/compte/preuve?back=/journal/structure.jsonl"),
            "{to}"
        );
        // A case manager takes nothing away.
        let manager = world
            .test
            .person(world.insider.organisation.unwrap(), &["R04"])
            .await;
        let manager = super::world::proved(&world.test, manager);
        assert_eq!(
            of(&world, &manager).await.get(FILE).await.status,
            StatusCode::NOT_FOUND
        );
    }
}
