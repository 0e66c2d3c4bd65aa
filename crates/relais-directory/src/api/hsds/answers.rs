use std::hash::{DefaultHasher, Hash, Hasher};

use axum::response::Response;
use http::{HeaderMap, HeaderValue, header};

use super::asked::Pairs;
use crate::{hsds::Listed, store::hsds::State};

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
        let (tag, weight) = part.split_once(';').unwrap_or((part, "q=1"));
        let weight = weight.trim().trim_start_matches(['q', 'Q']).trim_start();
        let weight: f32 = weight.trim_start_matches('=').trim().parse().unwrap_or(0.0);
        if let Some(code) = known(tag)
            && weight > best.map_or(0.0, |(held, _)| held)
        {
            best = Some((weight, code));
        }
    }
    let code = named.and_then(known).or(best.map(|(_, code)| code));
    Language(code.unwrap_or(LANGUAGES[0]))
}

/// What names this answer as long as nothing of the directory changes: here and on no other day and in no other
/// directory, an answer of the same tag is the same.
pub fn tag(state: &State, listed: Listed, pairs: &Pairs, language: &Language) -> String {
    let mut hasher = DefaultHasher::new();
    (&state.digest, listed, pairs, language).hash(&mut hasher);
    format!("W/\"{}-{:016x}\"", state.edition, hasher.finish())
}

/// What names a text by what it says.
pub fn tag_of(text: &str) -> String {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    format!("W/\"{:016x}\"", hasher.finish())
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

/// Says how long an answer is good, and in which language it is.
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
    response
}
