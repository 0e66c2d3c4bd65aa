//! The members' pages as somebody signed in sees them.

use axum::{
    Extension, Router,
    body::{Body, to_bytes},
};
use http::{Request, StatusCode, header};
use relais_casework::room::Casework;
use relais_kernel::Localised;
use relais_referral::room::Referrals;
use relais_shell::{House, Readiness, Shell, Source, Viewer, surround};
use relais_trust::{Actor, accounts::Presence};
use tower::ServiceExt;

use crate::world::World;

pub struct Seat(Router);

/// What came back: status, where to, and the page.
pub struct Seen {
    pub status: StatusCode,
    pub to: String,
    pub page: String,
    cookie: String,
}

impl Seat {
    pub fn of(world: &World, actor: &Actor) -> Self {
        let shell = world.shell.get_or_init(|| {
            let mut texts: Vec<Source> = relais_casework::pages::TEXTS.into();
            texts.extend(relais_referral::pages::TEXTS);
            Shell::rehearsal(&texts).unwrap()
        });
        let shell = shell.clone();
        let reception = Box::new(|_: &Presence, _| Viewer::default());
        let house = House::new(world.test.trust.clone(), shell.clone(), reception);
        let presence = Presence {
            actor: actor.clone(),
            name: "Personne-Test".into(),
            organisation: Localised::new("Structure-test", "Test organisation"),
            awaits_second_factor: false,
            travelling: false,
            reads_only: false,
        };
        let casework = Casework {
            house: house.clone(),
            desk: world.desk.clone(),
        };
        let referrals = Referrals {
            house,
            definitions: world.definitions.clone(),
        };
        let rooms = relais_casework::pages::pages(casework)
            .merge(relais_referral::pages::pages(referrals))
            .layer(Extension(presence));
        Self(surround(rooms, &shell, Readiness::new(|| async { true })))
    }

    async fn ask(&self, method: &str, path: &str, cookie: &str, body: String) -> Seen {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "localhost:8080")
            .header(header::ORIGIN, "http://localhost:8080")
            .header("sec-fetch-site", "same-origin")
            .header(header::ACCEPT_LANGUAGE, "fr")
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        let (parts, body) = self.0.clone().oneshot(request).await.unwrap().into_parts();
        let bytes = to_bytes(body, 1 << 22).await.unwrap();
        let cookies = parts.headers.get_all(header::SET_COOKIE).iter();
        let cookie = cookies
            .map(|line| line.to_str().unwrap().split(';').next().unwrap())
            .collect::<Vec<_>>()
            .join("; ");
        let to = parts.headers.get(header::LOCATION);
        Seen {
            status: parts.status,
            to: to.map_or(String::new(), |to| to.to_str().unwrap().to_owned()),
            page: String::from_utf8(bytes.to_vec()).unwrap(),
            cookie,
        }
    }

    pub async fn get(&self, path: &str) -> Seen {
        let seen = self.ask("GET", path, "", String::new()).await;
        // A text that is missing shows its key.
        for room in ["referral-", "transfer-", "case-", "handover-"] {
            let shown = seen.page.split('>').skip(1).filter(|part| part.starts_with(room));
            assert_eq!(shown.count(), 0, "a text is missing: {}", seen.page);
        }
        seen
    }

    /// Opens the page of a form and leaves it open.
    pub async fn open(&self, page: &str) -> Seen {
        self.ask("GET", page, "", String::new()).await
    }

    /// Sends the form of a page that was opened before, with the version that it carries, if it carries one.
    pub async fn send_opened(&self, opened: &Seen, path: &str, fields: &str) -> Seen {
        let form = opened.page.split(&format!("action=\"{path}\"")).nth(1).unwrap();
        let form = form.split("</form>").next().unwrap();
        let hidden = |name: &str| {
            let rest = form.split(&format!("name=\"{name}\" value=\"")).nth(1)?;
            Some(format!("{name}={}&", rest.split('"').next().unwrap()))
        };
        let version = hidden("version").unwrap_or_default();
        let body = format!("{}{version}{fields}", hidden("once").unwrap());
        let mut seen = self.ask("POST", path, &opened.cookie, body).await;
        seen.cookie.clone_from(&opened.cookie);
        seen
    }

    /// Fills in the form of a page and sends it to `path`.
    pub async fn send(&self, page: &str, path: &str, fields: &str) -> Seen {
        self.send_twice(page, path, fields).await.0
    }

    /// The same form twice, as a double tap does.
    pub async fn send_twice(&self, page: &str, path: &str, fields: &str) -> (Seen, Seen) {
        let shown = self.ask("GET", page, "", String::new()).await;
        let form = shown.page.split(&format!("action=\"{path}\"")).nth(1);
        let form = form.unwrap_or_else(|| panic!("no form to {path}: {}", shown.page));
        let once = form.split("name=\"once\" value=\"").nth(1).unwrap();
        let once = once.split('"').next().unwrap();
        let body = format!("once={once}&{fields}");
        let first = self.ask("POST", path, &shown.cookie, body.clone()).await;
        (first, self.ask("POST", path, &shown.cookie, body).await)
    }
}
