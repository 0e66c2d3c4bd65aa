use axum::extract::FromRequestParts;
use http::{header, request::Parts};

use super::Scene;
use crate::Trouble;

/// The address by which this reader reached us, as in `https://mnr.example`; the gate let no other name in. What
/// leaves as an address of ours, on paper for instance, begins with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Reached {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Trouble> {
        let scene = parts
            .extensions
            .get::<Scene>()
            .ok_or_else(|| Trouble::Fault("the frame around the routes is missing".into()))?;
        let scheme = if scene.shell.setting().tls {
            "https"
        } else {
            "http"
        };
        let host = parts
            .headers
            .get(header::HOST)
            .and_then(|host| host.to_str().ok());
        Ok(Self(format!("{scheme}://{}", host.unwrap_or("localhost"))))
    }
}
