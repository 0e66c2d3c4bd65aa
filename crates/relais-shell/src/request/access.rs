use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderName, HeaderValue};

use super::scene::RequestNumber;
use crate::Shell;

/// On an answer whose request stands in no log.
#[derive(Debug, Clone, Copy)]
struct NoTrace;

/// Around the routes by which somebody tells something without a name: the log would keep the minute (security
/// requirement 23).
pub async fn leave_no_trace(mut response: Response) -> Response {
    response.extensions_mut().insert(NoTrace);
    response
}

/// Numbers the request and logs it by the template of its route: no path, no query, no address of a person's
/// record ever stands in the log (security requirement 71).
pub(crate) async fn log_access(State(shell): State<Shell>, mut request: Request, next: Next) -> Response {
    let number = draw(&shell);
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("-", MatchedPath::as_str)
        .to_owned();
    request.extensions_mut().insert(RequestNumber(number.clone()));
    let started = Instant::now();
    let mut response = next.run(request).await;
    let ms = started.elapsed().as_micros() as f64 / 1000.0;
    let status = response.status().as_u16();
    if response.extensions().get::<NoTrace>().is_none() {
        tracing::info!(target: "relais::access", request = number, %method, route, status, ms);
    }
    if let Ok(value) = HeaderValue::from_str(&number) {
        response
            .headers_mut()
            .insert(HeaderName::from_static("x-request-id"), value);
    }
    response
}

fn draw(shell: &Shell) -> String {
    let mut random = [0; 6];
    shell.chance().fill(&mut random);
    random
        .chunks(2)
        .map(|pair| format!("{:02x}{:02x}", pair[0], pair[1]))
        .collect::<Vec<_>>()
        .join("-")
}
