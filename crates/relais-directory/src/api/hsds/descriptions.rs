use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, header};
use relais_hsds::openapi::{self, About, Passage, Publisher};
use relais_kernel::Localised;
use relais_shell::{Answer, Frame, page};
use serde_json::Value;

use super::{
    BASE,
    answers::{fresh, language, marked, tag_of},
};
use crate::room::Directory;

fn about(room: &Directory) -> About {
    let setting = room.house.shell().setting();
    let name = setting.name.fr.clone();
    let publisher = Publisher {
        name: name.clone(),
        website: Some(setting.address.clone()),
        ..Publisher::default()
    };
    let mut about = About::at(&format!("{}{BASE}", setting.address), &name, publisher);
    env!("CARGO_PKG_VERSION").clone_into(&mut about.program);
    about.description =
        format!("Services publics de l’annuaire : {name}. Public services of the directory: {name}.");
    about
}

/// What this API is (`GET /`).
pub async fn root(State(room): State<Directory>, headers: HeaderMap) -> Response {
    constant(&openapi::root(&about(&room)), &headers)
}

/// Our own OpenAPI document.
pub async fn document(State(room): State<Directory>, headers: HeaderMap) -> Response {
    constant(&openapi::document(&about(&room)), &headers)
}

fn constant(value: &Value, headers: &HeaderMap) -> Response {
    let body = value.to_string();
    let tag = tag_of(&body);
    let language = language(None, headers);
    if fresh(headers, &tag) {
        return marked(StatusCode::NOT_MODIFIED.into_response(), &tag, &language);
    }
    let kind = [(header::CONTENT_TYPE, "application/json")];
    marked((kind, body).into_response(), &tag, &language)
}

/// What this API does beyond the standard, for the people who write programs.
#[derive(Template)]
#[template(path = "directory/profile.html")]
struct ProfilePage {
    frame: Frame,
    passages: Vec<Passage>,
}

impl ProfilePage {
    fn say<'a>(&self, text: &'a Localised) -> &'a str {
        text.get(self.frame.lang)
    }
}

/// What is more than the standard.
pub async fn profile(frame: Frame) -> Answer {
    page(&ProfilePage {
        frame,
        passages: openapi::profile(),
    })
}
