//! The room behind its frame, asked as browsers and programs ask.

use std::sync::Arc;

use axum::{
    Extension, Router,
    body::{Body, to_bytes},
};
use http::{Request, StatusCode, header};
use relais_directory::{Directory, TEXTS};
use relais_shell::{House, Readiness, Setting, Shell, Texts, Viewer, surround};
use relais_trust::{Actor, SessionMark, accounts::Presence};
use tower::ServiceExt;

use super::town::Town;

pub struct Asker {
    app: Router,
    cookie: std::cell::RefCell<String>,
}

pub struct Answered {
    pub status: StatusCode,
    pub location: String,
    pub body: String,
    pub bytes: Vec<u8>,
    pub headers: http::HeaderMap,
}

impl Asker {
    pub fn new(town: &Town, actor: &Actor) -> Self {
        let rehearsal = Shell::rehearsal(&TEXTS).unwrap();
        let setting: Setting = rehearsal.setting().clone();
        let shell = Shell::new(
            setting,
            Texts::new(&TEXTS).unwrap(),
            town.test.clock.clone(),
            Arc::new(relais_kernel::SeededEntropy::new(7)),
        );
        let reception = Box::new(|_: &Presence, _| Viewer::default());
        let room = Directory {
            catalogue: relais_directory::Kept::default(),
            house: House::new(town.test.trust.clone(), shell.clone(), reception),
            definitions: town.definitions.clone(),
        };
        let (json, _) = relais_shell::api("0.0.0", [relais_directory::api(room.clone())]);
        let rooms = relais_directory::pages(room.clone())
            .merge(relais_directory::hsds_api(room))
            .merge(json)
            .layer(Extension(presence(town, actor)));
        Self {
            app: surround(rooms, &shell, Readiness::new(|| async { true })),
            cookie: std::cell::RefCell::default(),
        }
    }

    async fn send(&self, request: http::request::Builder, body: impl Into<Body>) -> Answered {
        let cookie = self.cookie.borrow().clone();
        let request = request
            .header(header::HOST, "localhost")
            .header(header::COOKIE, cookie)
            .body(body.into())
            .unwrap();
        let response = self.app.clone().oneshot(request).await.unwrap();
        for set in response.headers().get_all(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap().to_owned();
            let mut held = self.cookie.borrow_mut();
            let apart = if held.is_empty() { "" } else { "; " };
            *held = format!("{held}{apart}{pair}");
        }
        let headers = response.headers().clone();
        let location = response.headers().get(header::LOCATION);
        let location = location.map_or("", |l| l.to_str().unwrap()).to_owned();
        let status = response.status();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answered {
            status,
            location,
            body,
            headers,
            bytes: bytes.to_vec(),
        }
    }

    /// As whoever sends this request.
    pub async fn ask(&self, request: http::request::Builder, body: impl Into<Body>) -> Answered {
        self.send(request, body).await
    }

    pub async fn get(&self, path: &str) -> Answered {
        self.send(Request::get(path), String::new()).await
    }

    /// The token of the last form of a page.
    async fn once(&self, page: &str) -> String {
        let shown = self.get(page).await;
        assert_eq!(shown.status, StatusCode::OK, "{page}: {}", shown.body);
        let once = shown.body.split("name=\"once\" value=\"").last().unwrap();
        once.split('"').next().unwrap().to_owned()
    }

    /// Sends a form that stands on a page, with a file.
    pub async fn upload(&self, page: &str, action: &str, fields: &[(&str, &str)], file: &[u8]) -> Answered {
        let once = self.once(page).await;
        let mut body = Vec::new();
        let mut part = |said: &str, content: &[u8]| {
            let head = format!("--limite\r\nContent-Disposition: form-data; {said}\r\n\r\n");
            body.extend([head.as_bytes(), content, b"\r\n"].concat());
        };
        part("name=\"once\"", once.as_bytes());
        for (name, value) in fields {
            part(&format!("name=\"{name}\""), value.as_bytes());
        }
        part("name=\"file\"; filename=\"Personne-Test.xlsx\"", file);
        body.extend(b"--limite--\r\n");
        let form = Request::post(action)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=limite")
            .header(header::ORIGIN, "http://localhost");
        self.send(form, body).await
    }

    /// Sends a form that stands on a page.
    pub async fn fill(&self, page: &str, action: &str, fields: &[(&str, &str)]) -> Answered {
        let once = self.once(page).await;
        let mut body = format!("once={once}");
        for (name, value) in fields {
            body.push_str(&format!("&{name}={}", escaped(value)));
        }
        let form = Request::post(action)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ORIGIN, "http://localhost");
        self.send(form, body).await
    }

    pub async fn post_json(&self, path: &str, body: &serde_json::Value) -> Answered {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        self.send(request, body.to_string()).await
    }
}

fn escaped(text: &str) -> String {
    let escape = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(escape).collect()
}

/// As right after signing in.
fn presence(town: &Town, actor: &Actor) -> Presence {
    let mark = SessionMark {
        id: uuid::Uuid::nil(),
        proved_at: town.test.trust.now(),
        strong: true,
    };
    Presence {
        actor: Actor {
            session: actor.session.or(Some(mark)),
            ..actor.clone()
        },
        name: "Personne-Test".into(),
        organisation: relais_kernel::Localised::new("Structure-test", "Test organisation"),
        awaits_second_factor: false,
        travelling: false,
        reads_only: false,
    }
}
