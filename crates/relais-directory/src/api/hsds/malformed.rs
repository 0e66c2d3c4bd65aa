use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use relais_kernel::{Lang, Localised};
use relais_shell::Trouble;
use serde_json::json;

/// A question that cannot be read or answered, with the parameter that is to blame (RFC 9457).
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

    /// Nothing has this id, or stands at this address.
    pub fn unknown(parameter: &str) -> Self {
        let (fr, en) = match parameter {
            "id" => (
                "Aucun enregistrement public de cette liste n’a cet identifiant.",
                "No public record of this list has this id.",
            ),
            _ => (
                "Rien n’est à cette adresse : /hsds nomme les listes.",
                "Nothing stands at this address: /hsds names the lists.",
            ),
        };
        Self {
            status: StatusCode::NOT_FOUND,
            ..Self::new(parameter, fr, en)
        }
    }

    fn answer(&self, lang: Lang) -> Response {
        let (title, code) = match self.status {
            StatusCode::NOT_FOUND => (Localised::new("Introuvable", "Not found"), "Missing"),
            _ => (
                Localised::new("Question mal formée", "Malformed question"),
                "Malformed",
            ),
        };
        let problem = json!({
            "type": "about:blank",
            "title": title.get(lang),
            "status": self.status.as_u16(),
            "detail": self.sentence.get(lang),
            "parameter": self.parameter,
            "code": code,
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
