use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
};
use http::{header, request::Parts};

use relais_kernel::Timestamp;

use super::Scene;
use crate::{Frame, Once, Trouble, Typed};

pub(super) fn scene(parts: &Parts) -> Result<&Scene, Trouble> {
    parts
        .extensions
        .get()
        .ok_or_else(|| Trouble::Fault("the frame around the routes is missing".into()))
}

/// The moment of this request.
pub(crate) fn now(parts: &Parts) -> Result<Timestamp, Trouble> {
    Ok(scene(parts)?.shell.clock().now())
}

impl<S: Send + Sync> FromRequestParts<S> for Frame {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Trouble> {
        let mut frame = scene(parts)?.frame();
        frame.viewer = parts.extensions.get().cloned();
        Ok(frame)
    }
}

/// A form that was sent: what was typed, and the token that makes it count once. Only a form that this
/// browser was given gets here (security requirement 61).
#[derive(Debug, Clone)]
pub struct Submission {
    pub typed: Typed,
    pub once: Once,
}

impl<S: Send + Sync> FromRequest<S> for Submission {
    type Rejection = Trouble;

    async fn from_request(request: Request, state: &S) -> Result<Self, Trouble> {
        let (parts, body) = request.into_parts();
        let seal = scene(&parts)?.seal.clone();
        let kind = parts
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .unwrap_or("");
        if kind.split(';').next().unwrap_or("").trim() != "application/x-www-form-urlencoded" {
            return Err(Trouble::Other(http::StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let body = Bytes::from_request(Request::from_parts(parts, body), state)
            .await
            .map_err(|rejection| Trouble::of_status(rejection.status()))?;
        let typed = Typed::parse(&body).map_err(|_| Trouble::Unreadable)?;
        let once = seal.open(typed.get("once")).ok_or(Trouble::ForeignForm)?;
        Ok(Self { typed, once })
    }
}

/// The header `Idempotency-Key` of the JSON API: the same key twice does the command once.
#[derive(Debug, Clone)]
pub struct IdempotencyKey(pub Option<Once>);

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Trouble> {
        let Some(value) = parts.headers.get("idempotency-key") else {
            return Ok(Self(None));
        };
        let key = value
            .to_str()
            .ok()
            .and_then(|text| text.trim_matches('"').parse().ok());
        key.map(|key| Self(Some(key))).ok_or(Trouble::Unreadable)
    }
}
