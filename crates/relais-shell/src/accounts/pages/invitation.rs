use askama::Template;
use axum::extract::{Path, State};
use http::HeaderMap;
use relais_kernel::Refusals;
use relais_trust::{
    Failure,
    accounts::{Invitation, Undertaking},
};

use super::{super::Accounts, at_the_door::Perhaps, entry::enter, password::chosen};
use crate::{Answer, Form, Frame, Submission, Trouble, Typed, page, refused_page};

#[derive(Template)]
#[template(path = "account/invitation.html")]
struct InvitationPage {
    frame: Frame,
    form: Form,
    /// The path of this page, which carries the link's token.
    here: String,
    login: String,
    /// They signed before.
    undertaken: bool,
}

pub(super) async fn ask(State(room): State<Accounts>, Path(token): Path<String>, frame: Frame) -> Answer {
    let invitation = room.house.trust().invitation(&token).await?;
    page(&InvitationPage {
        form: frame.form(Typed::nothing()),
        here: here(&token),
        login: invitation.login,
        undertaken: invitation.undertaken,
        frame,
    })
}

pub(super) async fn accept(
    State(room): State<Accounts>,
    Path(token): Path<String>,
    Perhaps(before): Perhaps,
    headers: HeaderMap,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let trust = room.house.trust();
    // A form sent twice finds the link used up and is answered as the first time.
    let (invitation, open) = trust.read_invitation(&token).await?;
    let chosen = chosen(&sent.typed);
    let accepted = match &chosen {
        Ok(password) => {
            let once = Some(sent.once.clone().into());
            trust
                .accept_invitation(&token, once, password.clone(), undertaking(&sent.typed))
                .await
        }
        Err(refusals) => Err(refusals.clone().into()),
    };
    let password = match (accepted, chosen) {
        (Ok(_), Ok(password)) => password,
        (Err(Failure::Refused(refusals)), _) | (_, Err(refusals)) if open => {
            return again(frame, sent.typed, &token, invitation, refusals);
        }
        (Err(Failure::Refused(_)), _) | (_, Err(_)) => return Err(Trouble::Missing),
        (Err(other), _) => return Err(other.into()),
    };
    let key = (invitation.login.as_str(), password);
    let entered = enter(&room.house, &headers, before.as_ref(), key, "/").await?;
    Ok(entered)
}

fn again(frame: Frame, typed: Typed, token: &str, invitation: Invitation, refusals: Refusals) -> Answer {
    refused_page(&InvitationPage {
        form: frame.refused(typed, refusals),
        here: here(token),
        login: invitation.login,
        undertaken: invitation.undertaken,
        frame,
    })
}

/// What the box on the form says.
pub(super) fn undertaking(typed: &Typed) -> Undertaking {
    Undertaking::of(typed.get("undertaken") == "yes")
}

fn here(token: &str) -> String {
    format!("/invitation/{token}")
}
