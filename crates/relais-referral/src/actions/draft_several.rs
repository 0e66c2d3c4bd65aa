use relais_casework::store::{CaseRow, NeedRow, case_by_ref, need_by_ref};
use relais_directory::{Entry, store::service_by_ref};
use relais_kernel::{Localised, Priority, PublicRef, Refusal, Refusals};
use relais_mechanism::{Definitions, ReferralStep};
use relais_platform::Failure;
use relais_trust::{Command, Deed, Scene};
use serde::{Deserialize, Serialize};

use super::DraftReferral;
use crate::{
    referral::Disclosure,
    room::{roles_for, standing},
    store::referrals_of_case,
};

/// More services than anybody asks at once for one need.
const MOST: usize = 20;

/// Prepares referrals of one need to several services at once: a draft for each that can be asked, each under its
/// own guards. What stands in the way of one does not hold up the others; when nothing can be prepared, all of it is
/// refused.
#[derive(Clone)]
pub struct DraftReferrals {
    pub definitions: Definitions,
    pub case: PublicRef,
    pub need: PublicRef,
    pub services: Vec<PublicRef>,
    pub priority: Priority,
    pub disclosure: Disclosure,
}

/// What became of one service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drafted {
    pub service: PublicRef,
    /// The draft, or why there is none.
    pub outcome: Result<PublicRef, Refusals>,
}

impl Command for DraftReferrals {
    type Outcome = Vec<Drafted>;
    const NAME: &'static str = "DraftReferrals";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<Vec<Drafted>, Failure> {
        let standing = standing(scene, &self.definitions).await?;
        let case = case_by_ref(scene.rows(), self.case).await?;
        let roles = roles_for(&standing.definition, ReferralStep::Draft);
        scene.permit(Deed::PrepareReferral, &roles, &case.protected())?;
        let need = need_by_ref(scene.rows(), case.case.id, self.need).await?;
        let mut services: Vec<PublicRef> = Vec::new();
        for service in &self.services {
            if !services.contains(service) {
                services.push(*service);
            }
        }
        if services.len() > MOST {
            return Err(too_many().into());
        }
        let mut all = Vec::with_capacity(services.len());
        for service in services {
            let outcome = self.one(scene, &case, &need, service).await?;
            all.push(Drafted { service, outcome });
        }
        if all.iter().any(|drafted| drafted.outcome.is_ok()) {
            return Ok(all);
        }
        Err(Failure::Refused(why_none(scene, &all).await?))
    }
}

impl DraftReferrals {
    async fn one(
        &self,
        scene: &Scene<'_>,
        case: &CaseRow,
        need: &NeedRow,
        service: PublicRef,
    ) -> Result<Result<PublicRef, Refusals>, Failure> {
        let held = match service_by_ref(scene.rows(), service).await {
            Ok(row) => row.service,
            Err(Failure::Missing) => return Ok(Err(no_such_service().into())),
            Err(failure) => return Err(failure),
        };
        if !matches!(held.entry, Entry::Active { .. }) {
            return Ok(Err(service_not_active().into()));
        }
        let before = referrals_of_case(scene.rows(), case.case.id).await?;
        let same = before
            .iter()
            .map(|row| &row.referral)
            .find(|other| other.need == need.need.id && other.service == held.id && other.kind().is_open());
        if let Some(same) = same {
            return Ok(Err(already_asked(same.milestones.sent_at.is_some()).into()));
        }
        let draft = DraftReferral {
            definitions: self.definitions.clone(),
            case: self.case,
            need: self.need,
            service,
            priority: self.priority,
            disclosure: self.disclosure,
        };
        match draft.carry_out(scene).await {
            Ok(referral) => Ok(Ok(referral)),
            Err(Failure::Refused(refusals)) => Ok(Err(refusals)),
            Err(failure) => Err(failure),
        }
    }
}

/// The reasons of all, each with the name of its service when there are several.
async fn why_none(scene: &Scene<'_>, all: &[Drafted]) -> Result<Refusals, Failure> {
    let mut told = Refusals::default();
    for drafted in all {
        let name = match all.len() {
            1 => None,
            _ => service_name(scene, drafted.service).await?,
        };
        for refusal in reasons(drafted) {
            told.push(named(refusal, name.as_ref()));
        }
    }
    Ok(told)
}

fn reasons(drafted: &Drafted) -> Vec<Refusal> {
    drafted
        .outcome
        .as_ref()
        .err()
        .map_or_else(Vec::new, |all| all.0.clone())
}

fn named(refusal: Refusal, name: Option<&Localised>) -> Refusal {
    let Some(name) = name else {
        return refusal.at("service");
    };
    let said = &refusal.sentence;
    let sentence = Localised::new(
        format!("{} : {}", name.fr, said.fr),
        format!("{}: {}", name.en, said.en),
    );
    Refusal { sentence, ..refusal }.at("service")
}

async fn service_name(scene: &Scene<'_>, service: PublicRef) -> Result<Option<Localised>, Failure> {
    match service_by_ref(scene.rows(), service).await {
        Ok(row) => Ok(Some(row.service.name)),
        Err(Failure::Missing) => Ok(None),
        Err(failure) => Err(failure),
    }
}

fn too_many() -> Refusal {
    Refusal::new(
        "TooManyServices",
        format!("Choisissez {MOST} services au plus à la fois."),
        format!("Choose {MOST} services at most at a time."),
    )
    .at("service")
}

fn no_such_service() -> Refusal {
    Refusal::new(
        "NoSuchService",
        "Ce service n’est plus dans l’annuaire.",
        "This service is no longer in the directory.",
    )
}

fn service_not_active() -> Refusal {
    Refusal::new(
        "ServiceNotActive",
        "Ce service n’est pas actif dans l’annuaire.",
        "This service is not active in the directory.",
    )
}

fn already_asked(sent: bool) -> Refusal {
    if sent {
        return Refusal::new(
            "AlreadyAsked",
            "Ce service est déjà sollicité pour ce besoin.",
            "This service is already asked for this need.",
        );
    }
    Refusal::new(
        "AlreadyDrafted",
        "Un brouillon existe déjà pour ce service : envoyez celui-là.",
        "There is a draft for this service already: send that one.",
    )
}
