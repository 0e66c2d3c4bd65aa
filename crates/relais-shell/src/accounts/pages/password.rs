use askama::Template;
use axum::extract::State;
use relais_kernel::{Refusal, Refusals};

use super::{super::Accounts, entry::refused_or_waiting};
use crate::{Answer, Form, Frame, SignedIn, Submission, Typed, page, page_with};

#[derive(Template)]
#[template(path = "account/password.html")]
struct PasswordPage {
    frame: Frame,
    form: Form,
}

pub(super) async fn ask(_: SignedIn, frame: Frame) -> Answer {
    page(&PasswordPage {
        form: frame.form(Typed::nothing()),
        frame,
    })
}

pub(super) async fn change(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let once = Some(sent.once.into());
    let current = sent.typed.get("current").to_owned();
    let changed = match chosen(&sent.typed) {
        Ok(password) => {
            let trust = room.house.trust();
            trust.change_password(&actor, once, current, password).await
        }
        Err(refusals) => Err(refusals.into()),
    };
    match changed {
        Ok(()) => Ok(frame.done("account-password-changed", "/compte")),
        Err(failure) => refused_or_waiting(failure, |status, refusals| {
            let form = frame.refused(sent.typed, refusals);
            page_with(status, &PasswordPage { frame, form })
        }),
    }
}

/// The new password, typed twice alike. Nothing of it is cut or trimmed (security requirement 53).
pub(super) fn chosen(typed: &Typed) -> Result<String, Refusals> {
    let password = typed.get("password");
    if password == typed.get("again") {
        return Ok(password.to_owned());
    }
    Err(Refusal::new(
        "PasswordsDiffer",
        "Les deux mots de passe ne sont pas les mêmes. Tapez-les de nouveau.",
        "The two passwords are not the same. Type them again.",
    )
    .at("again")
    .into())
}
