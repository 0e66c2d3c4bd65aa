//! What the ways in have in common: the cookie, the language, the wait.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, header};
use relais_kernel::{Lang, Refusal, Refusals};
use relais_trust::{
    Failure,
    accounts::{EndSession, Presence, RelyingParty, SignedIn, WhoComes},
};

use crate::{Answer, House, SESSION, Trouble, cookie, go, request::preferred_language};

use super::super::device::device;

/// Signs in and leads on. A session that this browser had before ends: one browser, one session.
pub(super) async fn enter(
    house: &House,
    headers: &HeaderMap,
    before: Option<&Presence>,
    (login, password): (&str, String),
    to: &str,
) -> Result<Response, Failure> {
    let trust = house.trust();
    let signed_in = trust.sign_in(login, password, &device(headers)).await?;
    lead_in(house, headers, before, &signed_in, to).await
}

pub(super) async fn lead_in(
    house: &House,
    headers: &HeaderMap,
    before: Option<&Presence>,
    signed_in: &SignedIn,
    to: &str,
) -> Result<Response, Failure> {
    let trust = house.trust();
    if let Some(before) = before {
        trust.perform(&before.actor, None, EndSession::Current).await?;
    }
    let to = match signed_in.asks_second_factor {
        true => format!("/connexion/code?back={}", crate::answer::percent(to)),
        false => to.to_owned(),
    };
    let mut response = go(&to);
    let setting = house.shell().setting();
    let session = cookie::set(setting, SESSION, &signed_in.token, cookie::Lasting::Session);
    let session = session.ok_or_else(|| Failure::Fault("the session's cookie cannot be written".into()))?;
    response.headers_mut().append(header::SET_COOKIE, session);
    // The account's language where neither the person nor the browser has said one.
    if cookie::get(headers, setting, cookie::LANGUAGE).is_none()
        && preferred_language(headers).is_none()
        && let Some(presence) = trust.session(&signed_in.token).await?
    {
        keep_language(house, &mut response, presence.actor.lang);
    }
    Ok(response)
}

/// Binds a challenge for passkeys to the browser that asked for it.
pub(super) const KEY_CHALLENGE: &str = "relais-passkey";

/// The challenge for the script, its secret for the cookie.
pub(super) fn challenge_cookie(house: &House, asked: &WhoComes) -> Answer {
    let mut response = Json(&asked.options).into_response();
    let lasting = cookie::Lasting::Seconds(300);
    let set = cookie::set(house.shell().setting(), KEY_CHALLENGE, &asked.secret, lasting);
    let set = set.ok_or_else(|| Trouble::Fault("the challenge's cookie cannot be written".into()))?;
    response.headers_mut().append(header::SET_COOKIE, set);
    Ok(response)
}

/// Signs in with a passkey (the challenge's secret, the answer to it) and leads on.
pub(super) async fn enter_with_passkey(
    house: &House,
    party: &RelyingParty,
    headers: &HeaderMap,
    before: Option<&Presence>,
    (secret, answer): (&str, &str),
    to: &str,
) -> Result<Response, Failure> {
    let trust = house.trust();
    let signed_in = trust
        .sign_in_with_passkey(party, secret, answer, &device(headers))
        .await?;
    lead_in(house, headers, before, &signed_in, to).await
}

/// The language of the pages in this browser, for a year.
pub(super) fn keep_language(house: &House, response: &mut Response, lang: Lang) {
    let lasting = cookie::Lasting::Seconds(365 * 24 * 3600);
    let set = cookie::set(house.shell().setting(), cookie::LANGUAGE, lang.code(), lasting);
    if let Some(set) = set {
        response.headers_mut().append(header::SET_COOKIE, set);
    }
}

/// A form that was refused, or that has to wait, as a page of its own; anything else is a trouble.
pub(super) fn refused_or_waiting(
    failure: Failure,
    page: impl FnOnce(StatusCode, Refusals) -> Answer,
) -> Answer {
    match failure {
        Failure::Refused(refusals) => page(StatusCode::UNPROCESSABLE_ENTITY, refusals),
        Failure::Throttled { seconds } => {
            let mut response = page(StatusCode::TOO_MANY_REQUESTS, wait(seconds).into())?;
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
            Ok(response.into_response())
        }
        other => Err(Trouble::from(other)),
    }
}

fn wait(seconds: u64) -> Refusal {
    let (fr, en) = match seconds {
        0..=1 => ("1 seconde".to_owned(), "1 second".to_owned()),
        2..=90 => (format!("{seconds} secondes"), format!("{seconds} seconds")),
        _ => {
            let minutes = seconds.div_ceil(60);
            (format!("{minutes} minutes"), format!("{minutes} minutes"))
        }
    };
    Refusal::new(
        "WaitAwhile",
        format!("Trop d’essais. Attendez {fr}, puis recommencez."),
        format!("Too many tries. Wait {en}, then try again."),
    )
}
