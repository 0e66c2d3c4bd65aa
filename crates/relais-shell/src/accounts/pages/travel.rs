//! One's own travel mode: what it does, and how the rights come back.

use askama::Template;
use axum::extract::State;
use relais_trust::{
    Actor, Command, Failure,
    accounts::{SayBack, SetOut, Travel},
};

use super::super::Accounts;
use crate::{Answer, Form, Frame, SignedIn, Submission, Typed, page, refused_page};

const HERE: &str = "/compte/voyage";

#[derive(Template)]
#[template(path = "account/travel.html")]
struct TravelPage {
    frame: Frame,
    form: Form,
    travel: Option<Travel>,
    /// Somebody else withheld the rights.
    withheld: bool,
}

impl TravelPage {
    async fn new(room: &Accounts, actor: &Actor, frame: Frame) -> Result<Self, Failure> {
        let travel = room.house.trust().own_travel(actor).await?;
        Ok(Self {
            form: frame.form(Typed::nothing()),
            withheld: travel.is_some_and(|travel| Some(travel.by) != actor.user),
            travel,
            frame,
        })
    }
}

pub(super) async fn show(State(room): State<Accounts>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    page(&TravelPage::new(&room, &actor, frame).await?)
}

pub(super) async fn set_out(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    frame: Frame,
    sent: Submission,
) -> Answer {
    done(&room, &actor, frame, sent, SetOut, "account-travel-begun").await
}

pub(super) async fn say_back(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    frame: Frame,
    sent: Submission,
) -> Answer {
    done(&room, &actor, frame, sent, SayBack, "account-travel-said").await
}

async fn done<C: Command>(
    room: &Accounts,
    actor: &Actor,
    frame: Frame,
    sent: Submission,
    command: C,
    told: &str,
) -> Answer {
    match room.house.perform(actor, Some(&sent.once), command).await {
        Ok(_) => Ok(frame.done(told, HERE)),
        Err(Failure::Refused(refusals)) => {
            let form = frame.refused(sent.typed, refusals);
            let shown = TravelPage::new(room, actor, frame).await?;
            refused_page(&TravelPage { form, ..shown })
        }
        Err(other) => Err(other.into()),
    }
}
