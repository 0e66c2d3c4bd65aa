use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::Shell;

/// Everything from our own address, nothing inline, nobody frames us. `data:` images are the tick and arrow
/// marks of the style sheet.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
    connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";

const ALWAYS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Not no-referrer: with it a plain form sends `Origin: null`, which we refuse (decisions §22).
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    ),
];

/// The headers that guard every answer (security requirement 60).
pub(crate) async fn guard_headers(State(shell): State<Shell>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    guard(response.headers_mut(), shell.setting().tls);
    response
}

fn guard(headers: &mut HeaderMap, tls: bool) {
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if tls {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000; includeSubDomains"),
        );
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sec60_only_over_tls_browsers_are_told_to_stay_there() {
        let told = |tls| {
            let mut headers = HeaderMap::new();
            guard(&mut headers, tls);
            headers.contains_key(header::STRICT_TRANSPORT_SECURITY)
        };
        assert_eq!((told(true), told(false)), (true, false));
    }
}
