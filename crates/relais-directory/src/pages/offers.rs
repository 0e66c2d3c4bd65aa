//! Offers of firms and partners, and whom they were proposed to.

use askama::Template;
use axum::{
    body::Bytes,
    extract::{Path, State},
};
use relais_kernel::{PublicRef, Refusals};
use relais_shell::{
    Answer, Choice, Form, Frame, SignedIn, Submission, Tone, Trouble, Typed, page, refused_page,
};
use relais_trust::{Actor, Failure};

use super::words;
use crate::{
    actions::{CandidacyVerb, OfferForm, ProposeProfile, PutOffer, SettleCandidacy, TurnOffer},
    offers::{Candidacy, CandidacyState, Level, Offer, OfferKind, OfferState, Profile, Turned},
    queries::{OfferLine, OfferView, OffersView, ReadOffer, ReadOffers},
    room::Directory,
};

const LIST: &str = "/annuaire/offres";

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

#[derive(Template)]
#[template(path = "directory/offer.html")]
struct OfferPage {
    frame: Frame,
    form: Form,
    view: OfferView,
    kinds: Vec<Choice>,
    regions: Vec<Choice>,
}

impl OfferPage {
    fn home(&self) -> String {
        format!("{LIST}/{}", self.view.offer.public_ref)
    }

    fn standing(&self) -> (Tone, String) {
        match self.view.takes {
            true => (Tone::Good, self.frame.t1("offers-left", "n", self.view.left)),
            false => (Tone::Quiet, stands(&self.frame, &self.view.offer, self.view.left)),
        }
    }

    fn kind(&self) -> String {
        self.view.offer.kind.label().get(self.frame.lang).to_owned()
    }

    fn place(&self) -> String {
        place(&self.frame, &self.view.offer)
    }

    fn period(&self) -> Option<String> {
        let day = |day| self.frame.date(day);
        match (self.view.offer.from, self.view.offer.until) {
            (None, None) => None,
            (Some(from), None) => Some(self.frame.t1("offers-from-day", "day", day(from))),
            (None, Some(until)) => Some(self.frame.t1("offers-until-day", "day", day(until))),
            (Some(from), Some(until)) => {
                Some(
                    self.frame
                        .t2("offers-between", "from", day(from), "until", day(until)),
                )
            }
        }
    }

    fn levels(&self) -> Vec<Choice> {
        let choice = |level: &Level| Choice::new(level.code(), level.label().get(self.frame.lang));
        Level::ALL.iter().map(choice).collect()
    }

    fn turned(&self) -> Vec<Choice> {
        let choice = |why: &Turned| Choice::new(why.code(), why.label().get(self.frame.lang));
        Turned::ALL.iter().map(choice).collect()
    }

    fn state(&self, one: &Candidacy) -> (Tone, String) {
        let tone = match one.state {
            CandidacyState::Proposed => Tone::Wait,
            CandidacyState::Placed => Tone::Good,
            CandidacyState::Refused => Tone::Stop,
            CandidacyState::Withdrawn => Tone::Quiet,
        };
        let label = one.state.label().get(self.frame.lang).to_owned();
        let why = one.turned.map(|why| why.label().get(self.frame.lang).to_owned());
        (
            tone,
            why.map_or_else(|| label.clone(), |why| format!("{label} ({why})")),
        )
    }

    fn level(&self, one: &Candidacy) -> String {
        let level = one
            .profile
            .level
            .map(|level| level.label().get(self.frame.lang).to_owned());
        level.unwrap_or_default()
    }

    fn region(&self, one: &Candidacy) -> String {
        let region = one.profile.region.as_ref();
        region
            .map(|region| words::area(region, self.frame.lang))
            .unwrap_or_default()
    }

    fn waits(&self, one: &Candidacy) -> bool {
        one.state == CandidacyState::Proposed
    }

    /// Something in the form that changes it is wrong.
    fn refused(&self) -> bool {
        let fields = ["kind", "title", "quota", "from", "until"];
        fields.iter().any(|field| !self.form.faults(field).is_empty())
    }

    fn verbs(&self) -> Vec<(&'static str, String)> {
        let all = [
            (OfferState::Open, "offers-reopen"),
            (OfferState::Paused, "offers-pause"),
            (OfferState::Closed, "offers-close"),
        ];
        let other = |(state, _): &(OfferState, _)| *state != self.view.offer.state;
        let verb = |(state, key): (OfferState, &str)| (state.code(), self.frame.t(key));
        all.into_iter().filter(other).map(verb).collect()
    }
}

