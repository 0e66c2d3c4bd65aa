use axum::body::Body;
use http::{StatusCode, header};

use crate::site::{Site, to};

#[tokio::test]
async fn the_switch_returns_to_the_page_and_is_remembered() {
    let site = Site::new();
    let switch = to("POST", "/language")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from("to=en&back=/page?tab=1"));
    let answered = site.ask(switch.unwrap()).await;
    assert_eq!(
        (answered.status, answered.header("location")),
        (StatusCode::SEE_OTHER, "/page?tab=1")
    );
    let chosen = answered.cookie("relais-language");
    let page = to("GET", "/page")
        .header(header::COOKIE, chosen)
        .header(header::ACCEPT_LANGUAGE, "fr");
    let page = site.ask(page.body(Body::empty()).unwrap()).await;
    assert!(
        page.body.contains(r#"<html lang="en">"#),
        "the choice stands over the browser's language"
    );
}

#[tokio::test]
async fn french_is_the_language_when_nothing_says_otherwise() {
    let site = Site::new();
    assert!(site.get("/page").await.body.contains(r#"<html lang="fr">"#));
    let english = to("GET", "/page")
        .header(header::ACCEPT_LANGUAGE, "en-US,en;q=0.9")
        .body(Body::empty())
        .unwrap();
    assert!(site.ask(english).await.body.contains(r#"<html lang="en">"#));
}

#[tokio::test]
async fn sec70_the_switch_leads_to_no_other_site() {
    let site = Site::new();
    for back in [
        "https://evil.example",
        "//evil.example",
        "/%5Cevil.example",
        "/a%0d%0aX-Evil:1",
    ] {
        let switch = to("POST", "/language")
            .body(Body::from(format!("to=fr&back={back}")))
            .unwrap();
        assert_eq!(site.ask(switch).await.header("location"), "/", "{back}");
    }
    let foreign = to("POST", "/language")
        .header("sec-fetch-site", "cross-site")
        .body(Body::from("to=en&back=/"));
    assert_eq!(site.ask(foreign.unwrap()).await.status, StatusCode::FORBIDDEN);
}
