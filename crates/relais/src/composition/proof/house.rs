//! The whole application over one world, and who knocks.

use axum::{
    Extension, Router,
    body::{Body, to_bytes},
    middleware::from_fn_with_state,
};
use http::{HeaderMap, Request, StatusCode, header};
use relais_kernel::Localised;
use relais_shell::{House, Readiness, Shell, know_who, surround};
use relais_trust::{
    Actor,
    accounts::{MakeProgramToken, Presence, SignOn, SignOnSetting},
};
use tower::ServiceExt;

use super::{
    super::{Lobby, rooms},
    world::World,
};

/// What came back.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

/// How somebody comes in.
#[derive(Clone)]
pub enum Knock {
    Nobody,
    /// In a browser.
    Person(Box<Actor>),
    /// A program with this token.
    Program(String),
}

pub struct Application {
    app: Router,
    knock: Knock,
}

/// A sign-on service that does not answer.
fn nobody_there() -> SignOn {
    let setting = SignOnSetting {
        issuer: "http://127.0.0.1:9".into(),
        client: "relais".into(),
        secret: "secret".into(),
        back: "http://localhost/connexion/externe/retour".into(),
        name: Localised::new("Connexion du ministère", "Ministry sign-on"),
        strong: Default::default(),
    };
    SignOn::new(setting).unwrap()
}

impl Application {
    pub async fn of(world: &World, knock: Knock) -> Self {
        let lobby = Lobby::new(world.definitions.clone());
        lobby.refresh(&world.test.trust).await.unwrap();
        let shell = Shell::rehearsal(&rooms::sources()).unwrap();
        // The clock of the world: what is old is old for the pages, too.
        let shell = Shell::new(
            shell.setting().clone(),
            shell.texts().clone(),
            world.test.clock.clone(),
            std::sync::Arc::new(relais_kernel::SeededEntropy::new(1)),
        );
        let reception = lobby.reception(shell.texts().clone());
        let house = House::new(world.test.trust.clone(), shell.clone(), reception);
        let routes = rooms::routes(&house, &world.definitions, &lobby, Some(nobody_there()));
        let routes = match &knock {
            Knock::Person(actor) => routes.layer(Extension(Presence {
                actor: (**actor).clone(),
                name: "Personne-Test".into(),
                organisation: Localised::new("Structure-test", "Test organisation"),
                awaits_second_factor: false,
                travelling: false,
                reads_only: false,
            })),
            _ => routes.layer(from_fn_with_state(house, know_who)),
        };
        let app = surround(routes, &shell, Readiness::new(|| async { true }));
        Self { app, knock }
    }

    pub async fn ask(&self, method: &str, path: &str, cookie: &str, body: String) -> Answered {
        let kind = if path.starts_with("/api/") {
            "application/json"
        } else {
            "application/x-www-form-urlencoded"
        };
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "localhost")
            .header(header::ORIGIN, "http://localhost")
            .header(header::ACCEPT_LANGUAGE, "fr")
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, kind);
        let request = match &self.knock {
            Knock::Program(token) => request.header(header::AUTHORIZATION, format!("Bearer {token}")),
            _ => request,
        };
        let request = request.body(Body::from(body)).unwrap();
        let (parts, body) = self.app.clone().oneshot(request).await.unwrap().into_parts();
        let bytes = to_bytes(body, 1 << 22).await.unwrap();
        Answered {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    pub async fn get(&self, path: &str) -> Answered {
        self.ask("GET", path, "", String::new()).await
    }

    /// Sends what a route takes: a page's command with the token of a form that this browser was given.
    pub async fn send(&self, method: &str, path: &str, sample: &str) -> Answered {
        if method == "GET" || path.starts_with("/api/") {
            return self.ask(method, path, "", sample.to_owned()).await;
        }
        let form = self.get("/reponse").await;
        let cookie = form.headers[header::SET_COOKIE].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap();
        let once = form.body.split("name=\"once\" value=\"").nth(1).unwrap();
        let once = once.split('"').next().unwrap();
        self.ask(method, path, cookie, format!("once={once}&{sample}"))
            .await
    }
}

/// A token that carries these roles of an account.
pub async fn token(world: &World, actor: &Actor, writes: bool) -> String {
    let wish = MakeProgramToken {
        name: "Programme-Test".into(),
        days: 30,
        roles: actor.roles.clone(),
        writes,
    };
    let made = world
        .test
        .trust
        .make_program_token(actor, None, wish)
        .await
        .unwrap();
    made.secret
}

/// An answer without what is new in each: the number of the request and the tokens of forms.
pub fn plain(answered: &Answered, hole: &[String]) -> Answered {
    let mut body = answered.body.clone();
    for value in hole {
        body = body.replace(value, "…");
    }
    let mut headers = answered.headers.clone();
    headers.remove(header::SET_COOKIE);
    headers.remove("x-request-id");
    Answered {
        status: answered.status,
        headers,
        body: cut(&cut(&body, "name=\"once\" value=\"", '"'), "\"request\":\"", '"'),
    }
}

/// The text without what follows each mark, up to a letter; and without the line of the request's number.
fn cut(text: &str, mark: &str, end: char) -> String {
    let lines = text.lines().filter(|line| !line.contains("Numéro de la demande"));
    let text: String = lines.collect::<Vec<_>>().join("\n");
    let mut parts = text.split(mark);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| {
        let rest = part.split_once(end).map_or("", |(_, rest)| rest);
        format!("{all}{mark}{rest}")
    })
}
