//! What the forms of offers and proposals say.

use relais_kernel::Refusals;
use relais_shell::{Trouble, Typed};

use crate::{
    actions::{CandidacyVerb, OfferForm},
    offers::{OfferKind, Profile, Turned},
};

/// What somebody can do, as it was typed or sent.
///
/// # Errors
/// [`Trouble::Unreadable`] for what the form cannot have sent.
pub(crate) fn read_profile(typed: &Typed) -> Result<Profile, Trouble> {
    let mut read = typed.read();
    let profile = Profile {
        skills: typed.get("skills").trim().to_owned(),
        level: read.may("level"),
        region: read.may("region"),
    };
    read.done().map_err(|_| Trouble::Unreadable)?;
    Ok(profile)
}

/// What an offer says, as it was typed or sent.
///
/// # Errors
/// Everything that cannot be read.
pub(crate) fn read_offer(typed: &Typed) -> Result<OfferForm, Refusals> {
    let mut read = typed.read();
    let words = |name: &str| typed.get(name).trim().to_owned();
    let mut form = OfferForm::titled(&words("title"));
    let offer = &mut form.offer;
    offer.kind = read.needed("kind").unwrap_or(OfferKind::Job);
    offer.skills = words("skills");
    offer.conditions = words("conditions");
    offer.region = read.may("region");
    offer.quota = read.may("quota").unwrap_or_default();
    (offer.from, offer.until) = (read.date("from"), read.date("until"));
    offer.contact = words("contact");
    form.expected = read.may("version");
    read.done().map(|()| form)
}

/// Reads what becomes of a proposal.
pub(crate) fn candidacy_verb(typed: &Typed) -> Result<CandidacyVerb, Trouble> {
    match typed.get("verb") {
        "place" => Ok(CandidacyVerb::Place),
        "withdraw" => Ok(CandidacyVerb::Withdraw),
        "refuse" => {
            let why: Result<Turned, ()> = typed.get("why").parse();
            why.map(CandidacyVerb::Refuse).map_err(|()| Trouble::Unreadable)
        }
        _ => Err(Trouble::Unreadable),
    }
}
