//! A new offer.

use askama::Template;
use axum::extract::State;
use relais_kernel::PublicRef;
use relais_shell::{Answer, Choice, Form, Frame, SignedIn, Submission, Trouble, Typed, page, refused_page};
use relais_trust::{Actor, Failure};

use super::{super::words, LIST, kinds, read_offer};
use crate::{actions::PutOffer, offers::Profile, queries::ReadOffers, room::Directory};

#[derive(Template)]
#[template(path = "directory/offer_new.html")]
struct NewPage {
    frame: Frame,
    form: Form,
    kinds: Vec<Choice>,
    regions: Vec<Choice>,
    /// For the directory manager: whose offer it is.
    organisations: Vec<Choice>,
}

async fn fresh_form(room: &Directory, actor: &Actor, frame: Frame, form: Form) -> Result<NewPage, Trouble> {
    let query = ReadOffers {
        definitions: room.definitions.clone(),
        profile: Profile::default(),
    };
    let view = room.house.look(actor, &query).await?;
    if !view.offers_too {
        return Err(Trouble::Missing);
    }
    let choice = |(reference, name): &(PublicRef, relais_kernel::Localised)| {
        Choice::new(reference.to_string(), name.get(frame.lang))
    };
    Ok(NewPage {
        kinds: kinds(&frame),
        regions: words::regions(&view.definition, frame.lang),
        organisations: view.organisations.iter().map(choice).collect(),
        form,
        frame,
    })
}

/// A new offer.
pub async fn ask(State(room): State<Directory>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let form = frame.form(Typed::nothing());
    page(&fresh_form(&room, &actor, frame, form).await?)
}

/// Makes it.
pub async fn create(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let of = sent
        .typed
        .some("organisation")
        .map(words::reference)
        .transpose()?;
    let done = match read_offer(&sent.typed) {
        Ok(form) => {
            let command = PutOffer {
                definitions: room.definitions.clone(),
                offer: None,
                of,
                form,
            };
            room.house.perform(&actor, Some(&sent.once), command).await
        }
        Err(refusals) => Err(Failure::Refused(refusals)),
    };
    match done {
        Ok(offer) => Ok(frame.done("offers-made", &format!("{LIST}/{offer}"))),
        Err(Failure::Refused(refusals)) => {
            let form = frame.refused(sent.typed, refusals);
            refused_page(&fresh_form(&room, &actor, frame, form).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}
