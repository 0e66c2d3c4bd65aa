use axum::{
    body::{Body, Bytes},
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
};
use futures::{StreamExt, stream};
use http::{HeaderMap, StatusCode, header};
use relais_platform::Failure;
use uuid::Uuid;

use super::{
    answers::{Language, fresh, language, marked, tag},
    asked::{Asked, Pairs, knows},
    malformed::{Malformed, Unanswered, sentence_language},
};
use crate::{
    hsds::{Form, Listed, Page, join, needed},
    room::Directory,
    store::hsds::pieces,
};

/// What may be asked several times over, as a list in JSON.
const SEVERAL: [&str; 2] = ["taxonomy_term_id", "taxonomy_id"];
/// Texts that say nothing when they are empty.
const MAY_BE_EMPTY: [&str; 2] = ["search", "lang"];
/// Documents that a stream reads at once.
const AT_ONCE: usize = 200;

/// A list, asked by its address.
pub async fn by_address(
    listed: Listed,
    State(room): State<Directory>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Unanswered> {
    let pairs = words(query.unwrap_or_default().as_bytes(), &headers)?;
    answer(listed, &room, &pairs, (&headers, true)).await
}

/// The same, asked by a body, so that what is looked for stands in no address and no log.
pub async fn by_body(
    listed: Listed,
    State(room): State<Directory>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Unanswered> {
    let mut pairs = words(query.unwrap_or_default().as_bytes(), &headers)?;
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let kind = kind
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    if !body.is_empty() {
        // What the body overrides has to make sense all the same.
        Asked::check(listed, &pairs)
            .map_err(|malformed| Unanswered::Malformed(malformed, sentence_language(&headers)))?;
        // No form begins so: a program that did not say what it sends.
        let json = body.trim_ascii_start().starts_with(b"{");
        let more = match kind.as_str() {
            "application/json" => members(listed, &body),
            "application/x-www-form-urlencoded" | "" if json => members(listed, &body),
            "application/x-www-form-urlencoded" | "" => Ok(words(&body, &headers)?),
            _ => Err(Malformed {
                status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
                ..Malformed::new(
                    "body",
                    "La question vient en formulaire ou en JSON.",
                    "The question comes as a form or as JSON.",
                )
            }),
        };
        let more = more.map_err(|malformed| Unanswered::Malformed(malformed, sentence_language(&headers)))?;
        // What the body says stands over the address.
        pairs.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
        pairs.extend(more);
    }
    answer(listed, &room, &pairs, (&headers, false)).await
}

fn words(text: &[u8], headers: &HeaderMap) -> Result<Pairs, Unanswered> {
    serde_html_form::from_bytes(text).map_err(|_| {
        let malformed = Malformed::new(
            "query",
            "La question n’est pas lisible.",
            "The question cannot be read.",
        );
        Unanswered::Malformed(malformed, sentence_language(headers))
    })
}

/// The members of a JSON object that this list knows, lists as several of one name.
fn members(listed: Listed, body: &[u8]) -> Result<Pairs, Malformed> {
    use serde_json::Value;
    let malformed = |name: &str| {
        Malformed::new(
            name,
            "La question est un objet JSON de textes, de nombres et de booléens.",
            "The question is a JSON object of texts, numbers and booleans.",
        )
    };
    let object: serde_json::Map<String, Value> =
        serde_json::from_slice(body).map_err(|_| malformed("body"))?;
    let mut pairs = Pairs::new();
    for (name, value) in object.into_iter().filter(|(name, _)| knows(listed, name)) {
        let all = match value {
            Value::Array(all) if SEVERAL.contains(&name.as_str()) => all,
            one => vec![one],
        };
        for one in all {
            let text = match (Written::of(&name), one) {
                (Written::Text | Written::TextOrNumber, Value::String(text)) => text,
                (Written::Number | Written::TextOrNumber, Value::Number(number)) => plain(&number),
                (Written::Flag, Value::Bool(flag)) => flag.to_string(),
                _ => return Err(malformed(&name)),
            };
            // A form sends every field, a program only what it asks.
            if text.trim().is_empty() && !MAY_BE_EMPTY.contains(&name.as_str()) {
                return Err(malformed(&name));
            }
            pairs.push((name.clone(), text));
        }
    }
    Ok(pairs)
}

/// `may_know`: the reader may be told that nothing changed, which only a reading method may (RFC 9110 §13.1.2).
async fn answer(
    listed: Listed,
    room: &Directory,
    pairs: &Pairs,
    (headers, may_know): (&HeaderMap, bool),
) -> Result<Response, Unanswered> {
    let asked = Asked::read(listed, pairs)
        .map_err(|malformed| Unanswered::Malformed(malformed, sentence_language(headers)))?;
    let rows = room.house.trust().database().reader();
    let catalogue = room.catalogue.current(rows).await?;
    let language = language(asked.lang.as_deref(), headers);
    let tag = tag(&catalogue.state, listed, pairs, &language);
    if may_know && fresh(headers, &tag) {
        return Ok(marked(StatusCode::NOT_MODIFIED.into_response(), &tag, &language));
    }
    if asked.streamed {
        let all = catalogue.list(listed, &asked.wanted, 0, usize::MAX);
        drop(catalogue);
        let body = streamed(room.clone(), listed, asked.form, language.clone(), &all.ids);
        let kind = [(header::CONTENT_TYPE, "application/x-ndjson")];
        return Ok(marked((kind, body).into_response(), &tag, &language));
    }
    let per_page = asked.per_page.unwrap_or(usize::MAX);
    let from = (asked.page - 1).saturating_mul(per_page);
    let page = catalogue.list(listed, &asked.wanted, from, per_page);
    drop(catalogue);
    let contents = joined(room, listed, asked.form, &language, &page.ids).await?;
    let kind = [(header::CONTENT_TYPE, "application/json")];
    let body = envelope(&page, &asked, &contents);
    Ok(marked((kind, body).into_response(), &tag, &language))
}

/// The records of a page as they are given.
pub(super) async fn joined(
    room: &Directory,
    listed: Listed,
    form: Form,
    language: &Language,
    ids: &[Uuid],
) -> Result<Vec<String>, Failure> {
    let rows = room.house.trust().database().reader();
    let mut documents = Vec::new();
    {
        let catalogue = room.catalogue.current(rows).await?;
        ids.iter()
            .for_each(|id| needed(&catalogue, listed, *id, form, &mut documents));
    }
    documents.sort_unstable();
    documents.dedup();
    let pieces = pieces(rows, &documents, language.of_words()).await?;
    let catalogue = room.catalogue.current(rows).await?;
    Ok(ids
        .iter()
        .filter_map(|id| join(&catalogue, (&pieces, language.of_words()), listed, *id, form))
        .collect())
}

/// How JSON writes a parameter, by the document of this API.
enum Written {
    Text,
    Number,
    TextOrNumber,
    Flag,
}

impl Written {
    fn of(name: &str) -> Self {
        match name {
            "full" | "full_service" | "minimal" | "top_only" => Self::Flag,
            "page" | "per_page" | "latitude" | "longitude" | "minimum_age" | "maximum_age" => Self::Number,
            "proximity" => Self::TextOrNumber,
            _ => Self::Text,
        }
    }
}

/// A whole number may be written `2.0` in JSON.
fn plain(number: &serde_json::Number) -> String {
    let written = number.to_string();
    match written.strip_suffix(".0") {
        Some(whole) => whole.to_owned(),
        None => written,
    }
}

fn envelope(page: &Page, asked: &Asked, contents: &[String]) -> String {
    let per_page = asked.per_page.unwrap_or(page.total.max(1));
    let pages = page.total.div_ceil(per_page);
    format!(
        r#"{{"total_items":{},"total_pages":{pages},"page_number":{},"size":{},"first_page":{},"last_page":{},"empty":{},"contents":[{}]}}"#,
        page.total,
        asked.page,
        contents.len(),
        asked.page == 1,
        asked.page >= pages,
        contents.is_empty(),
        contents.join(","),
    )
}

/// Everything, a line each, read while it is sent.
fn streamed(room: Directory, listed: Listed, form: Form, language: Language, ids: &[Uuid]) -> Body {
    let parts: Vec<Vec<Uuid>> = ids.chunks(AT_ONCE).map(<[Uuid]>::to_vec).collect();
    let state = (room, language, parts.into_iter());
    let lines = stream::unfold(state, move |(room, language, mut parts)| async move {
        let ids = parts.next()?;
        let lines = joined(&room, listed, form, &language, &ids).await;
        let bytes = lines.map(|lines| lines.iter().flat_map(|line| [line, "\n"]).collect::<String>());
        Some((bytes, (room, language, parts)))
    });
    // Whoever compresses asks once more after the end.
    Body::from_stream(lines.fuse())
}
