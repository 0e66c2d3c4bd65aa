use std::{collections::BTreeMap, sync::Arc};

use relais_kernel::{Localised, PublicRef};
use relais_mechanism::{Definition, Definitions};
use relais_platform::Failure;
use relais_trust::{Query, Sight};

use crate::{
    OrganisationId,
    offers::{Candidacy, CandidacyState, Offer, Partnership, Profile, rank},
    room::Standing,
    store::{
        directory_organisations,
        offers::{Versioned, all_offers, all_partnerships, candidacies_for, candidacy_counts, offer_of},
    },
};

/// The offers of firms and partners, for every member: those that fit a profile first.
pub struct ReadOffers {
    pub definitions: Definitions,
    /// Held in no address and in no history.
    pub profile: Profile,
}

/// Offers, and how many places came of them (SU-06).
pub struct OffersView {
    pub definition: Arc<Definition>,
    pub offers: Vec<OfferLine>,
    pub counts: Counts,
    /// The reader may offer.
    pub offers_too: bool,
    /// The reader leads partnerships.
    pub leads: bool,
    /// For the directory manager: whom an offer can be made for.
    pub organisations: Vec<(PublicRef, Localised)>,
}

/// An offer of a list.
pub struct OfferLine {
    pub offer: Offer,
    pub organisation: Localised,
    pub left: u32,
    pub takes: bool,
    /// Its words are those of the profile that was asked for.
    pub skilled: bool,
    pub near: bool,
}

/// Places, and what became of proposals (SU-06).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub places: u32,
    pub waiting: u32,
    pub placed: u32,
    pub refused: u32,
}

impl Counts {
    fn add(&mut self, offer: &Offer, states: Option<&BTreeMap<CandidacyState, u32>>) {
        let of = |state| {
            states
                .and_then(|all| all.get(&state))
                .copied()
                .unwrap_or_default()
        };
        self.places += offer.quota;
        self.waiting += of(CandidacyState::Proposed);
        self.placed += of(CandidacyState::Placed);
        self.refused += of(CandidacyState::Refused);
    }
}

type Names = BTreeMap<OrganisationId, Localised>;

async fn names(sight: &Sight<'_>) -> Result<Names, Failure> {
    let all = directory_organisations(sight.rows()).await?;
    Ok(all.into_iter().map(|of| (of.id, of.name)).collect())
}

fn named(names: &Names, of: OrganisationId) -> Localised {
    names.get(&of).cloned().unwrap_or_else(|| Localised::new("", ""))
}

impl Query for ReadOffers {
    type View = OffersView;

    async fn look(&self, sight: &Sight<'_>) -> Result<OffersView, Failure> {
        let (guard, actor) = (sight.trust().guard(), sight.actor());
        let standing = Standing::of(sight.rows(), actor, &self.definitions, sight.now()).await?;
        standing.may_read(guard, actor)?;
        let organisations = directory_organisations(sight.rows()).await?;
        let names: Names = organisations.iter().map(|of| (of.id, of.name.clone())).collect();
        let keeps = standing.keeps(guard, actor);
        let choices = organisations.into_iter().filter(|_| keeps);
        let choices = choices.map(|of| (of.public_ref, of.name)).collect();
        let states = candidacy_counts(sight.rows()).await?;
        let all: Vec<Offer> = all_offers(sight.rows())
            .await?
            .into_iter()
            .map(|one| one.record)
            .collect();
        let mut counts = Counts::default();
        let mut placed = BTreeMap::new();
        for offer in &all {
            let of = states.get(&offer.public_ref);
            counts.add(offer, of);
            let n = of.and_then(|all| all.get(&CandidacyState::Placed)).copied();
            placed.insert(offer.public_ref, n.unwrap_or_default());
        }
        let shown: Vec<&Offer> = all.iter().collect();
        let line = |one: crate::offers::Ranked| {
            let offer = shown.get(one.at)?;
            let placed = placed.get(&offer.public_ref).copied().unwrap_or_default();
            Some(OfferLine {
                left: offer.left(placed),
                takes: offer.takes(placed, standing.today),
                organisation: named(&names, offer.organisation),
                offer: (*offer).clone(),
                skilled: one.skilled,
                near: one.near,
            })
        };
        let mut offers: Vec<OfferLine> = rank(&shown, &self.profile).into_iter().filter_map(line).collect();
        // What takes nobody comes last, whatever its words are.
        offers.sort_by_key(|line| !line.takes);
        Ok(OffersView {
            offers_too: keeps || standing.speaks(guard, actor),
            organisations: choices,
            leads: standing.leads(guard, actor),
            definition: standing.definition,
            offers,
            counts,
        })
    }
}