fn kinds(frame: &Frame) -> Vec<Choice> {
    let choice = |kind: &OfferKind| Choice::new(kind.code(), kind.label().get(frame.lang));
    OfferKind::ALL.iter().map(choice).collect()
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

async fn look(room: &Directory, actor: &Actor, offer: PublicRef) -> Result<OfferView, Failure> {
    let query = ReadOffer {
        definitions: room.definitions.clone(),
        offer,
    };
    room.house.look(actor, &query).await
}

fn offer_page(frame: Frame, form: Form, view: OfferView) -> OfferPage {
    OfferPage {
        kinds: kinds(&frame),
        regions: words::regions(&view.definition, frame.lang),
        frame,
        form,
        view,
    }
}

/// As it stands, for the form that changes it.
fn typed(view: &OfferView) -> Typed {
    let offer = &view.offer;
    Typed::nothing()
        .with("version", view.version)
        .with("kind", offer.kind.code())
        .with("title", &offer.title)
        .with("skills", &offer.skills)
        .with("conditions", &offer.conditions)
        .with_some("region", offer.region.as_ref())
        .with("quota", offer.quota)
        .with_some("from", offer.from)
        .with_some("until", offer.until)
        .with("contact", &offer.contact)
}

/// One offer.
pub async fn one(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    Path(offer): Path<String>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, words::reference(&offer)?).await?;
    let form = frame.form(if view.keeps {
        typed(&view)
    } else {
        Typed::nothing()
    });
    page(&offer_page(frame, form, view))
}

/// What came of something that was asked of an offer: the offer again, with what is wrong.
async fn told(
    room: &Directory,
    actor: &Actor,
    frame: Frame,
    sent: Submission,
    (offer, key): (PublicRef, &str),
    done: Result<(), Failure>,
) -> Answer {
    match done {
        Ok(()) => Ok(frame.done(key, &format!("{LIST}/{offer}"))),
        Err(Failure::Refused(refusals)) => {
            let view = look(room, actor, offer).await?;
            let form = frame.refused(sent.typed, refusals);
            refused_page(&offer_page(frame, form, view))
        }
        Err(Failure::Stale { .. }) => {
            let view = look(room, actor, offer).await?;
            let said = frame.t("offers-overtaken");
            let frame = frame.noting(Tone::Late, said);
            let form = frame.form(sent.typed.replacing("version", view.version));
            refused_page(&offer_page(frame, form, view))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Changes what it says.
pub async fn change(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    Path(offer): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let offer = words::reference(&offer)?;
    let done = match read_offer(&sent.typed) {
        Ok(form) => {
            let command = PutOffer {
                definitions: room.definitions.clone(),
                offer: Some(offer),
                of: None,
                form,
            };
            room.house
                .perform(&actor, Some(&sent.once), command)
                .await
                .map(drop)
        }
        Err(refusals) => Err(Failure::Refused(refusals)),
    };
    told(&room, &actor, frame, sent, (offer, "offers-changed"), done).await
}

/// Opens, pauses or closes it.
pub async fn turn(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    Path(offer): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let offer = words::reference(&offer)?;
    let command = TurnOffer {
        definitions: room.definitions.clone(),
        offer,
        state: sent
            .typed
            .get("state")
            .parse()
            .map_err(|()| Trouble::Unreadable)?,
        expected: sent
            .typed
            .some("version")
            .and_then(|version| version.parse().ok()),
    };
    let done = room.house.perform(&actor, Some(&sent.once), command).await;
    told(&room, &actor, frame, sent, (offer, "offers-changed"), done).await
}

/// Proposes a profile for it.
pub async fn propose(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    Path(offer): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let offer = words::reference(&offer)?;
    let command = ProposeProfile {
        definitions: room.definitions.clone(),
        offer,
        profile: read_profile(&sent.typed)?,
    };
    let done = room
        .house
        .perform(&actor, Some(&sent.once), command)
        .await
        .map(drop);
    told(&room, &actor, frame, sent, (offer, "offers-proposed"), done).await
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

/// Answers a proposal, or takes it back.
pub async fn settle(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    Path((offer, candidacy)): Path<(String, String)>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let offer = words::reference(&offer)?;
    let command = SettleCandidacy {
        definitions: room.definitions.clone(),
        offer,
        candidacy: words::reference(&candidacy)?,
        verb: candidacy_verb(&sent.typed)?,
    };
    let done = room.house.perform(&actor, Some(&sent.once), command).await;
    told(&room, &actor, frame, sent, (offer, "offers-answered"), done).await
}
