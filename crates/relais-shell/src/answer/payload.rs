use axum::extract::{FromRequest, Request};
use relais_kernel::Refusal;
use serde::de::DeserializeOwned;

use super::Trouble;

/// The JSON body of a command of the API. What cannot be read is refused with the place where reading
/// stopped; the value itself is never repeated.
#[derive(Debug)]
pub struct Payload<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Payload<T> {
    type Rejection = Trouble;

    async fn from_request(request: Request, state: &S) -> Result<Self, Trouble> {
        let kind = request
            .headers()
            .get(http::header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok());
        if kind.is_none_or(|kind| kind.split(';').next().unwrap_or("").trim() != "application/json") {
            return Err(Trouble::Other(http::StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let body = axum::body::Bytes::from_request(request, state)
            .await
            .map_err(|rejection| Trouble::of_status(rejection.status()))?;
        serde_json::from_slice(&body)
            .map(Self)
            .map_err(|error| unreadable(&error).into())
    }
}

fn unreadable(error: &serde_json::Error) -> Refusal {
    let (line, column) = (error.line(), error.column());
    Refusal::new(
        "BodyUnreadable",
        format!("Le corps de la demande n’est pas lisible, ligne {line}, colonne {column}."),
        format!("The body of the request cannot be read, line {line}, column {column}."),
    )
}
