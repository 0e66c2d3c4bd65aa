//! Every offer; those for a profile first.

use askama::Template;
use axum::{body::Bytes, extract::State};
use relais_shell::{Answer, Choice, Form, Frame, SignedIn, Tone, Typed, page};
use relais_trust::Actor;

use super::{super::words, place, read_profile, stands};
use crate::{
    offers::Profile,
    queries::{OfferLine, OffersView, ReadOffers},
    room::Directory,
};

#[derive(Template)]
#[template(path = "directory/offers.html")]
struct OffersPage {
    frame: Frame,
    form: Form,
    view: OffersView,
    regions: Vec<Choice>,
    /// A profile was asked for.
    asked: bool,
}

impl OffersPage {
    fn standing(&self, line: &OfferLine) -> (Tone, String) {
        match line.takes {
            true => (Tone::Good, self.frame.t1("offers-left", "n", line.left)),
            false => (Tone::Quiet, stands(&self.frame, &line.offer, line.left)),
        }
    }

    fn place(&self, line: &OfferLine) -> String {
        place(&self.frame, &line.offer)
    }

    fn kind(&self, line: &OfferLine) -> String {
        line.offer.kind.label().get(self.frame.lang).to_owned()
    }
}

async fn list(room: &Directory, actor: &Actor, frame: Frame, typed: Typed) -> Answer {
    let profile = read_profile(&typed)?;
    let asked = profile != Profile::default();
    let query = ReadOffers {
        definitions: room.definitions.clone(),
        profile,
    };
    let view = room.house.look(actor, &query).await?;
    page(&OffersPage {
        regions: words::regions(&view.definition, frame.lang),
        form: frame.form(typed),
        view,
        frame,
        asked,
    })
}

/// Every offer.
pub async fn show(State(room): State<Directory>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    list(&room, &actor, frame, Typed::nothing()).await
}

/// Those for a profile first. It comes as a form: what somebody can do stands in no address.
pub async fn find(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    frame: Frame,
    body: Bytes,
) -> Answer {
    list(&room, &actor, frame, Typed::parse(&body)?).await
}
