use askama::Template;
use axum::extract::{Query, State};
use relais_trust::{Actor, accounts::Presence};

use super::{
    super::Accounts, at_the_door::AtTheDoor, entry::refused_or_waiting, recovery::LINKS, sign_in::Back,
};
use crate::{
    Answer, Form, Frame, Submission, Trouble, Typed, answer::percent, go, own_path, page, page_with,
};

#[derive(Template)]
#[template(path = "account/code.html")]
pub(super) struct CodePage {
    pub frame: Frame,
    pub form: Form,
    pub key_form: Form,
    back: String,
    /// The person has passkeys, and this address takes them.
    by_passkey: bool,
    by_telephone: bool,
}

impl CodePage {
    pub async fn new(room: &Accounts, actor: &Actor, frame: Frame, back: &str) -> Result<Self, Trouble> {
        let trust = room.house.trust();
        Ok(Self {
            form: frame.form(Typed::nothing()),
            key_form: frame.form(Typed::nothing()),
            back: own_path(back).to_owned(),
            by_passkey: room.party.is_some() && !trust.passkeys(actor).await?.is_empty(),
            by_telephone: trust.has_authenticator(actor).await?,
            frame,
        })
    }
}

/// The second factor after the password; who has no second factor yet enrols one.
pub(super) async fn ask(
    State(room): State<Accounts>,
    AtTheDoor(presence): AtTheDoor,
    Query(back): Query<Back>,
    frame: Frame,
) -> Answer {
    // The link of a recovery asks for the password alone.
    if is_in(&presence) || back.path().starts_with(LINKS) {
        return Ok(go(back.path()));
    }
    if room.house.trust().may_enrol(&presence.actor).await? {
        let enrol = format!("/compte/second-facteur?back={}", percent(back.path()));
        return Ok(go(&enrol));
    }
    page(&CodePage::new(&room, &presence.actor, frame, back.path()).await?)
}

pub(super) async fn give(
    State(room): State<Accounts>,
    AtTheDoor(presence): AtTheDoor,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let back = own_path(sent.typed.get("back")).to_owned();
    let given = room
        .house
        .trust()
        .give_second_factor(&presence.actor, sent.typed.get("code"));
    match given.await {
        Ok(()) => Ok(go(&back)),
        Err(failure) => {
            let mut shown = CodePage::new(&room, &presence.actor, frame, &back).await?;
            refused_or_waiting(failure, |status, refusals| {
                shown.form = shown.frame.refused(sent.typed, refusals);
                page_with(status, &shown)
            })
        }
    }
}

fn is_in(presence: &Presence) -> bool {
    !presence.awaits_second_factor
}
