//! What is asked by the pages of others, and at addresses that are nearly right.

use axum::{
    extract::{OriginalUri, Request},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use relais_shell::Trouble;

use super::malformed::{Malformed, Unanswered, sentence_language};
use crate::hsds::Listed;

/// A slash too many leads to the address without it; nothing else stands here.
pub async fn read(OriginalUri(uri): OriginalUri, headers: HeaderMap) -> Result<Response, Unanswered> {
    let bare = uri.path().trim_end_matches('/');
    if bare.len() == uri.path().len() || !bare.starts_with("/hsds/") {
        let unknown = Malformed::unknown("path");
        return Err(Unanswered::Malformed(unknown, sentence_language(&headers)));
    }
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    Ok(Redirect::permanent(&format!("{bare}{query}")).into_response())
}

/// Nothing is asked in this way.
pub async fn other_method() -> Trouble {
    Trouble::Other(StatusCode::METHOD_NOT_ALLOWED)
}

/// Says of every answer, also of one that refuses, that anybody's page may read it, and answers the browser that asks
/// before it lets a page ask (Fetch, "CORS protocol").
pub async fn open_to_pages(request: Request, next: Next) -> Response {
    let asks = request.method() == Method::OPTIONS;
    let list = request.uri().path().strip_prefix("/hsds/").unwrap_or_default();
    let posts = Listed::ALL.iter().any(|listed| listed.name() == list);
    let mut response = if asks {
        StatusCode::NO_CONTENT.into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    let mut say = |name, value| headers.insert(name, HeaderValue::from_static(value));
    say(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    say(header::ACCESS_CONTROL_EXPOSE_HEADERS, "ETag, Content-Language");
    if asks {
        let (all, theirs) = match posts {
            true => ("GET, HEAD, POST, OPTIONS", "GET, HEAD, POST"),
            false => ("GET, HEAD, OPTIONS", "GET, HEAD"),
        };
        say(header::ALLOW, all);
        say(header::ACCESS_CONTROL_ALLOW_METHODS, theirs);
        say(
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "Accept, Accept-Language, Content-Type, If-None-Match",
        );
        say(header::ACCESS_CONTROL_MAX_AGE, "86400");
    }
    response
}
