//! Every route, by everybody who has no business there.

use http::{StatusCode, header};
use sea_orm::{ConnectionTrait, Statement};

use super::{
    house::{Answered, Application, Knock, plain, token},
    routes::{Route, Who, table},
    samples,
    world::{Records, World},
};

/// A route with its holes filled in for some records.
pub fn address(world: &World, route: &Route, records: &Records) -> String {
    world.fill(&samples::step(&route.address), records)
}

pub fn sample(world: &World, route: &Route, records: &Records) -> String {
    world.fill(samples::of(route), records)
}

pub async fn try_route(app: &Application, world: &World, route: &Route, records: &Records) -> Answered {
    let (to, body) = (address(world, route, records), sample(world, route, records));
    app.send(&route.method, &to, &body).await
}

/// The refs that differ between two sets of records.
fn holes(records: &Records) -> Vec<String> {
    let r = records;
    [r.case, r.need, r.exception, r.consent, r.mission, r.referral]
        .iter()
        .map(ToString::to_string)
        .collect()
}

/// How many refusals of somebody stand in the journal.
pub async fn refusals(world: &World, actor: &relais_trust::Actor) -> i64 {
    let rows = world.test.trust.database().reader();
    let engine = rows.get_database_backend();
    let sql = match engine {
        sea_orm::DatabaseBackend::Postgres => {
            "SELECT COUNT(*) AS n FROM journal_entry WHERE act = 'Refused' AND user_id = $1"
        }
        _ => "SELECT COUNT(*) AS n FROM journal_entry WHERE act = 'Refused' AND user_id = ?",
    };
    let ask = Statement::from_sql_and_values(engine, sql, [actor.user.unwrap().uuid().into()]);
    let row = rows.query_one_raw(ask).await.unwrap().unwrap();
    row.try_get("", "n").unwrap()
}

/// The route for records that nobody has, the service among them.
async fn try_nowhere(app: &Application, world: &World, route: &Route, nothing: &Records) -> Answered {
    let none = nothing.case.to_string();
    let to = address(world, route, nothing)
        .replace(&world.service.to_string(), &none)
        .replace(&world.offer.to_string(), &none);
    app.send(&route.method, &to, &sample(world, route, nothing)).await
}

/// A foreign record and one that does not exist are answered alike, whoever of those asks for whom it is not.
async fn learns_nothing(
    world: &World,
    knock: Knock,
    by: &relais_trust::Actor,
    only: impl Fn(&Route) -> bool,
) {
    let app = Application::of(world, knock).await;
    let nothing = world.nothing();
    for route in table().iter().filter(|r| r.who.is_of_a_record() && only(r)) {
        let before = refusals(world, by).await;
        let foreign = try_route(&app, world, route, &world.mine).await;
        assert!(
            refusals(world, by).await > before,
            "{}: the try is in the journal",
            route.name()
        );
        assert_eq!(
            foreign.status,
            StatusCode::NOT_FOUND,
            "{}: {}",
            route.name(),
            foreign.body
        );
        let tried = refusals(world, by).await - before;
        let missing = try_nowhere(&app, world, route, &nothing).await;
        // What takes time is the entry on the disk: it is written for a record that is not there, too.
        assert_eq!(
            refusals(world, by).await - before,
            2 * tried,
            "{}: as many entries",
            route.name()
        );
        let mut here = holes(&world.mine);
        here.extend([world.service.to_string(), world.offer.to_string()]);
        assert_eq!(
            plain(&foreign, &here),
            plain(&missing, &holes(&nothing)),
            "{}",
            route.name()
        );
        assert_eq!(
            foreign.body.len(),
            missing.body.len(),
            "{}: the size",
            route.name()
        );
    }
}

#[tokio::test]
async fn sec_2_dp_01_another_organisation_learns_nothing_at_any_address() {
    for world in World::on_each_engine().await {
        let person = Knock::Person(Box::new(world.stranger.clone()));
        learns_nothing(&world, person, &world.stranger, |_| true).await;
        let program = Knock::Program(token(&world, &world.stranger, true).await);
        learns_nothing(&world, program, &world.stranger, Route::is_json).await;
    }
}

