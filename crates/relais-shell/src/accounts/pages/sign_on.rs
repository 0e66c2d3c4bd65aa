//! The way to a ministry's own sign-on and back.

use axum::{
    extract::{Query, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use relais_kernel::Refusal;
use relais_trust::{
    Failure,
    accounts::{Came, SignOn, UnlinkSignOn},
};
use serde::Deserialize;

use super::{
    super::{Accounts, device::device},
    at_the_door::Perhaps,
    entry::{lead_in, refused_or_waiting},
    sign_in::{Back, SignInPage},
};
use crate::{Answer, Frame, House, JustProved, SignedIn, Submission, Trouble, Typed, cookie, page_with};

/// Knows the browser again that was sent there.
const ERRAND: &str = "relais-externe";

/// Where there is no sign-on service, there are no such routes either.
fn sign_on(room: &Accounts) -> Result<&SignOn, Trouble> {
    room.sign_on.as_ref().ok_or(Trouble::Missing)
}

/// Sends the browser there, to sign in.
pub(super) async fn set_out(State(room): State<Accounts>, Query(back): Query<Back>, frame: Frame) -> Answer {
    let trust = room.house.trust();
    match trust.go_to_sign_on(sign_on(&room)?, None, back.path()).await {
        Ok(way) => sent(&room.house, &way),
        Err(failure) => told(&room, frame, failure, back.path()),
    }
}

/// Sends the browser there, to link an account.
pub(super) async fn set_out_to_link(
    State(room): State<Accounts>,
    JustProved(actor): JustProved,
    frame: Frame,
) -> Answer {
    let trust = room.house.trust();
    match trust
        .go_to_sign_on(sign_on(&room)?, Some(&actor), "/compte")
        .await
    {
        Ok(way) => sent(&room.house, &way),
        Err(Failure::Unavailable(why)) => {
            tracing::warn!(why, "the sign-on service did not answer");
            Ok(frame.done("account-external-silent", "/compte"))
        }
        Err(other) => Err(other.into()),
    }
}

fn sent(house: &House, (way, secret): &(String, String)) -> Answer {
    // The one redirect that leads away from here: to the address of the settings.
    let to = HeaderValue::try_from(way).map_err(|why| Trouble::Fault(format!("sign-on service: {why}")))?;
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(header::LOCATION, to);
    let set = cookie::set(
        house.shell().setting(),
        ERRAND,
        secret,
        cookie::Lasting::Seconds(300),
    );
    let set = set.ok_or_else(|| Trouble::Fault("the errand's cookie cannot be written".into()))?;
    response.headers_mut().append(header::SET_COOKIE, set);
    Ok(response)
}

/// What the service sends along.
#[derive(Debug, Deserialize)]
pub(super) struct Along {
    #[serde(default)]
    state: String,
    #[serde(default)]
    code: String,
}

pub(super) async fn come_back(
    State(room): State<Accounts>,
    Perhaps(before): Perhaps,
    Query(along): Query<Along>,
    headers: HeaderMap,
    frame: Frame,
) -> Answer {
    let setting = room.house.shell().setting();
    let secret = cookie::get(&headers, setting, ERRAND).unwrap_or_default();
    let actor = before.as_ref().map(|before| &before.actor);
    let trust = room.house.trust();
    let answer = (secret, along.state.as_str(), along.code.clone());
    let came = trust
        .come_from_sign_on(sign_on(&room)?, actor, answer, &device(&headers))
        .await;
    let mut response: Response = match came {
        Ok(Came::In(signed_in, back)) => {
            lead_in(&room.house, &headers, before.as_ref(), &signed_in, &back).await?
        }
        Ok(Came::Linked(back)) => frame.done("account-external-linked", &back).into_response(),
        // Whoever is signed in already wanted to link an account.
        Err(Failure::Refused(_) | Failure::Missing | Failure::Unavailable(_)) if before.is_some() => {
            frame.done("account-external-refused", "/compte").into_response()
        }
        Err(failure) => told(&room, frame, failure, "/")?,
    };
    if let Some(gone) = cookie::set(setting, ERRAND, "", cookie::Lasting::Gone) {
        response.headers_mut().append(header::SET_COOKIE, gone);
    }
    Ok(response)
}

/// Why it did not open, above the form that does.
fn told(room: &Accounts, frame: Frame, failure: Failure, back: &str) -> Answer {
    let failure = match failure {
        Failure::Missing => unfit().into(),
        Failure::Unavailable(why) => {
            tracing::warn!(why, "the sign-on service did not answer");
            silent().into()
        }
        other => other,
    };
    refused_or_waiting(failure, |status, refusals| {
        let form = frame.refused(Typed::nothing(), refusals);
        page_with(status, &SignInPage::new(room, frame, form, back))
    })
}

/// The same words for whatever does not fit.
fn unfit() -> Refusal {
    Refusal::new(
        "SignOnRefused",
        "Cette connexion n’a pas abouti. Recommencez, ou prenez l’adresse et le mot de passe.",
        "This sign-on did not succeed. Begin again, or take the address and the password.",
    )
}

fn silent() -> Refusal {
    Refusal::new(
        "SignOnSilent",
        "Ce service de connexion ne répond pas. Prenez l’adresse et le mot de passe.",
        "This sign-on service does not answer. Take the address and the password.",
    )
}

pub(super) async fn unlink(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    frame: Frame,
    sent: Submission,
) -> Answer {
    room.house.perform(&actor, Some(&sent.once), UnlinkSignOn).await?;
    Ok(frame.done("account-external-unlinked", "/compte"))
}
