use askama::Template;
use axum::extract::{Query, State};
use relais_trust::Actor;

use super::{super::Accounts, at_the_door::AtTheDoor, entry::refused_or_waiting, sign_in::Back};
use crate::{Answer, Form, Frame, Submission, Trouble, Typed, go, own_path, page, page_with};

#[derive(Template)]
#[template(path = "account/proof.html")]
pub(super) struct ProofPage {
    pub frame: Frame,
    pub form: Form,
    back: String,
    /// Many cases were opened within the hour: each further one asks for it.
    many: bool,
    /// A passkey proves it as well.
    by_passkey: bool,
}

impl ProofPage {
    pub async fn new(room: &Accounts, actor: &Actor, frame: Frame, back: &str) -> Result<Self, Trouble> {
        let by_passkey = room.party.is_some() && !room.house.trust().passkeys(actor).await?.is_empty();
        Ok(Self {
            form: frame.form(Typed::nothing()),
            back: own_path(back).to_owned(),
            many: room.house.trust().asks_for_proof(actor).await?,
            by_passkey,
            frame,
        })
    }

    /// Why it is asked.
    fn lead(&self) -> String {
        self.frame.t(if self.many {
            "account-proof-many"
        } else {
            "account-proof-lead"
        })
    }
}

/// Asks again who is at the keyboard before something sensitive (security requirement 57).
pub(super) async fn ask(
    State(room): State<Accounts>,
    AtTheDoor(presence): AtTheDoor,
    Query(back): Query<Back>,
    frame: Frame,
) -> Answer {
    let trust = room.house.trust();
    if presence.actor.proved_recently(trust.now()) && !trust.asks_for_proof(&presence.actor).await? {
        return Ok(go(back.path()));
    }
    page(&ProofPage::new(&room, &presence.actor, frame, back.path()).await?)
}

pub(super) async fn give(
    State(room): State<Accounts>,
    AtTheDoor(presence): AtTheDoor,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let back = own_path(sent.typed.get("back")).to_owned();
    let password = sent.typed.get("password").to_owned();
    match room.house.trust().prove_again(&presence.actor, password).await {
        Ok(()) => Ok(go(&back)),
        Err(failure) => {
            let mut shown = ProofPage::new(&room, &presence.actor, frame, &back).await?;
            refused_or_waiting(failure, |status, refusals| {
                shown.form = shown.frame.refused(sent.typed, refusals);
                page_with(status, &shown)
            })
        }
    }
}
