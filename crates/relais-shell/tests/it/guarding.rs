use axum::body::Body;
use http::{StatusCode, header};

use crate::site::{Site, to};

#[tokio::test]
async fn sec60_every_answer_carries_the_guarding_headers() {
    let site = Site::new();
    for path in [
        "/page",
        "/none",
        "/fault",
        "/api/v1/refused",
        "/quitter",
        "/healthz",
        "/static/none.css",
    ] {
        let answered = site.get(path).await;
        let policy = answered.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(answered.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answered.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(
            answered.header("cross-origin-opener-policy"),
            "same-origin",
            "{path}"
        );
        assert_eq!(
            answered.header("cross-origin-resource-policy"),
            "same-origin",
            "{path}"
        );
        assert_eq!(answered.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn sec70_a_foreign_host_is_refused() {
    let site = Site::new();
    for host in ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io", ""] {
        let request = http::Request::get("/page")
            .header(header::HOST, host)
            .body(Body::empty())
            .unwrap();
        assert_eq!(
            site.ask(request).await.status,
            StatusCode::MISDIRECTED_REQUEST,
            "{host}"
        );
    }
    let nameless = http::Request::get("/page").body(Body::empty()).unwrap();
    assert_eq!(site.ask(nameless).await.status, StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test]
async fn sec70_trace_and_unknown_methods_are_refused() {
    let site = Site::new();
    for method in ["TRACE", "CONNECT", "OPTIONS", "PROPFIND"] {
        let request = to(method, "/page").body(Body::empty()).unwrap();
        assert_eq!(
            site.ask(request).await.status,
            StatusCode::METHOD_NOT_ALLOWED,
            "{method}"
        );
    }
}

#[tokio::test]
async fn sec70_no_file_outside_the_front_end_is_served() {
    let site = Site::new();
    for path in [
        "/static/..%2Fpackage.json",
        "/static/%2e%2e%2fbuild.mjs",
        "/static/manifest.json",
        "/static/..%5cbuild.mjs",
    ] {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn sec94_the_quick_exit_shows_nothing_of_ours() {
    let answered = Site::new().get("/quitter").await;
    assert_eq!(answered.status, StatusCode::OK);
    assert!(answered.body.contains("<title>novembre 2026</title>"));
    let words = answered.body.to_lowercase();
    assert!(
        ["relais", "mnr", "démo", "référencement"]
            .iter()
            .all(|word| !words.contains(word))
    );
}

#[tokio::test]
async fn the_health_address_says_ready_only_when_it_is() {
    let answered = Site::new().get("/healthz").await;
    assert_eq!(
        (answered.status, answered.body.as_str()),
        (StatusCode::SERVICE_UNAVAILABLE, r#"{"ready":false}"#)
    );
}

#[tokio::test]
async fn pages_are_compressed_for_browsers_that_ask() {
    let request = to("GET", "/page")
        .header(header::ACCEPT_ENCODING, "gzip")
        .body(Body::empty())
        .unwrap();
    assert_eq!(Site::new().ask(request).await.header("content-encoding"), "gzip");
}
