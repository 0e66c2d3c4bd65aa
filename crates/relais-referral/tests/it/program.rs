//! A program with a token of the same rights as a person, over the JSON routes of this room.

use axum::{
    Extension, Router,
    body::{Body, to_bytes},
};
use http::{Request, StatusCode, header};
use relais_kernel::Localised;
use relais_mechanism::Definitions;
use relais_referral::{api, pages, room::Referrals};
use relais_shell::{House, Readiness, Shell, Viewer, surround};
use relais_trust::{Actor, Trust, accounts::Presence};
use serde_json::Value;
use tower::ServiceExt;

use crate::world::World;

pub struct Program(Router);

impl Program {
    pub fn of(world: &World, actor: &Actor) -> Self {
        Self::at(&world.test.trust, &world.definitions, actor)
    }

    pub fn at(trust: &Trust, definitions: &Definitions, actor: &Actor) -> Self {
        let shell = Shell::rehearsal(&pages::TEXTS).unwrap();
        let house = House::new(
            trust.clone(),
            shell.clone(),
            Box::new(|_: &Presence, _| Viewer::default()),
        );
        let presence = Presence {
            actor: actor.clone(),
            name: "Personne-Test".into(),
            organisation: Localised::new("Structure-test", "Test organisation"),
            awaits_second_factor: false,
            travelling: false,
            reads_only: false,
        };
        let room = Referrals {
            house,
            definitions: definitions.clone(),
        };
        let (json, _) = relais_shell::api("test", [api::api(room)]);
        Self(surround(
            json.layer(Extension(presence)),
            &shell,
            Readiness::new(|| async { true }),
        ))
    }

    async fn ask(&self, request: http::request::Builder, body: String) -> (StatusCode, Value) {
        let request = request
            .header(header::HOST, "localhost")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body))
            .unwrap();
        let response = self.0.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
    }

    pub async fn get(&self, path: &str) -> (StatusCode, Value) {
        self.ask(Request::get(path), String::new()).await
    }

    pub async fn post(&self, path: &str, body: Value) -> (StatusCode, Value) {
        self.ask(Request::post(path), body.to_string()).await
    }

    pub async fn post_once(&self, path: &str, key: &str, body: Value) -> (StatusCode, Value) {
        let request = Request::post(path).header("idempotency-key", key);
        self.ask(request, body.to_string()).await
    }

    pub async fn delete(&self, path: &str) -> (StatusCode, Value) {
        self.ask(Request::delete(path), String::new()).await
    }

    /// A command that has to go through; the id that it answers.
    pub async fn done(&self, path: &str, body: Value) -> String {
        let (status, answer) = self.post(path, body).await;
        assert_eq!(status, StatusCode::OK, "{path}: {answer}");
        answer["id"].as_str().unwrap_or_default().to_owned()
    }
}
