use std::collections::{BTreeMap, BTreeSet, HashMap};

use relais_casework::{
    NeedId,
    code::{Code, Codes, GROUPS},
    need::Need,
    queries::{KnownNeed, known_need},
    store::{CaseRow, NeedRow, case_by_ref, ledger_of, need_by_ref},
};
use relais_directory::{
    Ages, Bearing, CrowFlies, FreshnessRules, Measures, NeedFacts, PersonFacts, Prefilter, Reliance,
    ServiceId, ShownPlace, Spot, Vocabulary, find,
    store::{Look, doubts, services_for},
};
use relais_geography::Gazetteer;
use relais_kernel::{Localised, Priority, PublicRef};
use relais_mechanism::{Definition, Definitions, ReferralStep};
use relais_platform::Failure;
use relais_trust::{Deed, Query, Sight, accounts};

use crate::{
    referral::Referral,
    room::roles_for,
    store::{ReferralRow, referrals_of_case},
};

/// The services that can take a person for one of their needs, best first, each with its reasons; and the others,
/// each with what stands in the way.
pub struct FindServices {
    pub definitions: Definitions,
    pub case: PublicRef,
    pub need: PublicRef,
}

/// A service that fits.
#[derive(Debug, Clone, PartialEq)]
pub struct FitLine {
    pub service: PublicRef,
    pub name: Localised,
    pub organisation: Localised,
    /// The town, or the region alone for a hidden address.
    pub place: Option<Localised>,
    /// What speaks for it, and what has to be confirmed.
    pub reasons: Vec<(Bearing, Localised)>,
    pub available: Option<u32>,
}

/// A service that does not.
#[derive(Debug, Clone, PartialEq)]
pub struct OutLine {
    pub name: Localised,
    pub organisation: Localised,
    pub reasons: Vec<Localised>,
}

/// The screen.
#[derive(Debug, Clone)]
pub struct ServiceChoice {
    pub case: PublicRef,
    pub case_code: String,
    pub need: PublicRef,
    pub need_name: Localised,
    /// The need stands for another that the reader may not know: the services are those for what they know.
    pub reserved: bool,
    pub priority: Priority,
    pub fits: Vec<FitLine>,
    pub out: Vec<OutLine>,
}

impl Query for FindServices {
    type View = ServiceChoice;

    async fn look(&self, sight: &Sight<'_>) -> Result<ServiceChoice, Failure> {
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        let definition = self.definitions.current(sight.rows(), mechanism).await?;
        let row = case_by_ref(sight.rows(), self.case).await?;
        let roles = roles_for(&definition, ReferralStep::Draft);
        sight.permit(Deed::PrepareReferral, &roles, &row.protected())?;
        let need = need_by_ref(sight.rows(), row.case.id, self.need).await?;
        let before = Before::of(&referrals_of_case(sight.rows(), row.case.id).await?, need.need.id);
        services_of_need(sight, &definition, &row, &need, &before).await
    }
}

/// What is looked for, and under which name the reader may see it.
struct Sought {
    codes: BTreeSet<Code>,
    name: Code,
    reserved: bool,
}

/// The need's own code for those who may read it. Others look for the code in clear, and, where a service came to
/// nothing, for what that service offers of the codes behind it: they knew the service.
async fn sought(
    sight: &Sight<'_>,
    definition: &Definition,
    row: &CaseRow,
    need: &Need,
    before: &Before,
) -> Result<Sought, Failure> {
    Ok(match known_need(sight, definition, row, need).await? {
        KnownNeed::Exactly(name) => Sought {
            codes: BTreeSet::from([name.clone()]),
            name,
            reserved: false,
        },
        KnownNeed::Behind(name, behind) => {
            let mut codes: BTreeSet<Code> = behind.intersection(&before.offered).cloned().collect();
            codes.insert(name.clone());
            Sought {
                codes,
                name,
                reserved: true,
            }
        }
    })
}

/// What happened before with the services of one need, each with the sentence that says so.
#[derive(Debug, Default)]
pub(super) struct Before {
    /// Asked now: shown with a word, so that nobody asks twice by mistake.
    pub asked: BTreeMap<ServiceId, Localised>,
    /// Came to nothing: not proposed again.
    pub tried: BTreeMap<ServiceId, Localised>,
    /// What the service that came to nothing offers.
    pub offered: BTreeSet<Code>,
}

impl Before {
    pub fn of(referrals: &[ReferralRow], need: NeedId) -> Self {
        let open = referrals
            .iter()
            .map(|row| &row.referral)
            .filter(|r| r.need == need && r.kind().is_open());
        let said = |r: &Referral| match r.milestones.sent_at {
            Some(_) => Localised::new("Déjà sollicité pour ce besoin", "Already asked for this need"),
            None => Localised::new("Un brouillon existe déjà", "There is a draft already"),
        };
        Self {
            asked: open.map(|r| (r.service, said(r))).collect(),
            ..Self::default()
        }
    }
}

