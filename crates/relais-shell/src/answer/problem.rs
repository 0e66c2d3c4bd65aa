use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, header};
use relais_kernel::{Lang, Localised, Refusal};
use serde::Serialize;

use super::Trouble;
use crate::Texts;

/// The answer of the JSON API to a request that is not fulfilled (RFC 9457, `application/problem+json`).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// Always `about:blank`: `code` tells problems apart.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// In the language of `Accept-Language`.
    pub title: String,
    pub status: u16,
    /// Stable, for programs: `NotFound`, `Refused`, `ChangedMeanwhile`…
    pub code: String,
    /// The number of this request in the server's log.
    pub request: String,
    /// Why the command was refused; empty for other problems.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
}

/// One reason of a refusal.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Reason {
    /// Stable, for programs, for instance `ConsentMissing`.
    pub code: String,
    /// In the language of `Accept-Language`.
    pub sentence: String,
    pub sentence_fr: String,
    pub sentence_en: String,
    /// The property of the body that it concerns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The state the record is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The command that was tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verb: Option<String>,
}

impl Reason {
    fn of(refusal: &Refusal, lang: Lang) -> Self {
        let Localised { fr, en } = refusal.sentence.clone();
        Self {
            code: refusal.code.clone(),
            sentence: refusal.sentence(lang).to_owned(),
            sentence_fr: fr,
            sentence_en: en,
            field: refusal.field.clone(),
            state: refusal.state.clone(),
            verb: refusal.verb.clone(),
        }
    }
}

impl Problem {
    pub(crate) fn of(trouble: &Trouble, texts: &Texts, lang: Lang, request: &str) -> Self {
        let reasons = match trouble {
            Trouble::Refused(refusals) | Trouble::Forbidden(refusals) => refusals
                .0
                .iter()
                .map(|refusal| Reason::of(refusal, lang))
                .collect(),
            _ => Vec::new(),
        };
        Self {
            kind: "about:blank",
            title: texts.say(lang, trouble.title(), &[]),
            status: trouble.status().as_u16(),
            code: trouble.code().to_owned(),
            request: request.to_owned(),
            reasons,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status =
            http::StatusCode::from_u16(self.status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(self)).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    }
}
