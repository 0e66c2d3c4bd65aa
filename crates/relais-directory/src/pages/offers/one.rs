//! One offer, and whom it was proposed to.

use askama::Template;
use axum::extract::{Path, State};
use relais_kernel::PublicRef;
use relais_shell::{
    Answer, Choice, Form, Frame, SignedIn, Submission, Tone, Trouble, Typed, page, refused_page,
};
use relais_trust::{Actor, Failure};

use super::{
    super::{again::again, words},
    LIST, candidacy_verb, kinds, place, read_offer, read_profile, stands,
};
use crate::{
    actions::{ProposeProfile, PutOffer, SettleCandidacy, TurnOffer},
    offers::{Candidacy, CandidacyState, Level, OfferState, Turned},
    queries::{OfferView, ReadOffer},
    room::Directory,
};

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
        // What does not exist for somebody is not looked up again.
        Err(failure @ (Failure::Refused(_) | Failure::Stale { .. })) => {
            let view = look(room, actor, offer).await?;
            let typed = match failure {
                Failure::Stale { .. } => sent.typed.replacing("version", view.version),
                _ => sent.typed,
            };
            let (frame, form) = again(frame, typed, failure, "offers-overtaken")?;
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
