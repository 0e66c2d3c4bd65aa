//! The door of the SMS gateway: a machine, with a secret of its own and without a browser.

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    routing::post,
};
use http::{HeaderMap, StatusCode, header};
use relais_shell::Typed;

use crate::actions::{Incoming, Switchboard};

/// What the gateway calls the parts of a message, and how it proves who it is.
#[derive(Clone)]
pub struct DoorSetting {
    pub secret: String,
    pub from: String,
    pub text: String,
    pub id: String,
}

#[derive(Clone)]
struct Door {
    switchboard: Switchboard,
    setting: DoorSetting,
}

/// More than any short message of several parts, with what a gateway says besides.
const LARGEST: usize = 16 * 1024;
/// The field of the secret, where a gateway cannot send a header.
const SECRET: &str = "secret";
/// The longest number and id that are read.
const LONGEST: usize = 128;

/// `POST /sms/entrant`. It needs no form token: no browser comes here, and the secret is the proof.
pub fn gateway_door(switchboard: Switchboard, setting: DoorSetting) -> Router {
    Router::new()
        .route("/sms/entrant", post(take))
        .layer(DefaultBodyLimit::max(LARGEST))
        .with_state(Door { switchboard, setting })
}

async fn take(State(door): State<Door>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let Some(fields) = door.fields(&headers, &body) else {
        return StatusCode::BAD_REQUEST;
    };
    if !door.is_known(&headers, &fields) {
        return StatusCode::UNAUTHORIZED;
    }
    let Some(message) = door.message(&fields) else {
        return StatusCode::BAD_REQUEST;
    };
    match door.switchboard.take(&message).await {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(failure) => {
            tracing::error!(%failure, "a short message could not be taken");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

impl Door {
    /// The parts that are read, of a form or of a flat JSON object.
    fn fields(&self, headers: &HeaderMap, body: &[u8]) -> Option<Vec<(String, String)>> {
        let kind = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
        let (form, object) = match kind.split(';').next()?.trim() {
            "application/x-www-form-urlencoded" => (Typed::parse(body).ok()?, serde_json::Map::new()),
            "application/json" => (Typed::nothing(), serde_json::from_slice(body).ok()?),
            _ => return None,
        };
        let names = [SECRET, &self.setting.from, &self.setting.text, &self.setting.id];
        let read = |name: &str| {
            form.some(name)
                .map(str::to_owned)
                .or_else(|| of_json(&object, name))
        };
        Some(
            names
                .into_iter()
                .filter_map(|name| Some((name.to_owned(), read(name)?)))
                .collect(),
        )
    }

    /// The secret comes as `Authorization: Bearer` or as the field `secret`: never in the address, which is logged.
    fn is_known(&self, headers: &HeaderMap, fields: &[(String, String)]) -> bool {
        let bearer = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
        let given = bearer.or_else(|| value(fields, SECRET));
        given.is_some_and(|given| same(given.as_bytes(), self.setting.secret.as_bytes()))
    }

    fn message(&self, fields: &[(String, String)]) -> Option<Incoming> {
        let short = |name: &str| value(fields, name).filter(|text| (1..=LONGEST).contains(&text.len()));
        Some(Incoming {
            id: short(&self.setting.id)?.to_owned(),
            from: short(&self.setting.from)?.to_owned(),
            text: value(fields, &self.setting.text)?.to_owned(),
        })
    }
}

fn value<'f>(fields: &'f [(String, String)], name: &str) -> Option<&'f str> {
    fields
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, text)| text.as_str())
}

/// A field of a flat JSON object.
fn of_json(object: &serde_json::Map<String, serde_json::Value>, name: &str) -> Option<String> {
    match object.get(name)? {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Compared whole, so that time tells nothing.
fn same(given: &[u8], right: &[u8]) -> bool {
    given.len() == right.len()
        && given
            .iter()
            .zip(right)
            .fold(0, |difference, (a, b)| difference | (a ^ b))
            == 0
}
