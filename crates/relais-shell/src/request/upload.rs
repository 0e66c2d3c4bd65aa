use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
};
use http::header;

use super::extract::{Submission, scene};
use crate::{Once, Trouble, Typed, form::parts};

/// A form with a field for a file, sent with or without one. Routes that take it set the limit of their body. It is
/// guarded as every form is (security requirement 61).
#[derive(Debug, Clone)]
pub struct Upload {
    pub typed: Typed,
    pub once: Once,
    files: Vec<(String, Vec<u8>)>,
}

impl Upload {
    /// The bytes of a file, if one was chosen.
    pub fn file(&self, field: &str) -> Option<&[u8]> {
        let found = self.files.iter().find(|(name, _)| name == field);
        found
            .map(|(_, bytes)| bytes.as_slice())
            .filter(|bytes| !bytes.is_empty())
    }
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Trouble;

    async fn from_request(request: Request, state: &S) -> Result<Self, Trouble> {
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .unwrap_or("")
            .to_owned();
        if !kind.starts_with("multipart/form-data") {
            let Submission { typed, once } = Submission::from_request(request, state).await?;
            let files = Vec::new();
            return Ok(Self { typed, once, files });
        }
        let (parts_of, body) = request.into_parts();
        let seal = scene(&parts_of)?.seal.clone();
        let body = Bytes::from_request(Request::from_parts(parts_of, body), state)
            .await
            .map_err(|rejection| Trouble::of_status(rejection.status()))?;
        let sent = parts(&kind, &body).map_err(|_| Trouble::Unreadable)?;
        let typed = Typed::of(sent.typed).map_err(|_| Trouble::Unreadable)?;
        let once = seal.open(typed.get("once")).ok_or(Trouble::ForeignForm)?;
        Ok(Self {
            typed,
            once,
            files: sent.files,
        })
    }
}
