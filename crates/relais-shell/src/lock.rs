//! The only page of an installation whose keys are not open (security requirement 43).

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, State},
    routing::{get, post},
};
use futures::future::BoxFuture;
use http::StatusCode;
use relais_platform::Failure;
use zeroize::Zeroizing;

use crate::{Answer, Form, Frame, Submission, Trouble, Typed, go, page_with, refused_page};

const ROUTE: &str = "/deverrouiller";

/// What the words that somebody gives are tried on.
pub trait Lock: Send + Sync + 'static {
    /// Opens the installation.
    ///
    /// # Errors
    /// [`Failure::Refused`] beside `words`, [`Failure::Throttled`] after too many tries.
    fn open(&self, words: Zeroizing<String>) -> BoxFuture<'_, Result<(), Failure>>;
}

#[derive(Template)]
#[template(path = "shell/lock.html")]
struct LockPage {
    frame: Frame,
    form: Form,
}

/// Whatever is asked for leads to the lock; programs are told that nothing is there for now.
pub fn locked_door(lock: Arc<dyn Lock>) -> Router {
    Router::new()
        .route(ROUTE, post(unlock))
        .route("/", get(stand_before))
        .route("/{*anywhere}", get(stand_before))
        .with_state(lock)
}

async fn stand_before(OriginalUri(uri): OriginalUri, frame: Frame) -> Answer {
    if uri.path().starts_with("/api/") || uri.path().starts_with("/hsds/") {
        return Err(Trouble::Unavailable("the installation is locked".into()));
    }
    page_with(
        StatusCode::SERVICE_UNAVAILABLE,
        &LockPage {
            form: frame.form(Typed::nothing()),
            frame,
        },
    )
}

async fn unlock(State(lock): State<Arc<dyn Lock>>, frame: Frame, sent: Submission) -> Answer {
    let words = Zeroizing::new(sent.typed.get("words").to_owned());
    match lock.open(words).await {
        Ok(()) => Ok(go("/")),
        Err(Failure::Refused(refusals)) => refused_page(&LockPage {
            form: frame.refused(Typed::nothing(), refusals),
            frame,
        }),
        Err(failure) => Err(failure.into()),
    }
}
