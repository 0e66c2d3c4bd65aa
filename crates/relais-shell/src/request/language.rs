use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, header};
use relais_kernel::Lang;

use super::cookie;
use crate::{Setting, Shell, Trouble, Typed, answer};

const ONE_YEAR: u32 = 365 * 24 * 3600;

/// The language of an answer: chosen by hand, else the browser's first choice among ours, else French.
pub fn choose(headers: &HeaderMap, setting: &Setting) -> Lang {
    let chosen = cookie::get(headers, setting, cookie::LANGUAGE).and_then(|code| code.parse().ok());
    chosen.or_else(|| preferred(headers)).unwrap_or_default()
}

/// The browser's first choice among ours.
pub(crate) fn preferred(headers: &HeaderMap) -> Option<Lang> {
    let line = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(f32, Lang)> = None;
    for part in line.split(',').take(20) {
        let (tag, weight) = part.split_once(";q=").unwrap_or((part, "1"));
        let lang = tag
            .trim()
            .get(..2)
            .and_then(|code| code.to_ascii_lowercase().parse().ok());
        let weight = weight.trim().parse().unwrap_or(0.0);
        if let Some(lang) = lang
            && weight > best.map_or(0.0, |(held, _)| held)
        {
            best = Some((weight, lang));
        }
    }
    best.map(|(_, lang)| lang)
}

/// `POST /language`: keeps the choice and returns to the page.
pub(crate) async fn switch_language(State(shell): State<Shell>, body: axum::body::Bytes) -> Response {
    let Ok(typed) = Typed::parse(&body) else {
        return Trouble::Unreadable.into_response();
    };
    let Ok(lang) = typed.get("to").parse::<Lang>() else {
        return Trouble::Unreadable.into_response();
    };
    let mut response = answer::go(typed.get("back"));
    let lasting = cookie::Lasting::Seconds(ONE_YEAR);
    if let Some(set) = cookie::set(shell.setting(), cookie::LANGUAGE, lang.code(), lasting) {
        response.headers_mut().append(header::SET_COOKIE, set);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn preferred_of(line: &str) -> Option<Lang> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, line.parse().unwrap());
        preferred(&headers)
    }

    #[test]
    fn the_browsers_first_choice_among_ours_is_taken() {
        assert_eq!(preferred_of("de-DE,en-GB;q=0.8,fr;q=0.5"), Some(Lang::En));
        assert_eq!(preferred_of("fr-CM, en;q=0.9"), Some(Lang::Fr));
        assert_eq!(preferred_of("en;q=0.3, fr;q=0.7"), Some(Lang::Fr));
        assert_eq!(preferred_of("de, *;q=0.5"), None);
        assert_eq!(preferred_of("en;q=0"), None);
        assert_eq!(preferred_of("é"), None);
    }
}
