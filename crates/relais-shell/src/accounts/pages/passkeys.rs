//! Passkeys in the browser: the challenge that its script asks for, and the form that brings the answer.

use axum::{Json, extract::State};
use http::HeaderMap;
use relais_kernel::PublicRef;
use relais_trust::{
    Actor, Failure,
    accounts::{NewPasskey, RelyingParty, RemovePasskey},
};
use serde_json::Value;

use super::{
    super::Accounts,
    at_the_door::{AtTheDoor, Perhaps},
    code::CodePage,
    entry::{KEY_CHALLENGE, challenge_cookie, enter_with_passkey, refused_or_waiting},
    proof::ProofPage,
    reference::Ref,
    second_factor::SecondFactorPage,
    sign_in::{SignInPage, unfit_passkey},
};
use crate::{
    Answer, Frame, SignedIn, Submission, Trouble, Typed, cookie, go, own_path, page_with, refused_page,
};

/// The installation as passkeys know it. Where there is none, there are no such routes either.
fn party(room: &Accounts) -> Result<&RelyingParty, Trouble> {
    room.party.as_ref().ok_or(Trouble::Missing)
}

/// For somebody who is not known yet.
pub(super) async fn ask_who_comes(State(room): State<Accounts>) -> Answer {
    let asked = room.house.trust().ask_who_comes(party(&room)?).await?;
    challenge_cookie(&room.house, &asked)
}

pub(super) async fn come(
    State(room): State<Accounts>,
    Perhaps(before): Perhaps,
    headers: HeaderMap,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let back = own_path(sent.typed.get("back")).to_owned();
    let secret = cookie::get(&headers, room.house.shell().setting(), KEY_CHALLENGE).unwrap_or_default();
    let answer = (secret, sent.typed.get("credential"));
    let entered = enter_with_passkey(
        &room.house,
        party(&room)?,
        &headers,
        before.as_ref(),
        answer,
        &back,
    );
    let failure = match entered.await {
        Ok(response) => return Ok(response),
        Err(Failure::Missing) => unfit_passkey().into(),
        Err(other) => other,
    };
    refused_or_waiting(failure, |status, refusals| {
        let form = frame.refused(Typed::nothing(), refusals);
        page_with(status, &SignInPage::new(&room, frame, form, &back))
    })
}

/// For somebody who has one: after the password, and to prove again who is there.
pub(super) async fn ask_for_one(
    State(room): State<Accounts>,
    AtTheDoor(presence): AtTheDoor,
) -> Result<Json<Value>, Trouble> {
    let trust = room.house.trust();
    Ok(Json(trust.ask_for_passkey(party(&room)?, &presence.actor).await?))
}

pub(super) async fn give(
    State(room): State<Accounts>,
    AtTheDoor(presence): AtTheDoor,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let back = own_path(sent.typed.get("back")).to_owned();
    let failure = match given(&room, &presence.actor, &sent).await {
        Ok(()) => return Ok(go(&back)),
        Err(failure) => failure,
    };
    let mut shown = CodePage::new(&room, &presence.actor, frame, &back).await?;
    refused_or_waiting(failure, |status, refusals| {
        shown.key_form = shown.frame.refused(Typed::nothing(), refusals);
        page_with(status, &shown)
    })
}

pub(super) async fn prove(
    State(room): State<Accounts>,
    AtTheDoor(presence): AtTheDoor,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let back = own_path(sent.typed.get("back")).to_owned();
    let failure = match given(&room, &presence.actor, &sent).await {
        Ok(()) => return Ok(go(&back)),
        Err(failure) => failure,
    };
    let mut shown = ProofPage::new(&room, &presence.actor, frame, &back).await?;
    refused_or_waiting(failure, |status, refusals| {
        shown.form = shown.frame.refused(Typed::nothing(), refusals);
        page_with(status, &shown)
    })
}

async fn given(room: &Accounts, actor: &Actor, sent: &Submission) -> Result<(), Failure> {
    let party = room.party.as_ref().ok_or(Failure::Missing)?;
    let trust = room.house.trust();
    trust
        .give_passkey(party, actor, sent.typed.get("credential"))
        .await
}

/// For a new one.
pub(super) async fn begin(
    State(room): State<Accounts>,
    AtTheDoor(presence): AtTheDoor,
) -> Result<Json<Value>, Trouble> {
    let trust = room.house.trust();
    Ok(Json(trust.begin_passkey(party(&room)?, &presence.actor).await?))
}

pub(super) async fn add(
    State(room): State<Accounts>,
    AtTheDoor(presence): AtTheDoor,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let back = own_path(sent.typed.get("back")).to_owned();
    let new = NewPasskey {
        name: sent.typed.get("name").to_owned(),
        credential: sent.typed.get("credential").to_owned(),
    };
    let once = Some(sent.once.clone().into());
    let trust = room.house.trust();
    match trust
        .add_passkey(party(&room)?, &presence.actor, once, &new)
        .await
    {
        Ok(()) => Ok(frame.done("account-key-added", &back)),
        Err(failure) => {
            let shown = SecondFactorPage::new(&room, &presence.actor, frame, &back).await?;
            refused_or_waiting(failure, |status, refusals| {
                page_with(status, &shown.refused_key(sent.typed, refusals))
            })
        }
    }
}

pub(super) async fn remove(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(passkey): Ref,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let id = own_passkey(&room, &actor, passkey).await?;
    let removed = room
        .house
        .perform(&actor, Some(&sent.once), RemovePasskey { id })
        .await;
    match removed {
        Ok(()) => Ok(frame.done("account-key-removed", "/compte/second-facteur")),
        Err(Failure::Refused(refusals)) => {
            let shown = SecondFactorPage::new(&room, &actor, frame, "/compte").await?;
            refused_page(&shown.refused_key(sent.typed, refusals))
        }
        Err(other) => Err(other.into()),
    }
}

/// A passkey of this person's own, by what stands in addresses.
async fn own_passkey(room: &Accounts, actor: &Actor, passkey: PublicRef) -> Result<uuid::Uuid, Trouble> {
    let held = room.house.trust().passkeys(actor).await?;
    let found = held.iter().find(|face| face.public_ref == passkey);
    found.map(|face| face.id).ok_or(Trouble::Missing)
}
