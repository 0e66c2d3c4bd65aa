use std::hash::{DefaultHasher, Hash, Hasher};

use axum::response::Response;
use http::{HeaderMap, HeaderValue, header};

use super::asked::Pairs;
use crate::hsds::Listed;

/// The languages in which the directory may have words, the one in which it is written first.
const LANGUAGES: [&str; 3] = ["fr", "en", "ar"];

/// In which language an answer is given.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Language(&'static str);

impl Language {
    pub const fn code(&self) -> &'static str {
        self.0
    }

    /// The language of the words that stand beside a record.
    pub const fn of_words(&self) -> &'static str {
        self.0
    }
}

/// What is asked for by name, else the reader's first choice among ours, else that in which the directory is written.
pub fn language(named: Option<&str>, headers: &HeaderMap) -> Language {
    let line = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    let known = |tag: &str| {
        let code = tag
            .trim()
            .split('-')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        LANGUAGES.iter().find(|known| **known == code).copied()
    };
    let mut best: Option<(f32, &'static str)> = None;
    for part in line.unwrap_or_default().split(',').take(20) {
        let (tag, weight) = part.split_once(";q=").unwrap_or((part, "1"));
        let weight: f32 = weight.trim().parse().unwrap_or(0.0);
        if let Some(code) = known(tag)
            && weight > best.map_or(0.0, |(held, _)| held)
        {
            best = Some((weight, code));
        }
    }
    let code = named.and_then(known).or(best.map(|(_, code)| code));
    Language(code.unwrap_or(LANGUAGES[0]))
}

/// What names this answer as long as nothing of the directory changes.
pub fn tag(edition: i64, listed: Listed, pairs: &Pairs, language: &Language) -> String {
    let mut hasher = DefaultHasher::new();
    (listed, pairs, language).hash(&mut hasher);
    format!("W/\"{edition}-{:016x}\"", hasher.finish())
}

/// Whether the reader has it already.
pub fn fresh(headers: &HeaderMap, tag: &str) -> bool {
    let held = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok());
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    held.is_some_and(|held| {
        held.split(',')
            .any(|one| one.trim() == "*" || bare(one) == bare(tag))
    })
}

/// Says how long an answer is good, in which language it is, and that anybody's page may read it.
pub fn marked(mut response: Response, tag: &str, language: &Language) -> Response {
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(header::ETAG, tag);
    }
    headers.insert(
        header::CONTENT_LANGUAGE,
        HeaderValue::from_static(language.code()),
    );
    headers.append(header::VARY, HeaderValue::from_static("Accept-Language"));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, no-cache"),
    );
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}
