use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, Method, StatusCode, Uri, header};

use crate::{Setting, Shell};

/// Lets in only requests that are addressed to this installation, by one unambiguous name, with a method that
/// something here could answer (security requirement 70).
pub(crate) async fn only_known_hosts(State(shell): State<Shell>, request: Request, next: Next) -> Response {
    let known = host(request.uri(), request.headers()).is_some_and(|host| is_ours(&host, shell.setting()));
    if !known {
        return StatusCode::MISDIRECTED_REQUEST.into_response();
    }
    let method = request.method();
    let served = [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
    ];
    let asks_before = method == Method::OPTIONS && is_open(request.uri());
    if !served.contains(method) && !asks_before {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    next.run(request).await
}

/// Where the pages of others may ask too: what stands there knows no session, and a question changes nothing.
const OPEN: &str = "/hsds/";

/// Whether anybody's page may send this request.
pub(crate) fn is_open(uri: &Uri) -> bool {
    uri.path().starts_with(OPEN)
}

/// The one name the request is addressed to, without port; nothing when it has none or several.
fn host(uri: &Uri, headers: &HeaderMap) -> Option<String> {
    let mut named = headers.get_all(header::HOST).iter();
    let (host, more) = (named.next(), named.next());
    if more.is_some() {
        return None;
    }
    let host = host?.to_str().ok()?;
    if uri
        .authority()
        .is_some_and(|authority| !authority.as_str().eq_ignore_ascii_case(host))
    {
        return None;
    }
    let authority: http::uri::Authority = host.parse().ok()?;
    if host.contains('@') {
        return None;
    }
    Some(authority.host().trim_end_matches('.').to_ascii_lowercase())
}

fn is_ours(host: &str, setting: &Setting) -> bool {
    ["localhost", "127.0.0.1", "[::1]"].contains(&host)
        || setting.hosts.iter().any(|h| h.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host_of(uri: &str, hosts: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for host in hosts {
            headers.append(header::HOST, host.parse().unwrap());
        }
        host(&uri.parse().unwrap(), &headers)
    }

    #[test]
    fn sec70_a_request_names_one_host() {
        assert_eq!(host_of("/", &["MNR.example.:8080"]), Some("mnr.example".into()));
        assert_eq!(host_of("/", &["[::1]:8080"]), Some("[::1]".into()));
        for (uri, hosts) in [
            ("/", &[][..]),
            ("/", &["a.example", "b.example"]),
            ("http://b.example/", &["a.example"]),
            ("/", &["user@a.example"]),
            ("/", &["a.example/path"]),
            ("/", &[""]),
        ] {
            assert_eq!(host_of(uri, hosts), None, "{uri} {hosts:?}");
        }
    }
}
