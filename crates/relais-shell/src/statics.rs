use std::collections::BTreeMap;

use axum::{
    body::Body,
    extract::Path,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use rust_embed::{EmbeddedFile, RustEmbed};
use serde::Deserialize;

/// The front end as `npm run build` made it. A debug build reads the folder, a release build carries it.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../web/dist"]
struct Built;

/// Where static files stand.
pub(crate) const ROUTE: &str = "/static/{file}";

/// Static files: their addresses with content hashes.
#[derive(Debug, Clone)]
pub struct Statics {
    addresses: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Entry {
    file: String,
}

impl Statics {
    /// What is built into the program. Without a built front end the pages work, unadorned.
    pub fn embedded() -> Self {
        let manifest = Built::get("manifest.json");
        let entries: BTreeMap<String, Entry> = manifest
            .and_then(|file| serde_json::from_slice(&file.data).ok())
            .unwrap_or_default();
        let addresses = entries
            .into_iter()
            .map(|(name, entry)| (name, format!("/static/{}", entry.file)))
            .collect();
        Self { addresses }
    }

    /// The address of a file by its plain name.
    pub fn address(&self, name: &str) -> &str {
        self.addresses.get(name).map_or("/static/missing", String::as_str)
    }

    /// A script that keeps pages on the reader's device, those at `scope` and below and no others. Its address is its name
    /// for ever, so it is asked for again each time.
    pub fn worker(&self, name: &str, scope: &'static str) -> Response {
        let file = self.address(name).trim_start_matches("/static/");
        let Some(content) = Built::get(file) else {
            return StatusCode::NOT_FOUND.into_response();
        };
        let headers = [
            (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
            (header::CACHE_CONTROL, "no-cache"),
            (HeaderName::from_static("service-worker-allowed"), scope),
        ];
        (headers, Body::from(content.data)).into_response()
    }

    /// There is a front end to serve.
    pub fn is_built(&self) -> bool {
        !self.addresses.is_empty()
    }
}

/// Answers a static file, compressed beforehand if the browser reads that; its name carries its content, so
/// it may be kept for ever.
pub(crate) async fn serve(Path(file): Path<String>, headers: HeaderMap) -> Response {
    let accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|line| line.to_str().ok())
        .unwrap_or("");
    let reads = |coding: &str| {
        accepted
            .split(',')
            .any(|part| part.split(';').next().unwrap_or("").trim() == coding)
    };
    let found = [("br", ".br"), ("gzip", ".gz")]
        .into_iter()
        .filter(|(coding, _)| reads(coding))
        .find_map(|(coding, ending)| Some((Built::get(&format!("{file}{ending}"))?, Some(coding))))
        .or_else(|| Some((Built::get(&file)?, None)));
    match (found, kind(&file)) {
        (Some((content, coding)), Some(kind)) => answer(content, coding, kind),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

fn answer(content: EmbeddedFile, coding: Option<&'static str>, kind: &'static str) -> Response {
    let mut response = Body::from(content.data).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(coding) = coding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}

fn kind(file: &str) -> Option<&'static str> {
    match file.rsplit_once('.')?.1 {
        "css" => Some("text/css; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        "png" => Some("image/png"),
        _ => None,
    }
}