/// One offer with what was proposed for it.
pub struct ReadOffer {
    pub definitions: Definitions,
    pub offer: PublicRef,
}

/// An offer as a reader may see it.
pub struct OfferView {
    pub definition: Arc<Definition>,
    pub offer: Offer,
    pub version: i64,
    pub organisation: Localised,
    pub left: u32,
    pub takes: bool,
    /// For the partner and the directory manager all of them; for those who propose, their own.
    pub candidacies: Vec<(Candidacy, Localised)>,
    /// The reader changes it and answers proposals.
    pub keeps: bool,
    /// The reader may propose a profile.
    pub proposes: bool,
    /// How the partner is reached is told.
    pub reached: bool,
}

impl Query for ReadOffer {
    type View = OfferView;

    async fn look(&self, sight: &Sight<'_>) -> Result<OfferView, Failure> {
        let (guard, actor) = (sight.trust().guard(), sight.actor());
        let standing = Standing::of(sight.rows(), actor, &self.definitions, sight.now()).await?;
        standing.may_read(guard, actor)?;
        let Versioned { record, version } = offer_of(sight.rows(), self.offer).await?;
        let names = names(sight).await?;
        let mut all = candidacies_for(sight.rows(), self.offer).await?;
        let is_placed = |one: &&Candidacy| one.state == CandidacyState::Placed;
        let placed = u32::try_from(all.iter().filter(is_placed).count()).unwrap_or(u32::MAX);
        let own = record.organisation == standing.organisation && standing.speaks(guard, actor);
        let keeps = own || standing.keeps(guard, actor);
        let proposes = standing.proposes(guard, actor);
        all.retain(|one| keeps || (proposes && one.from == standing.organisation));
        let reached = keeps || all.iter().any(|one| one.state == CandidacyState::Placed);
        Ok(OfferView {
            organisation: named(&names, record.organisation),
            left: record.left(placed),
            takes: record.takes(placed, standing.today),
            candidacies: all
                .into_iter()
                .map(|one| (one.clone(), named(&names, one.from)))
                .collect(),
            definition: standing.definition,
            offer: record,
            version,
            keeps,
            proposes,
            reached,
        })
    }
}

/// The partnerships on their way, for those who lead them.
pub struct ReadPartnerships {
    pub definitions: Definitions,
}

/// By stage.
pub struct PartnershipsView {
    pub partnerships: Vec<Versioned<Partnership>>,
    pub today: jiff::civil::Date,
}

impl Query for ReadPartnerships {
    type View = PartnershipsView;

    async fn look(&self, sight: &Sight<'_>) -> Result<PartnershipsView, Failure> {
        let (guard, actor) = (sight.trust().guard(), sight.actor());
        let standing = Standing::of(sight.rows(), actor, &self.definitions, sight.now()).await?;
        if !standing.leads(guard, actor) {
            return Err(Failure::Missing);
        }
        let mut partnerships = all_partnerships(sight.rows(), standing.mechanism.uuid()).await?;
        // Those that are late come first, what came to nothing last.
        partnerships.sort_by_key(|one| {
            (
                one.record.stage,
                !one.record.is_late(standing.today),
                one.record.due,
            )
        });
        Ok(PartnershipsView {
            partnerships,
            today: standing.today,
        })
    }
}
