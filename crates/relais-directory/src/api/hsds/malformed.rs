use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use relais_kernel::{Lang, Localised};
use relais_shell::Trouble;
use serde_json::json;

/// A question that cannot be read, with the parameter that is to blame (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    pub parameter: String,
    pub sentence: Localised,
    pub status: StatusCode,
}

impl Malformed {
    pub fn new(parameter: &str, fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            parameter: parameter.to_owned(),
            sentence: Localised::new(fr, en),
            status: StatusCode::BAD_REQUEST,
        }
    }

    fn answer(&self, lang: Lang) -> Response {
        let problem = json!({
            "type": "about:blank",
            "title": Localised::new("Question mal formée", "Malformed question").get(lang),
            "status": self.status.as_u16(),
            "detail": self.sentence.get(lang),
            "parameter": self.parameter,
            "code": "Malformed",
        });
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        (self.status, kind, problem.to_string()).into_response()
    }
}

/// Why a question got no answer.
pub enum Unanswered {
    Malformed(Malformed, Lang),
    Trouble(Trouble),
}

impl<E: Into<Trouble>> From<E> for Unanswered {
    fn from(trouble: E) -> Self {
        Self::Trouble(trouble.into())
    }
}

impl IntoResponse for Unanswered {
    fn into_response(self) -> Response {
        match self {
            Self::Malformed(malformed, lang) => malformed.answer(lang),
            Self::Trouble(trouble) => trouble.into_response(),
        }
    }
}

/// The language of sentences: English unless French comes first, as machines ask.
pub fn sentence_language(headers: &HeaderMap) -> Lang {
    let line = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    match line.and_then(|line| line.trim().get(..2)) {
        Some(code) if code.eq_ignore_ascii_case("fr") => Lang::Fr,
        _ => Lang::En,
    }
}
