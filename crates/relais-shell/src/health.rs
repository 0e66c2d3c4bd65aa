use std::{future::Future, pin::Pin, sync::Arc};

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use serde_json::json;

type Ask = dyn Fn() -> Pin<Box<dyn Future<Output = bool> + Send>> + Send + Sync;

/// What `/healthz` asks before it says ready: is the database there, is the key there, are we not stopping?
#[derive(Clone)]
pub struct Readiness(Arc<Ask>);

impl Readiness {
    pub fn new<F, R>(ask: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = bool> + Send + 'static,
    {
        Self(Arc::new(move || Box::pin(ask())))
    }

    /// 200 `{"ready": true}` only when everything is there, 503 otherwise.
    pub(crate) async fn answer(self) -> Response {
        let ready = (self.0)().await;
        let status = if ready {
            StatusCode::OK
        } else {
            StatusCode::SERVICE_UNAVAILABLE
        };
        (status, Json(json!({ "ready": ready }))).into_response()
    }
}
