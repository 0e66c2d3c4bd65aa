//! Extra fields are never bound (security requirement 5).

use http::StatusCode;
use relais_casework::store::case_by_ref;
use serde_json::{Value, json};

use super::{
    house::{Application, Knock},
    routes::table,
    walk::{address, sample},
    world::World,
};

const EXTRA: [&str; 6] = [
    "id",
    "organisation",
    "owner",
    "state",
    "mechanism_id",
    "public_ref",
];

#[tokio::test]
async fn sec_5_no_json_command_takes_a_field_that_it_does_not_know() {
    for world in World::on_each_engine().await {
        let app = Application::of(&world, Knock::Person(Box::new(world.insider.clone()))).await;
        for route in table().iter().filter(|r| r.is_json() && r.changes()) {
            let body = sample(&world, route, &world.mine);
            let Ok(Value::Object(body)) = serde_json::from_str(&body) else {
                continue;
            };
            for extra in EXTRA {
                let mut body = body.clone();
                body.insert(extra.into(), json!("x"));
                let to = address(&world, route, &world.mine);
                let answered = app
                    .send(&route.method, &to, &Value::Object(body).to_string())
                    .await;
                let name = route.name();
                assert_eq!(
                    answered.status,
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "{name} {extra}"
                );
                let problem: Value = serde_json::from_str(&answered.body).unwrap();
                let reason = &problem["reasons"][0];
                assert_eq!(
                    (&reason["code"], &reason["field"]),
                    (&json!("UnknownField"), &json!(extra)),
                    "{name}"
                );
                assert!(reason["sentence_en"].as_str().unwrap().contains(extra));
            }
        }
    }
}

#[tokio::test]
async fn sec_5_forms_pass_over_fields_that_they_do_not_know() {
    for world in World::on_each_engine().await {
        let app = Application::of(&world, Knock::Person(Box::new(world.insider.clone()))).await;
        let rows = world.test.trust.database().reader();
        let before = case_by_ref(rows, world.mine.case).await.unwrap().case;
        let other = world.sibling.case;
        let extra =
            format!("id={other}&public_ref={other}&organisation=x&owner=x&state=closed&mechanism_id=x");
        let forms = [
            "POST /dossiers/{case}/besoins/{need}",
            "POST /dossiers/{case}/annexes",
        ];
        for route in table().iter().filter(|r| forms.contains(&&*r.name())) {
            let body = format!("{}&{extra}", sample(&world, route, &world.mine));
            let answered = app
                .send("POST", &address(&world, route, &world.mine), &body)
                .await;
            assert_eq!(
                answered.status,
                StatusCode::SEE_OTHER,
                "{}: {}",
                route.name(),
                answered.body
            );
        }
        let after = case_by_ref(rows, world.mine.case).await.unwrap().case;
        assert_eq!(
            (after.id, after.owner, after.mechanism, after.state.code()),
            (before.id, before.owner, before.mechanism, before.state.code())
        );
    }
}
