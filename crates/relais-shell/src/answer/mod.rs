//! What a handler answers: a page, a move to another page, or a trouble.

mod face;
mod file;
mod payload;
mod problem;
mod trouble;

pub use file::{FileKind, file, press};
pub use payload::Payload;
pub use problem::{Problem, Reason};
pub use trouble::Trouble;

pub(crate) use face::{percent, show};

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode, header};

use crate::{Frame, request::cookie};

/// What page handlers return.
pub type Answer = Result<Response, Trouble>;

/// Renders a page.
///
/// # Errors
/// When the template fails, which is a fault of ours.
pub fn page(template: &impl Template) -> Answer {
    page_with(StatusCode::OK, template)
}

/// Renders a form again because it was refused: status 422, with what was typed and why.
///
/// # Errors
/// When the template fails, which is a fault of ours.
pub fn refused_page(template: &impl Template) -> Answer {
    let mut response = page_with(StatusCode::UNPROCESSABLE_ENTITY, template)?;
    stay(&mut response);
    Ok(response)
}

/// With script, the address stays that of the form: the one it was sent to may answer nothing but forms.
fn stay(response: &mut Response) {
    response.headers_mut().insert(
        HeaderName::from_static("hx-push-url"),
        HeaderValue::from_static("false"),
    );
}

/// Renders a page with a status of its own.
///
/// # Errors
/// When the template fails, which is a fault of ours.
pub fn page_with(status: StatusCode, template: &impl Template) -> Answer {
    let html = template
        .render()
        .map_err(|error| Trouble::Fault(format!("template: {error}")))?;
    Ok((
        status,
        [(
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        )],
        html,
    )
        .into_response())
}

/// After a command: on to another page of ours (303), so that a reload repeats nothing.
pub fn go(to: &str) -> Response {
    let to = HeaderValue::from_str(own_path(to)).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}

impl Frame {
    /// Like [`go`], with a notice on the page one arrives at: the text of `key`, without values, so that
    /// nothing about a person is kept in the browser.
    pub fn done(&self, key: &str, to: &str) -> Response {
        let mut response = go(to);
        if let Some(set) = cookie::set(
            self.shell().setting(),
            cookie::NOTICE,
            key,
            cookie::Lasting::Session,
        ) {
            response.headers_mut().append(header::SET_COOKIE, set);
        }
        response
    }
}

/// A path on this site, or its root: no address elsewhere (security requirement 70).
pub fn own_path(path: &str) -> &str {
    let plain = path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if plain && path.starts_with('/') && !path.starts_with("//") {
        path
    } else {
        "/"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sec70_nobody_is_sent_to_another_site() {
        for foreign in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "evil",
            "",
            "/a\r\nX: y",
            "/\t/evil",
        ] {
            assert_eq!(own_path(foreign), "/", "{foreign:?}");
        }
        assert_eq!(own_path("/cases/3f?tab=plan"), "/cases/3f?tab=plan");
    }
}
