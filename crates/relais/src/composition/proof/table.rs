//! The table, the routes that are registered, and the document that programs read, agree.

use std::collections::BTreeSet;

use super::{
    house::{Application, Knock},
    routes::{Route, registered, table},
    samples,
    world::World,
};

fn names(routes: &[Route], json: bool) -> BTreeSet<String> {
    routes
        .iter()
        .filter(|r| r.is_json() == json)
        .map(Route::name)
        .collect()
}

fn compare(what: &str, there: &BTreeSet<String>, told: &BTreeSet<String>) {
    let missing: Vec<_> = there.difference(told).collect();
    let gone: Vec<_> = told.difference(there).collect();
    assert!(
        missing.is_empty(),
        "{what} without a line in docs/routes.md: {missing:#?}"
    );
    assert!(
        gone.is_empty(),
        "{what} in docs/routes.md that are registered nowhere: {gone:#?}"
    );
}

#[test]
fn sec_3_every_page_has_a_line_that_says_who_may_reach_it() {
    let (json, pages): (BTreeSet<_>, BTreeSet<_>) =
        registered().into_iter().partition(|name| name.contains(" /api/"));
    compare("Pages", &pages, &names(&table(), false));
    // All others are in the document, because they are registered through it.
    assert_eq!(json, BTreeSet::from(["GET /api/v1/openapi.json".to_owned()]));
}

#[tokio::test]
async fn sec_3_every_json_route_of_the_document_has_a_line_that_says_who_may_reach_it() {
    for world in World::on_each_engine().await.into_iter().take(1) {
        let document = Application::of(&world, Knock::Nobody)
            .await
            .get("/api/v1/openapi.json")
            .await;
        let document: serde_json::Value = serde_json::from_str(&document.body).unwrap();
        let mut all = BTreeSet::from(["GET /api/v1/openapi.json".to_owned()]);
        for (path, methods) in document["paths"].as_object().unwrap() {
            for method in methods.as_object().unwrap().keys() {
                all.insert(format!("{} {path}", method.to_uppercase()));
            }
        }
        compare("JSON routes", &all, &names(&table(), true));
    }
}

#[test]
fn no_route_stands_in_the_table_twice() {
    let table = table();
    let once: BTreeSet<_> = table.iter().map(Route::name).collect();
    assert_eq!(once.len(), table.len());
    assert!(table.len() > 100, "the table was not read");
}

#[test]
fn everything_a_page_can_do_a_program_can_do_or_it_is_said_why_not() {
    let table = table();
    let json = names(&table, true);
    let reasons = [
        "a matter of the browser",
        "a person proves who they are",
        "a person chooses a password",
        "a person ends their own sessions",
        "a person ends their own tokens",
        "a person rests their own rights",
        "a person sets their second factor",
        "once, by hand, with the code of the console",
        "for partners without an account",
        "for people without an account",
        "a PIN that a person tells by telephone",
        "for the gateway, which has a secret of its own",
        "no token makes another",
        "rights are given by a person who has just proved who they are",
        "two people look into it, each by themselves",
        "carries the name from the search to the form",
        "a question, which changes nothing",
        "not yet",
    ];
    for route in table.iter().filter(|r| !r.is_json() && r.changes()) {
        let twin = route.twin.as_str();
        assert!(
            json.contains(twin) || reasons.contains(&twin),
            "{}: a JSON route that exists, or one of the known reasons, not “{twin}”",
            route.name()
        );
    }
    let not_yet = table.iter().filter(|r| r.twin == "not yet").count();
    assert_eq!(not_yet, 0, "every command has its JSON route");
}

#[test]
fn every_command_on_a_record_has_a_sample() {
    for route in table().iter().filter(|r| r.changes() && r.who.is_of_a_record()) {
        let bodiless = route.method == "DELETE"
            || ["/holders/{colleague}", "/links", "/slips", "/code"]
                .iter()
                .any(|end| route.address.ends_with(end));
        assert!(bodiless || !samples::of(route).is_empty(), "{}", route.name());
    }
}
