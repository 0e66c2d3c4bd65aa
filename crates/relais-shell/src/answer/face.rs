use askama::Template;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

use super::{Problem, Trouble, go, page_with};
use crate::{Frame, request::Scene};

/// An error page: what happened, what to do, and the number of the request.
#[derive(Template)]
#[template(path = "shell/trouble.html")]
struct TroublePage {
    frame: Frame,
    trouble: Trouble,
    request: String,
}

impl TroublePage {
    fn sentences(&self) -> Vec<&str> {
        match &self.trouble {
            Trouble::Refused(refusals) => refusals.0.iter().map(|r| r.sentence(self.frame.lang)).collect(),
            _ => Vec::new(),
        }
    }
}

/// Gives an error answer its face; leaves every other answer as it is.
pub(crate) fn show(response: Response, scene: &Scene) -> Response {
    let status = response.status();
    let told = response.extensions().get::<Trouble>().cloned();
    let finished = told.is_none() && (!is_error(status) || has_face(&response));
    if finished {
        return response;
    }
    let trouble = told.unwrap_or_else(|| Trouble::of_status(status));
    log(&trouble, &scene.number);
    let mut shown = match scene.wants_json() {
        true => Problem::of(&trouble, scene.shell.texts(), scene.lang, &scene.number).into_response(),
        false => face(&trouble, scene),
    };
    for name in [header::ALLOW, header::SET_COOKIE] {
        for value in response.headers().get_all(&name) {
            shown.headers_mut().append(&name, value.clone());
        }
    }
    if let Trouble::Throttled { seconds } = trouble {
        shown
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    shown
}

fn is_error(status: StatusCode) -> bool {
    status.is_client_error() || status.is_server_error()
}

fn has_face(response: &Response) -> bool {
    let kind = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or("");
    kind.starts_with("text/html") || kind.starts_with("application/")
}

fn face(trouble: &Trouble, scene: &Scene) -> Response {
    let lead_back = |to: &str| go(&format!("{to}?back={}", percent(&scene.here)));
    match trouble {
        Trouble::SignIn => return lead_back("/connexion"),
        Trouble::SecondFactor => return lead_back("/connexion/code"),
        Trouble::ProveAgain => return lead_back("/compte/preuve"),
        _ => {}
    }
    let page = TroublePage {
        frame: scene.frame(),
        trouble: trouble.clone(),
        request: scene.number.clone(),
    };
    page_with(trouble.status(), &page).unwrap_or_else(|_| trouble.status().into_response())
}

/// A path as the value of a query.
fn percent(path: &str) -> String {
    let mut written = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            written.push(char::from(byte));
        } else {
            written.push_str(&format!("%{byte:02X}"));
        }
    }
    written
}

fn log(trouble: &Trouble, request: &str) {
    match trouble {
        Trouble::Fault(why) => tracing::error!(request, why, "fault"),
        Trouble::Unavailable(why) => tracing::error!(request, why, "unavailable"),
        _ => {}
    }
}
