use std::sync::atomic::Ordering;

use axum::body::Body;
use http::{StatusCode, header};

use crate::site::{Answered, Site, to};

const FORM: &str = "application/x-www-form-urlencoded";

async fn send(site: &Site, cookie: &str, once: &str, from: &[(&str, &str)], typed: &str) -> Answered {
    let mut request = to("POST", "/command")
        .header(header::CONTENT_TYPE, FORM)
        .header(header::COOKIE, cookie);
    for (name, value) in from {
        request = request.header(*name, *value);
    }
    site.ask(request.body(Body::from(format!("once={once}&{typed}"))).unwrap())
        .await
}

async fn form(site: &Site) -> (String, String) {
    let page = site.get("/page").await;
    (page.cookie("relais-form"), page.once())
}

#[tokio::test]
async fn a_form_of_ours_is_done_and_leads_on_with_a_notice() {
    let site = Site::new();
    let (cookie, once) = form(&site).await;
    let answered = send(
        &site,
        &cookie,
        &once,
        &[("sec-fetch-site", "same-origin")],
        "name=a",
    )
    .await;
    assert_eq!(
        (answered.status, answered.header("location")),
        (StatusCode::SEE_OTHER, "/page")
    );
    let notice = answered.cookie("relais-notice");
    let next = to("GET", "/page")
        .header(header::COOKIE, &notice)
        .body(Body::empty())
        .unwrap();
    let next = site.ask(next).await;
    assert!(next.body.contains("<p>Enregistrer</p>"));
    assert_eq!(next.cookie("relais-notice"), "relais-notice=", "shown once");
}

#[tokio::test]
async fn a_refused_form_comes_back_with_everything_typed_and_the_same_token() {
    let site = Site::new();
    let (cookie, once) = form(&site).await;
    let answered = send(
        &site,
        &cookie,
        &once,
        &[("origin", "http://localhost:8080")],
        "name=+&other=%3Cb%3E",
    )
    .await;
    assert_eq!(answered.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answered.body.contains("Ce champ est obligatoire."));
    assert_eq!(
        answered.once(),
        once,
        "nothing was done, so the same sending may still be done once"
    );
}

#[tokio::test]
async fn sec61_a_command_from_another_site_is_refused() {
    let site = Site::new();
    let (cookie, once) = form(&site).await;
    for from in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "null"),
        ("origin", "https://evil.example"),
        ("origin", "http://sub.localhost:8080"),
        ("origin", "http://localhost:9999"),
    ] {
        let answered = send(&site, &cookie, &once, &[from], "name=a").await;
        assert_eq!(answered.status, StatusCode::FORBIDDEN, "{from:?}");
    }
    assert_eq!(site.done.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn sec61_a_command_without_the_token_of_this_browser_is_refused() {
    let site = Site::new();
    let (cookie, once) = form(&site).await;
    let (other_cookie, _) = form(&site).await;
    for (cookie, once) in [
        (cookie.as_str(), "x"),
        (cookie.as_str(), ""),
        (&other_cookie, &once),
        ("", &once),
    ] {
        let answered = send(&site, cookie, once, &[], "name=a").await;
        assert_eq!(answered.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(site.done.load(Ordering::SeqCst), 0);
    // A browser of before Sec-Fetch-Site that sends no Origin either still works: its token is right.
    assert_eq!(
        send(&site, &cookie, &once, &[], "name=a").await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn sec61_reading_never_changes_anything() {
    let site = Site::new();
    let (cookie, once) = form(&site).await;
    let request = to("GET", &format!("/command?once={once}&name=a")).header(header::COOKIE, cookie);
    let answered = site.ask(request.body(Body::empty()).unwrap()).await;
    assert_eq!(
        (answered.status, answered.header("allow")),
        (StatusCode::METHOD_NOT_ALLOWED, "POST")
    );
    assert_eq!(site.done.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn sec68_a_body_over_the_limit_is_refused() {
    let site = Site::new();
    let (cookie, once) = form(&site).await;
    let answered = send(
        &site,
        &cookie,
        &once,
        &[],
        &format!("name={}", "x".repeat(300_000)),
    )
    .await;
    assert_eq!(answered.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn sec68_deep_json_is_refused_and_its_values_are_not_repeated() {
    let site = Site::new();
    let echo = |body: String| {
        to("POST", "/api/v1/echo")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body))
            .unwrap()
    };
    let deep = site
        .ask(echo(format!("{}{}", "[".repeat(5_000), "]".repeat(5_000))))
        .await;
    assert_eq!(deep.status, StatusCode::UNPROCESSABLE_ENTITY);
    let named = site.ask(echo("\"Personne-Test 7\"".into())).await;
    assert_eq!(named.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(named.body.contains("BodyUnreadable") && !named.body.contains("Personne"));
    assert_eq!(site.ask(echo("7".into())).await.body, "7");
}
