use askama::Template;
use axum::extract::{Query, State};
use relais_trust::accounts::Presence;

use super::{super::Accounts, at_the_door::AtTheDoor, entry::refused_or_waiting, sign_in::Back};
use crate::{Answer, Form, Frame, Submission, Typed, answer::percent, go, own_path, page, page_with};

#[derive(Template)]
#[template(path = "account/code.html")]
struct CodePage {
    frame: Frame,
    form: Form,
    back: String,
}

/// The six digits after the password; who has no second factor yet enrols one.
pub(super) async fn ask(
    State(room): State<Accounts>,
    AtTheDoor(presence): AtTheDoor,
    Query(back): Query<Back>,
    frame: Frame,
) -> Answer {
    if is_in(&presence) {
        return Ok(go(back.path()));
    }
    if !room.house.trust().has_second_factor(&presence.actor).await? {
        let enrol = format!("/compte/second-facteur?back={}", percent(back.path()));
        return Ok(go(&enrol));
    }
    page(&CodePage {
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
    let given = room
        .house
        .trust()
        .give_second_factor(&presence.actor, sent.typed.get("code"));
    match given.await {
        Ok(()) => Ok(go(&back)),
        Err(failure) => refused_or_waiting(failure, |status, refusals| {
            let form = frame.refused(sent.typed, refusals);
            page_with(status, &CodePage { frame, form, back })
        }),
    }
}

fn is_in(presence: &Presence) -> bool {
    !presence.awaits_second_factor
}
