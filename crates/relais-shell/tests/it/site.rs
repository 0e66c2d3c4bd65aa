//! A small site with one page, one form, and routes that fail in every way.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use askama::Template;
use axum::{
    Router,
    body::{Body, to_bytes},
    response::Response,
    routing::{get, post},
};
use http::{HeaderMap, Request, StatusCode, header};
use relais_kernel::{Refusal, Refusals};
use relais_shell::{
    Answer, Form, Frame, Payload, Readiness, Shell, Submission, Trouble, Typed, page, refused_page, surround,
};
use tower::ServiceExt;

#[derive(Template)]
#[template(
    source = r#"{% extends "layout.html" %}{% import "widgets.html" as w %}{% block title %}Page{% endblock %}{% block content %}{% call w::form_to(frame, form, "/command") %}{{ w::text(form, "name", "Nom", required=true) }}{% endcall %}{% endblock %}"#,
    ext = "html"
)]
struct Page {
    frame: Frame,
    form: Form,
}

async fn show(frame: Frame) -> Answer {
    page(&Page {
        form: frame.form(Typed::nothing()),
        frame,
    })
}

async fn refuse() -> Result<(), Trouble> {
    let refusal = Refusal::new("ConsentMissing", "Le consentement manque.", "Consent is missing.");
    Err(Refusals(vec![refusal.during("draft", "send")]).into())
}

/// What a test asks.
pub struct Site {
    app: Router,
    /// How often the command was done.
    pub done: Arc<AtomicU32>,
}

pub struct Answered {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Site {
    pub fn new() -> Self {
        let done = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&done);
        let command = move |frame: Frame, sent: Submission| async move {
            let mut read = sent.typed.read();
            let _name = read.words("name");
            if let Err(refusals) = read.done() {
                return refused_page(&Page {
                    form: frame.refused(sent.typed, refusals),
                    frame,
                });
            }
            count.fetch_add(1, Ordering::SeqCst);
            Ok(frame.done("shell-save", "/page"))
        };
        let rooms = Router::new()
            .route("/page", get(show))
            .route("/command", post(command))
            .route("/cases/{code}", get(|| async { Err::<(), _>(Trouble::Missing) }))
            .route("/refused", get(refuse))
            .route("/api/v1/refused", get(refuse))
            .route(
                "/api/v1/echo",
                post(|Payload(value): Payload<u8>| async move { axum::Json(value) }),
            )
            .route("/closed", get(|| async { Err::<(), _>(Trouble::SignIn) }))
            .route("/closed/save", post(|| async { Err::<(), _>(Trouble::SignIn) }))
            .route("/api/v1/closed", get(|| async { Err::<(), _>(Trouble::SignIn) }))
            .route(
                "/slow-down",
                get(|| async { Err::<(), _>(Trouble::Throttled { seconds: 30 }) }),
            )
            .route("/stale", get(|| async { Err::<(), _>(Trouble::Stale) }))
            .route(
                "/fault",
                get(|| async { Err::<(), _>(Trouble::Fault("Personne-Test 9".into())) }),
            )
            .route("/panic", get(panics));
        let shell = Shell::rehearsal(&[]).unwrap();
        Self {
            app: surround(rooms, &shell, Readiness::new(|| async { false })),
            done,
        }
    }

    pub fn app(&self) -> Router {
        self.app.clone()
    }

    pub async fn ask(&self, request: Request<Body>) -> Answered {
        let response: Response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 1 << 20).await.unwrap();
        Answered {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    pub async fn get(&self, path: &str) -> Answered {
        self.ask(to("GET", path).body(Body::empty()).unwrap()).await
    }
}

async fn panics() -> &'static str {
    panic!("Personne-Test 8");
}

pub fn to(method: &str, path: &str) -> http::request::Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "localhost:8080")
}

impl Answered {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The first cookie set, as a browser sends it back.
    pub fn cookie(&self, name: &str) -> String {
        let mut set = self
            .headers
            .get_all(header::SET_COOKIE)
            .iter()
            .map(|line| line.to_str().unwrap());
        let line = set.find(|line| line.starts_with(name)).unwrap_or_default();
        line.split(';').next().unwrap_or_default().to_owned()
    }

    /// The once token of the form of `/command`.
    pub fn once(&self) -> String {
        let after = self.body.split(r#"action="/command""#).nth(1).unwrap();
        after
            .split(r#"name="once" value=""#)
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned()
    }
}