/// The choice for one need of a case.
pub(super) async fn services_of_need(
    sight: &Sight<'_>,
    definition: &Definition,
    row: &CaseRow,
    need: &NeedRow,
    before: &Before,
) -> Result<ServiceChoice, Failure> {
    let (need_ref, need) = (need.public_ref, &need.need);
    let facts = &row.case.facts;
    let region = facts.region.clone();
    let centre = Gazetteer::embedded().locate(None, Some(region.as_str()));
    let spot = Spot {
        region: Some(region),
        department: facts.department.clone(),
        town: None,
        point: centre,
    };
    let zoned = sight.now().to_zoned(definition.calendar.zone());
    let sought = sought(sight, definition, row, need, before).await?;
    let wanted = NeedFacts {
        needs: sought.codes,
        priority: need.urgency,
        spot,
        now: zoned.datetime(),
        wanted_on: zoned.date(),
    };
    let ledger = ledger_of(sight.rows(), row.case.id).await?;
    let person = PersonFacts {
        age: facts.age_band.map_or(Ages::UNKNOWN, Ages::band),
        sex: facts.sex.given().copied(),
        groups: Some(facts.target_groups.clone()),
        perhaps: definition.behind(GROUPS, &facts.target_groups),
        avoid: withheld(&ledger),
        ..PersonFacts::default()
    };
    let services = services_for(sight.rows(), &Prefilter::of(&wanted)).await?;
    let freshness = FreshnessRules::from(definition.directory);
    let matches = find(
        &wanted,
        &person,
        &services,
        Measures {
            distances: &CrowFlies,
            freshness,
        },
    );
    let look = Look {
        mechanism: row.case.mechanism,
        rules: freshness,
        today: zoned.date(),
        now: sight.now(),
    };
    let doubts = doubts(sight.rows(), look, &services).await?;
    let words = Vocabulary::from(definition);
    let names: HashMap<_, _> = accounts::organisations(sight.rows())
        .await?
        .into_iter()
        .map(|o| (o.id, o.name))
        .collect();
    let named = |id| names.get(id).cloned().unwrap_or_else(|| Localised::new("—", "—"));
    let today = zoned.date();
    let available: HashMap<_, _> = services
        .iter()
        .map(|s| {
            (
                s.id,
                s.capacity.as_ref().and_then(relais_directory::Capacity::free),
            )
        })
        .collect();
    let fits = matches
        .fits
        .iter()
        .filter(|fit| !before.tried.contains_key(&fit.service.id));
    // What is hardly to be relied upon comes after what is, whatever else speaks for it.
    let poor = |id| {
        doubts
            .get(id)
            .is_some_and(|(reliance, _)| *reliance == Reliance::Poor)
    };
    let mut fits: Vec<_> = fits.collect();
    fits.sort_by_key(|fit| poor(&fit.service.id));
    let fits = fits.into_iter().map(|fit| FitLine {
        service: fit.service.public_ref,
        name: fit.service.name.clone(),
        organisation: named(&fit.service.organisation),
        place: place(&fit.service.place),
        reasons: (before.asked.get(&fit.service.id).into_iter())
            .chain(doubts.get(&fit.service.id).into_iter().flat_map(|(_, why)| why))
            .map(|said| (Bearing::ToConfirm, said.clone()))
            .chain(
                fit.reasons
                    .iter()
                    .map(|r| r.tell(&words, today))
                    .map(|t| (t.bearing, t.sentence)),
            )
            .collect(),
        available: available.get(&fit.service.id).copied().flatten(),
    });
    let tried = services.iter().filter_map(|service| {
        let said = before.tried.get(&service.id)?.clone();
        Some(OutLine {
            name: service.name.clone(),
            organisation: named(&service.organisation),
            reasons: vec![said],
        })
    });
    let excluded = matches
        .excluded
        .iter()
        .filter(|e| !before.tried.contains_key(&e.service.id));
    let out = excluded.map(|e| OutLine {
        name: e.service.name.clone(),
        organisation: named(&e.service.organisation),
        reasons: e.reasons.iter().map(|r| r.sentence(&words, today)).collect(),
    });
    let label = definition.item("need", sought.name.as_str());
    Ok(ServiceChoice {
        case: row.case.public_ref,
        case_code: row.case.code.to_string(),
        need: need_ref,
        need_name: label.map_or_else(
            |_| Localised::new(sought.name.as_str(), sought.name.as_str()),
            |item| item.label.clone(),
        ),
        reserved: sought.reserved,
        priority: need.urgency,
        fits: fits.collect(),
        out: tried.chain(out).collect(),
    })
}
/// Organisations that the person does not want to hear of them, as far as the ledger names them.
fn withheld(ledger: &relais_casework::consent::Ledger) -> BTreeSet<relais_directory::OrganisationId> {
    ledger
        .records()
        .iter()
        .flat_map(relais_casework::consent::Consent::withheld_from)
        .filter_map(|party| match party {
            relais_casework::consent::Party::Organisation(o) => Some(*o),
            relais_casework::consent::Party::User(_) => None,
        })
        .collect()
}

fn place(shown: &ShownPlace<'_>) -> Option<Localised> {
    let region = |code: &str| Gazetteer::embedded().region(code).map(|r| r.name.clone());
    match shown {
        ShownPlace::Full(place) => match (&place.spot.town, &place.spot.region) {
            (Some(town), _) => Some(Localised::new(town, town)),
            (None, Some(code)) => region(code.as_str()),
            (None, None) => None,
        },
        ShownPlace::RegionOnly(code) => code.and_then(|code| region(code.as_str())),
    }
}
