//! Offers of firms and partners, and whom they were proposed to.

mod list;
mod new;
mod one;
mod read;

use relais_shell::{Choice, Frame};

pub use list::{find, show};
pub use new::{ask, create};
pub use one::{change, one, propose, settle, turn};
pub(crate) use read::{candidacy_verb, read_offer, read_profile};

use super::words;
use crate::offers::{Offer, OfferKind, OfferState};

const LIST: &str = "/annuaire/offres";

fn place(frame: &Frame, offer: &Offer) -> String {
    match &offer.region {
        Some(region) => words::area(region, frame.lang),
        None => frame.t("offers-everywhere"),
    }
}

/// Why nobody can be proposed.
fn stands(frame: &Frame, offer: &Offer, left: u32) -> String {
    match (offer.state, left) {
        (OfferState::Open, 0) => frame.t("offers-full"),
        (OfferState::Open, _) => frame.t("offers-over"),
        (state, _) => state.label().get(frame.lang).to_owned(),
    }
}

fn kinds(frame: &Frame) -> Vec<Choice> {
    let choice = |kind: &OfferKind| Choice::new(kind.code(), kind.label().get(frame.lang));
    OfferKind::ALL.iter().map(choice).collect()
}
