//! The people of one's own organisation, for the minute in which one of them has lost their telephone.

use askama::Template;
use axum::extract::State;
use relais_kernel::PublicRef;
use relais_trust::{
    Actor, Failure,
    accounts::{AccountFace, WithholdRights},
};

use super::{
    super::{Accounts, queries::ListColleagues},
    reference::Ref,
};
use crate::{Answer, Form, Frame, SignedIn, Submission, Trouble, Typed, page, refused_page};

#[derive(Template)]
#[template(path = "people/colleagues.html")]
struct ColleaguesPage {
    frame: Frame,
    form: Form,
    colleagues: Vec<AccountFace>,
}

impl ColleaguesPage {
    async fn new(room: &Accounts, actor: &Actor, frame: Frame) -> Result<Self, Failure> {
        Ok(Self {
            colleagues: room.house.look(actor, &ListColleagues).await?,
            form: frame.form(Typed::nothing()),
            frame,
        })
    }
}

pub(super) async fn list(State(room): State<Accounts>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    page(&ColleaguesPage::new(&room, &actor, frame).await?)
}

pub(super) async fn protect(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(person): Ref,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let command = WithholdRights {
        user: one(&room, &actor, person).await?.id,
    };
    match room.house.perform(&actor, Some(&sent.once), command).await {
        Ok(()) => Ok(frame.done("people-withheld", "/collegues")),
        Err(Failure::Refused(refusals)) => {
            let form = frame.refused(sent.typed, refusals);
            let shown = ColleaguesPage::new(&room, &actor, frame).await?;
            refused_page(&ColleaguesPage { form, ..shown })
        }
        Err(other) => Err(other.into()),
    }
}

/// A colleague, by what stands in addresses.
pub(in super::super) async fn one(
    room: &Accounts,
    actor: &Actor,
    person: PublicRef,
) -> Result<AccountFace, Trouble> {
    let all = room.house.look(actor, &ListColleagues).await?;
    let found = all.into_iter().find(|face| face.public_ref == person);
    found.ok_or(Trouble::Missing)
}
