use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, header, request::Parts};
use relais_kernel::{Lang, Refusal};
use relais_trust::{Actor, Command, Failure, Query, Trust, accounts::Presence};

use crate::{
    Once, Shell, Trouble, Viewer, cookie,
    request::{choose_language, now},
};

/// The cookie of a session.
pub const SESSION: &str = "relais-session";

/// What a reader is shown around the page: their name, roles in words, where they can go. The program gives it,
/// because only the program knows all rooms.
pub type Reception = dyn Fn(&Presence, Lang) -> Viewer + Send + Sync;

/// What the pages and the JSON routes of every room stand on.
#[derive(Clone)]
pub struct House(Arc<Inner>);

struct Inner {
    trust: Trust,
    shell: Shell,
    reception: Box<Reception>,
}

impl House {
    pub fn new(trust: Trust, shell: Shell, reception: Box<Reception>) -> Self {
        Self(Arc::new(Inner {
            trust,
            shell,
            reception,
        }))
    }

    pub fn trust(&self) -> &Trust {
        &self.0.trust
    }

    pub fn shell(&self) -> &Shell {
        &self.0.shell
    }

    /// Carries out a command, once per form or idempotency key.
    ///
    /// # Errors
    /// What the command refused.
    pub async fn perform<C: Command>(
        &self,
        actor: &Actor,
        once: Option<&Once>,
        command: C,
    ) -> Result<C::Outcome, Failure> {
        let once = once.cloned().map(Into::into);
        self.0.trust.perform(actor, once, command).await
    }

    /// Looks at something.
    ///
    /// # Errors
    /// [`Failure::Missing`] for what the reader may not see, like for what does not exist.
    pub async fn look<Q: Query>(&self, actor: &Actor, query: &Q) -> Result<Q::View, Failure> {
        self.0.trust.look(actor, query).await
    }
}

/// Somebody is signed in (a session), or a program brings its token. Without either, pages lead to the sign-in;
/// with a password alone where a second factor is asked, they lead to it.
#[derive(Debug, Clone)]
pub struct SignedIn(pub Actor);

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Trouble> {
        let presence = parts.extensions.get::<Presence>().ok_or(Trouble::SignIn)?;
        if presence.awaits_second_factor {
            return Err(Trouble::SecondFactor);
        }
        if presence.reads_only && !parts.method.is_safe() {
            return Err(Trouble::Forbidden(reads_only().into()));
        }
        Ok(Self(presence.actor.clone()))
    }
}

/// Somebody signed in who has just proved who they are: asked before a form that gives rights is filled in, and before an
/// export (security requirement 57).
#[derive(Debug, Clone)]
pub struct JustProved(pub Actor);

impl<S: Send + Sync> FromRequestParts<S> for JustProved {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Trouble> {
        let SignedIn(actor) = SignedIn::from_request_parts(parts, state).await?;
        if actor.proved_recently(now(parts)?) {
            Ok(Self(actor))
        } else {
            Err(Trouble::ProveAgain)
        }
    }
}

fn reads_only() -> Refusal {
    Refusal::new(
        "TokenReadsOnly",
        "Ce jeton permet de lire, pas de modifier.",
        "This token can read, not change anything.",
    )
}

/// Knows who asks, before the rooms: sets the [`Viewer`] for pages and the actor for [`SignedIn`].
pub async fn know_who(State(house): State<House>, mut request: Request, next: Next) -> Response {
    let for_program = request.uri().path().starts_with("/api/");
    let presence = match presence(&house, request.headers(), for_program).await {
        Ok(presence) => presence,
        Err(failure) => return Trouble::from(failure).into_response(),
    };
    if let Some(presence) = presence
        .as_ref()
        .filter(|p| p.reads_only && !request.method().is_safe())
    {
        let tried = tried(&request);
        return refuse_writing(&house, &presence.actor, &tried)
            .await
            .into_response();
    }
    let lang = choose_language(request.headers(), house.shell().setting());
    let viewer = presence.as_ref().map(|p| (house.0.reception)(p, lang));
    if let Some(presence) = presence {
        request.extensions_mut().insert(presence);
    }
    if let Some(viewer) = &viewer {
        request.extensions_mut().insert(viewer.clone());
    }
    let mut response = next.run(request).await;
    if let Some(viewer) = viewer {
        response.extensions_mut().insert(viewer);
    }
    response
}

/// A token that only reads changes nothing, whatever the route; the try is in the journal (security requirement 59).
async fn refuse_writing(house: &House, actor: &Actor, tried: &str) -> Trouble {
    let refused = Failure::Refused(reads_only().into());
    match house.trust().note_refusal(actor, tried, &refused).await {
        Ok(()) => Trouble::Forbidden(reads_only().into()),
        Err(failure) => failure.into(),
    }
}

/// The method and the route, never the address: that names records.
fn tried(request: &Request) -> String {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("", MatchedPath::as_str);
    format!("{} {route}", request.method())
}

async fn presence(
    house: &House,
    headers: &HeaderMap,
    for_program: bool,
) -> Result<Option<Presence>, Failure> {
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    if let Some(token) = bearer {
        // A program uses the JSON routes only: a token in a browser opens no page.
        return if for_program {
            house.trust().program(token).await
        } else {
            Ok(None)
        };
    }
    match cookie::get(headers, house.shell().setting(), SESSION) {
        Some(token) => house.trust().session(token).await,
        None => Ok(None),
    }
}
