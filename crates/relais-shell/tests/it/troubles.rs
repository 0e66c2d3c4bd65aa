use axum::body::Body;
use http::{StatusCode, header};

use crate::site::{Site, to};

/// The page without what changes from one request to the next.
fn face(body: &str) -> String {
    let cut = |text: &str, from: &str| text.split(from).next().unwrap_or_default().to_owned();
    let main = body.split("<main").nth(1).unwrap();
    cut(main, "Numéro de la demande")
}

#[tokio::test]
async fn sec02_a_foreign_record_answers_like_one_that_does_not_exist() {
    let site = Site::new();
    let (foreign, missing) = (site.get("/cases/MNR-7K2P").await, site.get("/nothing/here").await);
    assert_eq!(
        (foreign.status, missing.status),
        (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND)
    );
    assert_eq!(face(&foreign.body), face(&missing.body));
}

#[tokio::test]
async fn sec71_a_fault_shows_a_number_and_nothing_else() {
    let site = Site::new();
    for path in ["/fault", "/panic"] {
        let answered = site.get(path).await;
        assert_eq!(answered.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!answered.body.contains("Personne-Test"), "{path}");
        let number = answered.header("x-request-id");
        assert_eq!(number.len(), 14);
        assert!(answered.body.contains(number), "{path}");
    }
}

#[tokio::test]
async fn a_refusal_is_told_in_the_readers_language() {
    let site = Site::new();
    let page = site.get("/refused").await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.body.contains("Le consentement manque."));
    let english = to("GET", "/refused")
        .header(header::ACCEPT_LANGUAGE, "en")
        .body(Body::empty())
        .unwrap();
    assert!(site.ask(english).await.body.contains("Consent is missing."));
}

#[tokio::test]
async fn the_api_tells_a_refusal_as_a_problem_with_both_sentences() {
    let answered = Site::new().get("/api/v1/refused").await;
    assert_eq!(answered.header("content-type"), "application/problem+json");
    let problem: serde_json::Value = serde_json::from_str(&answered.body).unwrap();
    assert_eq!(
        (&problem["status"], &problem["code"]),
        (&409.into(), &"Refused".into())
    );
    let reason = &problem["reasons"][0];
    assert_eq!(
        (&reason["code"], &reason["state"], &reason["verb"]),
        (&"ConsentMissing".into(), &"draft".into(), &"send".into())
    );
    assert_eq!(
        (&reason["sentence"], &reason["sentence_en"]),
        (&"Le consentement manque.".into(), &"Consent is missing.".into())
    );
}

#[tokio::test]
async fn who_is_not_signed_in_is_led_to_the_sign_in_and_back() {
    let site = Site::new();
    let page = site.get("/closed?tab=2").await;
    assert_eq!(
        (page.status, page.header("location")),
        (StatusCode::SEE_OTHER, "/connexion?back=/closed%3Ftab%3D2")
    );
    let program = site.get("/api/v1/closed").await;
    assert_eq!(
        (program.status, program.body.contains("SignInNeeded")),
        (StatusCode::UNAUTHORIZED, true)
    );
}

#[tokio::test]
async fn whose_session_ended_while_writing_is_led_back_to_the_page_of_the_form() {
    let site = Site::new();
    for (referrer, back) in [
        ("http://localhost:8080/closed?tab=2", "/closed%3Ftab%3D2"),
        ("http://evil.example/closed", "/closed/save"),
        ("http://localhost:8080.evil.example/", "/closed/save"),
    ] {
        let request = to("POST", "/closed/save").header(header::REFERER, referrer);
        let answered = site.ask(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answered.header("location"), format!("/connexion?back={back}"));
    }
}

#[tokio::test]
async fn throttling_says_when_to_come_back() {
    let answered = Site::new().get("/slow-down").await;
    assert_eq!(
        (answered.status, answered.header("retry-after")),
        (StatusCode::TOO_MANY_REQUESTS, "30")
    );
    assert!(answered.body.contains("Trop d’essais"));
    assert_eq!(Site::new().get("/stale").await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_form_sent_by_script_keeps_its_page_when_the_session_has_ended() {
    let request = to("POST", "/closed/save")
        .header("hx-request", "true")
        .body(Body::empty())
        .unwrap();
    let answered = Site::new().ask(request).await;
    assert_eq!(
        (answered.status, answered.header("hx-reswap")),
        (StatusCode::UNAUTHORIZED, "none")
    );
    assert!(answered.body.contains(r#"href="/connexion" target="_blank""#));
}
