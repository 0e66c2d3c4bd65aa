use askama::Template;
use axum::extract::{Query, State};

use super::{super::Accounts, at_the_door::AtTheDoor, entry::refused_or_waiting, sign_in::Back};
use crate::{Answer, Form, Frame, Submission, Typed, go, own_path, page, page_with};

#[derive(Template)]
#[template(path = "account/proof.html")]
struct ProofPage {
    frame: Frame,
    form: Form,
    back: String,
}

/// Asks again who is at the keyboard before something sensitive (security requirement 57).
pub(super) async fn ask(
    State(room): State<Accounts>,
    AtTheDoor(presence): AtTheDoor,
    Query(back): Query<Back>,
    frame: Frame,
) -> Answer {
    if presence.actor.proved_recently(room.house.trust().now()) {
        return Ok(go(back.path()));
    }
    page(&ProofPage {
        form: frame.form(Typed::nothing()),
        back: back.path().to_owned(),
        frame,
    })
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
        Err(failure) => refused_or_waiting(failure, |status, refusals| {
            let form = frame.refused(sent.typed, refusals);
            page_with(status, &ProofPage { frame, form, back })
        }),
    }
}
