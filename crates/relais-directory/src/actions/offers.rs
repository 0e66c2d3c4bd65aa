//! Offers, proposals and partnerships.

use relais_kernel::{Id, PublicRef, Refusal, Refusals};
use relais_mechanism::Definitions;
use relais_platform::Failure;
use relais_trust::{Command, Deed, Protected, Scene};
use uuid::Uuid;

use crate::{
    OrganisationId,
    offers::{
        Candidacy, CandidacyState, Offer, OfferKind, OfferState, Partnership, Profile, Stage, Step, Turned,
    },
    room::{Standing, keepers, leaders, partners, proposers},
    store::{
        directory_organisations,
        offers::{
            Versioned, all_partnerships, candidacies_for, candidacy_of, offer_of, put_candidacy, put_offer,
            put_partnership,
        },
    },
};

/// What is filled in of an offer.
#[derive(Debug, Clone)]
pub struct OfferForm {
    pub offer: Offer,
    /// The version that was seen; none of a new offer.
    pub expected: Option<i64>,
}

impl OfferForm {
    /// One place under a title, and nothing else yet.
    pub fn titled(title: &str) -> Self {
        Self {
            offer: Offer {
                public_ref: PublicRef::from_uuid(Uuid::nil()),
                organisation: Id::from_uuid(Uuid::nil()),
                kind: OfferKind::Job,
                title: title.to_owned(),
                skills: String::new(),
                conditions: String::new(),
                region: None,
                quota: 1,
                from: None,
                until: None,
                contact: String::new(),
                state: OfferState::Open,
            },
            expected: None,
        }
    }
}

/// Makes an offer, or changes what it says: the partner for itself, or the directory manager for one without an account.
#[derive(Clone)]
pub struct PutOffer {
    pub definitions: Definitions,
    /// `None`: a new one.
    pub offer: Option<PublicRef>,
    /// For the directory manager: whose offer it is. Everybody else offers for their own organisation.
    pub of: Option<PublicRef>,
    pub form: OfferForm,
}

impl Command for PutOffer {
    type Outcome = PublicRef;
    const NAME: &'static str = "PutOffer";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.definitions, scene.now()).await?;
        let mut offer = self.form.offer.clone();
        match self.offer {
            Some(reference) => {
                let held = offer_of(scene.rows(), reference).await?.record;
                (offer.public_ref, offer.organisation, offer.state) =
                    (reference, held.organisation, held.state);
            }
            None => {
                offer.public_ref = PublicRef::new(scene.chance());
                offer.organisation = match self.of {
                    Some(of) => organisation(scene, of).await?,
                    None => standing.organisation,
                };
            }
        }
        may_offer(scene, &standing, &offer)?;
        offer.check().map_err(Failure::Refused)?;
        put_offer(scene, &offer, self.form.expected).await?;
        Ok(offer.public_ref)
    }
}

async fn organisation(scene: &Scene<'_>, of: PublicRef) -> Result<OrganisationId, Failure> {
    let all = directory_organisations(scene.rows()).await?;
    let found = all.into_iter().find(|one| one.public_ref == of);
    Ok(found.ok_or(Failure::Missing)?.id)
}

/// Whoever keeps the directory, or speaks for the organisation of the offer.
fn may_offer(scene: &Scene<'_>, standing: &Standing, offer: &Offer) -> Result<(), Failure> {
    let whole = Protected::mechanism(standing.mechanism);
    if scene.permit(Deed::ChangeDirectory, &keepers(), &whole).is_ok() {
        return Ok(());
    }
    let desk = Protected::desk(offer.public_ref.uuid(), offer.organisation);
    scene.permit(Deed::ChangeOwnService, &partners(), &desk).map(drop)
}

/// Opens, pauses or closes an offer.
#[derive(Clone)]
pub struct TurnOffer {
    pub definitions: Definitions,
    pub offer: PublicRef,
    pub state: OfferState,
    pub expected: Option<i64>,
}

impl Command for TurnOffer {
    type Outcome = ();
    const NAME: &'static str = "TurnOffer";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.definitions, scene.now()).await?;
        let Versioned { mut record, version } = offer_of(scene.rows(), self.offer).await?;
        may_offer(scene, &standing, &record)?;
        record.state = self.state;
        put_offer(scene, &record, self.expected.or(Some(version))).await
    }
}

/// Proposes what somebody can do for an offer, without who they are.
#[derive(Clone)]
pub struct ProposeProfile {
    pub definitions: Definitions,
    pub offer: PublicRef,
    pub profile: Profile,
}

