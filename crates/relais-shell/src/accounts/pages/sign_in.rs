use askama::Template;
use axum::{
    extract::{Query, State},
    response::IntoResponse,
};
use http::{HeaderMap, HeaderValue};
use relais_kernel::Refusal;
use relais_trust::{
    Failure,
    accounts::{EndSession, Installation},
};
use serde::Deserialize;

use super::{
    super::{Accounts, Demo},
    at_the_door::Perhaps,
    entry::{enter as go_in, refused_or_waiting},
};
use crate::{
    Answer, Form, Frame, SESSION, Submission, Trouble, Typed, answer::percent, cookie, go, own_path, page,
    page_with,
};

/// Where to return to after the way in.
#[derive(Debug, Deserialize)]
pub(super) struct Back {
    #[serde(default)]
    back: String,
}

impl Back {
    /// A path of ours.
    pub fn path(&self) -> &str {
        own_path(&self.back)
    }
}

#[derive(Template)]
#[template(path = "account/sign_in.html")]
pub(super) struct SignInPage {
    frame: Frame,
    form: Form,
    back: String,
    demo: Option<Demo>,
    /// This address takes passkeys.
    by_passkey: bool,
    /// What the ministry's own sign-on is called, and where it begins.
    external: Option<(String, String)>,
}

impl SignInPage {
    pub fn new(room: &Accounts, frame: Frame, form: Form, back: &str) -> Self {
        Self {
            by_passkey: room.party.is_some(),
            external: room.sign_on.as_ref().map(|sign_on| {
                let way = format!("/connexion/externe?back={}", percent(own_path(back)));
                (sign_on.name().get(frame.lang).to_owned(), way)
            }),
            demo: room.desk.demo().filter(|_| frame.is_demo()),
            back: own_path(back).to_owned(),
            form,
            frame,
        }
    }
}

pub(super) async fn ask(
    State(room): State<Accounts>,
    Perhaps(present): Perhaps,
    Query(back): Query<Back>,
    frame: Frame,
) -> Answer {
    if present.is_some() {
        return Ok(go(back.path()));
    }
    let rows = room.house.trust().database().reader();
    let ready = Installation::read(rows).await?.is_some_and(|held| held.ready);
    if !ready {
        return Ok(go("/installation"));
    }
    let form = frame.form(Typed::nothing());
    page(&SignInPage::new(&room, frame, form, back.path()))
}

pub(super) async fn enter(
    State(room): State<Accounts>,
    Perhaps(before): Perhaps,
    headers: HeaderMap,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let back = sent.typed.get("back").to_owned();
    let password = sent.typed.get("password").to_owned();
    let login = sent.typed.get("login").to_owned();
    let entered = go_in(
        &room.house,
        &headers,
        before.as_ref(),
        (&login, password),
        own_path(&back),
    );
    let failure = match entered.await {
        Ok(response) => return Ok(response),
        Err(Failure::Missing) => unfit().into(),
        Err(other) => other,
    };
    refused_or_waiting(failure, |status, refusals| {
        let form = frame.refused(sent.typed, refusals);
        page_with(status, &SignInPage::new(&room, frame, form, &back))
    })
}

/// The same words for unknown, ended and wrong (security requirement 54).
fn unfit() -> Refusal {
    Refusal::new(
        "SignInRefused",
        "L’adresse et le mot de passe ne vont pas ensemble. Vérifiez les deux, ou demandez un nouveau lien à votre administrateur.",
        "The address and the password do not go together. Check both, or ask your administrator for a new link.",
    )
}

/// The same words for unknown, removed, ended and wrong.
pub(super) fn unfit_passkey() -> Refusal {
    Refusal::new(
        "PasskeyRefused",
        "Cette clé d’accès n’ouvre aucun compte ici. Essayez avec l’adresse et le mot de passe.",
        "This passkey opens no account here. Try the address and the password.",
    )
}

/// Ends the session on the server, then asks the browser to forget it (security requirement 55).
pub(super) async fn leave(
    State(room): State<Accounts>,
    Perhaps(present): Perhaps,
    frame: Frame,
    _sent: Submission,
) -> Answer {
    if let Some(present) = present {
        room.house
            .perform(&present.actor, None, EndSession::Current)
            .await?;
    }
    let mut response = frame.done("account-signed-out", "/connexion").into_response();
    let gone = cookie::set(room.house.shell().setting(), SESSION, "", cookie::Lasting::Gone);
    let gone = gone.ok_or_else(|| Trouble::Fault("the session's cookie cannot be removed".into()))?;
    let headers = response.headers_mut();
    headers.append(http::header::SET_COOKIE, gone);
    // Not the cookies: the language chosen in this browser is nobody's secret.
    headers.insert(
        http::HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"cache\", \"storage\""),
    );
    Ok(response)
}
