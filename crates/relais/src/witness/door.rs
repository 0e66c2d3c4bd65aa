use std::sync::{Arc, Mutex, PoisonError};

use axum::{
    Router,
    extract::{DefaultBodyLimit, State as Shared},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::{StatusCode, header};
use relais_kernel::{Clock, SystemClock};
use relais_ledger::Submission;

use super::{Refused, State};

/// No submission is larger (bytes).
const LARGEST: usize = 64 * 1024;

type Held = Arc<Mutex<State>>;

/// What a witness answers on the network (C2SP tlog-witness): `POST /add-checkpoint`, and its last checkpoint for whoever
/// wants to compare.
pub fn door(state: State) -> Router {
    Router::new()
        .route("/add-checkpoint", post(add))
        .route("/checkpoint", get(last))
        .layer(DefaultBodyLimit::max(LARGEST))
        .with_state(Arc::new(Mutex::new(state)))
}

async fn add(Shared(held): Shared<Held>, text: String) -> Response {
    let Ok(asked) = text.parse::<Submission>() else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let taken = tokio::task::spawn_blocking(move || {
        held.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take(&asked, SystemClock.now())
    });
    match taken.await {
        Ok(Ok(Ok(signature))) => format!("{signature}\n").into_response(),
        Ok(Ok(Err(refused))) => refusal(refused),
        _ => {
            tracing::error!("a checkpoint could not be kept");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn refusal(refused: Refused) -> Response {
    match refused {
        Refused::OtherJournal => StatusCode::NOT_FOUND.into_response(),
        Refused::Unsigned => StatusCode::FORBIDDEN.into_response(),
        Refused::Behind { seen } => conflict(seen),
        Refused::Contradicts { seen } => {
            tracing::error!(seen, "the journal contradicts what was seen of it");
            conflict(seen)
        }
        Refused::Unproven { seen } => {
            tracing::error!(seen, "the journal did not grow out of what was seen of it");
            StatusCode::UNPROCESSABLE_ENTITY.into_response()
        }
    }
}

fn conflict(seen: u64) -> Response {
    let kind = [(header::CONTENT_TYPE, "text/x.tlog.size")];
    (StatusCode::CONFLICT, kind, format!("{seen}\n")).into_response()
}

async fn last(Shared(held): Shared<Held>) -> Response {
    let held = held.lock().unwrap_or_else(PoisonError::into_inner);
    match held.last() {
        Some(last) => last.to_string().into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