impl Command for ProposeProfile {
    type Outcome = PublicRef;
    const NAME: &'static str = "ProposeProfile";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.definitions, scene.now()).await?;
        let desk = Protected::desk(self.offer.uuid(), standing.organisation);
        scene.permit(Deed::ChangeOwnService, &proposers(), &desk)?;
        let offer = offer_of(scene.rows(), self.offer).await?.record;
        let placed = placed(&candidacies_for(scene.rows(), self.offer).await?);
        offer.propose(placed, standing.today)?;
        if self.profile.skills.trim().is_empty() {
            return Err(skills_missing().into());
        }
        let made = Candidacy {
            public_ref: PublicRef::new(scene.chance()),
            offer: self.offer,
            from: standing.organisation,
            profile: self.profile.clone(),
            state: CandidacyState::Proposed,
            turned: None,
            made: scene.now(),
            answered: None,
        };
        put_candidacy(scene, &made).await?;
        Ok(made.public_ref)
    }
}

fn placed(all: &[Candidacy]) -> u32 {
    let placed = all
        .iter()
        .filter(|one| one.state == CandidacyState::Placed)
        .count();
    u32::try_from(placed).unwrap_or(u32::MAX)
}

fn skills_missing() -> Refusal {
    Refusal::new(
        "SkillsMissing",
        "Dites ce que la personne sait faire, sans son nom.",
        "Say what the person can do, without their name.",
    )
    .at("skills")
}

/// What becomes of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CandidacyVerb {
    /// By the partner, or the directory manager for it.
    Place,
    Refuse(Turned),
    /// By the organisation that proposed.
    Withdraw,
}

/// Answers a proposal, or takes it back.
#[derive(Clone)]
pub struct SettleCandidacy {
    pub definitions: Definitions,
    pub offer: PublicRef,
    pub candidacy: PublicRef,
    pub verb: CandidacyVerb,
}

impl Command for SettleCandidacy {
    type Outcome = ();
    const NAME: &'static str = "SettleCandidacy";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.definitions, scene.now()).await?;
        let held = candidacy_of(scene.rows(), self.candidacy).await?;
        if held.offer != self.offer {
            return Err(Failure::Missing);
        }
        let offer = offer_of(scene.rows(), held.offer).await?.record;
        let ended = match self.verb {
            CandidacyVerb::Withdraw => {
                let desk = Protected::desk(held.public_ref.uuid(), held.from);
                scene.permit(Deed::ChangeOwnService, &proposers(), &desk)?;
                held.withdraw(scene.now())?
            }
            CandidacyVerb::Refuse(why) => {
                may_offer(scene, &standing, &offer)?;
                held.refuse(why, scene.now())?
            }
            CandidacyVerb::Place => {
                may_offer(scene, &standing, &offer)?;
                let all = candidacies_for(scene.rows(), held.offer).await?;
                if offer.left(placed(&all)) == 0 {
                    return Err(quota_reached().into());
                }
                held.place(scene.now())?
            }
        };
        put_candidacy(scene, &ended).await
    }
}

fn quota_reached() -> Refusal {
    Refusal::new(
        "QuotaReached",
        "Toutes les places de cette offre sont prises.",
        "All places of this offer are taken.",
    )
}

/// Begins to follow a partnership.
#[derive(Clone)]
pub struct BeginPartnership {
    pub definitions: Definitions,
    /// As it was filled in; its reference is made here.
    pub partnership: Partnership,
}

impl Command for BeginPartnership {
    type Outcome = PublicRef;
    const NAME: &'static str = "BeginPartnership";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = leading(scene, &self.definitions).await?;
        let mut made = self.partnership.clone();
        made.public_ref = PublicRef::new(scene.chance());
        made.check().map_err(Failure::Refused)?;
        put_partnership(scene, standing.mechanism.uuid(), &made, None).await?;
        Ok(made.public_ref)
    }
}

/// Notes a step of a partnership, and what is next.
#[derive(Clone)]
pub struct StepPartnership {
    pub definitions: Definitions,
    pub partnership: PublicRef,
    pub expected: Option<i64>,
    pub stage: Stage,
    pub words: String,
    pub next: String,
    pub due: Option<jiff::civil::Date>,
}

impl Command for StepPartnership {
    type Outcome = ();
    const NAME: &'static str = "StepPartnership";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let standing = leading(scene, &self.definitions).await?;
        let mechanism = standing.mechanism.uuid();
        let all = all_partnerships(scene.rows(), mechanism).await?;
        let held = all
            .into_iter()
            .find(|one| one.record.public_ref == self.partnership);
        let Versioned { record, version } = held.ok_or(Failure::Missing)?;
        let step = Step {
            at: scene.now(),
            stage: self.stage,
            words: self.words.clone(),
        };
        let stepped: Result<_, Refusals> = record.step(step, self.next.clone(), self.due);
        let stepped = stepped.map_err(Failure::Refused)?;
        put_partnership(scene, mechanism, &stepped, self.expected.or(Some(version))).await
    }
}

/// Partnerships are led by the coordination and by whoever keeps the directory.
async fn leading(scene: &Scene<'_>, definitions: &Definitions) -> Result<Standing, Failure> {
    let standing = Standing::of(scene.rows(), scene.actor(), definitions, scene.now()).await?;
    let whole = Protected::mechanism(standing.mechanism);
    scene.permit(Deed::Coordinate, &leaders(), &whole)?;
    Ok(standing)
}