#[tokio::test]
async fn sec_3_without_the_role_nothing_of_the_own_organisation_is_reached_either() {
    for world in World::on_each_engine().await {
        let program = Knock::Program(token(&world, &world.bystander, true).await);
        learns_nothing(&world, program, &world.bystander, Route::is_json).await;
        let person = Application::of(&world, Knock::Person(Box::new(world.bystander.clone()))).await;
        for route in table().iter().filter(|r| r.who == Who::Role) {
            let answered = try_route(&person, &world, route, &world.mine).await;
            let outside = [
                StatusCode::NOT_FOUND,
                StatusCode::SEE_OTHER,
                StatusCode::UNPROCESSABLE_ENTITY,
            ];
            assert!(
                outside.contains(&answered.status),
                "{}: {}",
                route.name(),
                answered.status
            );
            // What was asked for stands in the way back.
            let asked = route.address.contains("{person}");
            let colleague = world.colleague.to_string();
            assert!(asked || !answered.body.contains(&colleague), "{}", route.name());
        }
    }
}

#[tokio::test]
async fn sec_3_without_a_sign_in_every_address_leads_to_it() {
    for world in World::on_each_engine().await {
        let nobody = Application::of(&world, Knock::Nobody).await;
        for route in table() {
            let answered = try_route(&nobody, &world, &route, &world.mine).await;
            assert!(
                !answered.status.is_server_error(),
                "{}: {}",
                route.name(),
                answered.body
            );
            if route.who.is_open() {
                continue;
            }
            if route.is_json() {
                assert_eq!(answered.status, StatusCode::UNAUTHORIZED, "{}", route.name());
                continue;
            }
            assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", route.name());
            let to = answered.headers[header::LOCATION].to_str().unwrap();
            assert!(to.starts_with("/connexion"), "{}: {to}", route.name());
        }
    }
}

#[tokio::test]
async fn those_for_whom_an_address_is_reach_it() {
    for world in World::on_each_engine().await {
        let app = Application::of(&world, Knock::Person(Box::new(world.insider.clone()))).await;
        let is_theirs = |r: &&Route| matches!(r.who, Who::Owner | Who::Sides | Who::SignedIn);
        let mut all = table();
        // These exist only once a referral was declined or stayed without an answer, which those here were not.
        let later = ["/reorientation", "/redirections"];
        all.retain(|route| !later.iter().any(|end| route.address.ends_with(end)));
        for reading in [true, false] {
            let now = all.iter().filter(is_theirs).filter(|r| r.changes() != reading);
            for route in now {
                let answered = try_route(&app, &world, route, &world.mine).await;
                let name = route.name();
                assert!(!answered.status.is_server_error(), "{name}: {}", answered.body);
                assert_ne!(
                    answered.status,
                    StatusCode::NOT_FOUND,
                    "{name}: {}",
                    answered.body
                );
                let to = answered.headers.get(header::LOCATION);
                let elsewhere = to.is_some_and(|to| !to.to_str().unwrap().starts_with("/connexion"));
                assert!(
                    !reading || answered.status.is_success() || elsewhere,
                    "{name}: {}",
                    answered.status
                );
            }
        }
    }
}

#[tokio::test]
async fn sec_59_a_token_that_reads_changes_nothing_and_the_try_is_in_the_journal() {
    for world in World::on_each_engine().await {
        let reader = Knock::Program(token(&world, &world.insider, false).await);
        let app = Application::of(&world, reader).await;
        assert_eq!(app.get("/api/v1/cases").await.status, StatusCode::OK);
        for route in table().iter().filter(|r| r.is_json() && r.changes()) {
            let before = refusals(&world, &world.insider).await;
            let answered = try_route(&app, &world, route, &world.mine).await;
            assert_eq!(answered.status, StatusCode::FORBIDDEN, "{}", route.name());
            let problem: serde_json::Value = serde_json::from_str(&answered.body).unwrap();
            let reason = &problem["reasons"][0];
            assert_eq!(reason["code"], "TokenReadsOnly", "{}", route.name());
            assert!(reason["sentence_fr"].is_string() && reason["sentence_en"].is_string());
            assert_eq!(
                refusals(&world, &world.insider).await,
                before + 1,
                "{}",
                route.name()
            );
        }
    }
}
