use std::time::Duration;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    csrf::CsrfLayer,
    limit::RequestBodyLimitLayer,
    timeout::{RequestBodyDeadlineLayer, RequestBodyTimeoutLayer},
};

use crate::{Readiness, Shell, Trouble, exit, request, statics};

/// The largest body of a form or a command; routes that take files set their own.
const LARGEST_BODY: usize = 256 * 1024;
/// The largest body of any route: what announces more is not even invited.
const LARGEST_UPLOAD: usize = 10 * 1024 * 1024;
/// The longest silence within a body, and the longest a body may take in all (security requirement 69).
const BODY_SILENCE: Duration = Duration::from_secs(5);
const BODY_DEADLINE: Duration = Duration::from_secs(30);

/// Puts around the rooms' routes what every request needs: number and log, known hosts, guarding headers,
/// compression, the reader's language, error pages, the check of where a command comes from, limits; and adds
/// the shell's own routes.
///
/// Layers of the program that know who is signed in go inside: they put a [`Viewer`](crate::Viewer) into the
/// extensions of the request (for the page) and of the response (for error pages).
pub fn surround(rooms: Router, shell: &Shell, readiness: Readiness) -> Router {
    let own = Router::new()
        .route(statics::ROUTE, get(statics::serve))
        .route(exit::ROUTE, get(exit::leave))
        .route("/language", post(request::switch_language))
        .route("/healthz", get(move || readiness.clone().answer()))
        .with_state(shell.clone());
    rooms
        .merge(own)
        .fallback(|| async { Trouble::Missing })
        .method_not_allowed_fallback(|| async { Trouble::Other(http::StatusCode::METHOD_NOT_ALLOWED) })
        .layer(CatchPanicLayer::custom(|_| broken()))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(RequestBodyTimeoutLayer::new(BODY_SILENCE))
        .layer(RequestBodyDeadlineLayer::new(BODY_DEADLINE))
        .layer(RequestBodyLimitLayer::new(LARGEST_UPLOAD))
        .layer(CsrfLayer::new().with_insecure_bypass(|_, uri| request::is_open(uri)))
        .layer(from_fn_with_state(shell.clone(), request::set_scene))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(shell.clone(), request::only_known_hosts))
        .layer(from_fn_with_state(shell.clone(), request::guard_headers))
        .layer(from_fn_with_state(shell.clone(), request::log_access))
}

/// A handler that panicked: its words stay in the process, the reader gets a number.
fn broken() -> Response {
    Trouble::Fault("a handler panicked".into()).into_response()
}
