use askama::Template;
use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode, header};

use super::{Problem, Trouble, go, page_with, stay};
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
    fn door(&self) -> Option<&'static str> {
        door(&self.trouble)
    }

    fn sentences(&self) -> Vec<&str> {
        match &self.trouble {
            Trouble::Refused(refusals) | Trouble::Forbidden(refusals) => {
                refusals.0.iter().map(|r| r.sentence(self.frame.lang)).collect()
            }
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
    let kept = [
        header::ALLOW,
        header::SET_COOKIE,
        // A page that may ask may read why it got no answer.
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
    ];
    for name in kept {
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
    if let Some(door) = door(trouble)
        && !scene.keeps_its_page
    {
        return go(&format!("{door}?back={}", percent(&scene.here)));
    }
    let page = TroublePage {
        frame: scene.frame(),
        trouble: trouble.clone(),
        request: scene.number.clone(),
    };
    let mut response =
        page_with(trouble.status(), &page).unwrap_or_else(|_| trouble.status().into_response());
    stay(&mut response);
    // With script the form stays on the screen with everything typed, and the trouble is told beside it.
    response.headers_mut().insert(
        HeaderName::from_static("hx-reswap"),
        HeaderValue::from_static("none"),
    );
    response
}

/// Where the reader says, or says again, who they are.
fn door(trouble: &Trouble) -> Option<&'static str> {
    match trouble {
        Trouble::SignIn => Some("/connexion"),
        Trouble::SecondFactor => Some("/connexion/code"),
        Trouble::ProveAgain => Some("/compte/preuve"),
        _ => None,
    }
}

/// A path as the value of a query.
pub(crate) fn percent(path: &str) -> String {
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
