//! The whole public directory on one page, which a telephone keeps and reads without network.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use relais_platform::Failure;
use relais_shell::{Answer, Frame, Tone, page};

use super::{read, shown};
use crate::{
    api::fresh,
    hsds::{Listed, Wanted},
    kept::CopyLine,
    room::Directory,
};

/// More than a telephone should keep; the directory of a country has some hundred services.
const MOST: usize = 5_000;

#[derive(Template)]
#[template(path = "directory/copy.html")]
struct CopyPage {
    frame: Frame,
    lines: Arc<Vec<CopyLine>>,
}

impl CopyPage {
    fn tone(line: &CopyLine) -> &'static str {
        if line.open { Tone::Good } else { Tone::Late }.class()
    }
}

/// The page. It is the same for everybody: of whoever is signed in nothing stays on a telephone.
pub async fn show(State(room): State<Directory>, headers: HeaderMap, mut frame: Frame) -> Answer {
    frame.viewer = None;
    frame.notices.clear();
    let rows = room.house.trust().database().reader();
    let state = room.catalogue.current(rows).await?.state.clone();
    let (edition, digest) = (state.edition, state.digest);
    let tag = format!("W/\"{digest}-{}-{}\"", frame.lang.code(), frame.file("app.css"));
    if fresh(&headers, &tag) {
        return Ok(tagged(StatusCode::NOT_MODIFIED.into_response(), &tag));
    }
    let lines = lines(&room, &frame, edition).await?;
    Ok(tagged(page(&CopyPage { frame, lines })?, &tag))
}

fn tagged(mut response: Response, tag: &str) -> Response {
    if let Ok(tag) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// Read once for each edition of the directory.
async fn lines(room: &Directory, frame: &Frame, edition: i64) -> Result<Arc<Vec<CopyLine>>, Failure> {
    let lang = frame.lang.code();
    if let Some(held) = room.catalogue.copy(lang, edition) {
        return Ok(held);
    }
    let rows = room.house.trust().database().reader();
    let wanted = Wanted {
        in_use: true,
        ..Wanted::default()
    };
    let ids = room
        .catalogue
        .current(rows)
        .await?
        .list(Listed::Services, &wanted, 0, MOST)
        .ids;
    let services = read(room, &ids, lang).await?;
    let line = |one: &shown::Shown| CopyLine {
        id: one.id.clone(),
        name: one.name.clone(),
        organisation: one.organization.name.clone(),
        open: one.status != "temporarily closed",
        reach: one.phones.iter().map(|phone| phone.number.clone()).collect(),
        words: one.brief(frame),
    };
    let made = Arc::new(services.iter().map(line).collect());
    room.catalogue.keep_copy(lang, edition, Arc::clone(&made));
    Ok(made)
}

/// The script that keeps the page, from an address above which it may keep pages.
pub async fn worker(frame: Frame) -> Response {
    frame.shell().statics().worker("worker.js", "/trouver")
}
