use std::collections::BTreeSet;

use relais_casework::{
    queries::{
        CasePage, FollowUpLine, Identity, NeedLine, PlanVersion, ReadFollowUps, ReadIdentity, ReadNeeds,
        ReadPlan, RequestsOfCase,
    },
    request::RequestKind,
};
use relais_kernel::{Localised, PublicRef, Refusal};
use relais_mechanism::Definitions;
use relais_platform::Failure;
use relais_trust::{Note, Query, Sight, accounts};

use super::{DisclosureList, ReadDisclosures};

/// What is held about a person, who received it, and from where it came: what she is handed when she asks to see her
/// data or to take them along (requirement 88, DP-24). Only once that was granted, and for those who may read who she
/// is. What stands on protection annexes is not in it: those named there hand it over by mouth.
pub struct ReadCopy {
    pub definitions: Definitions,
    pub case: PublicRef,
    /// It leaves the house as a file: who is at the keyboard proves it again (security requirement 57).
    pub leaves: bool,
}

/// The copy.
#[derive(Debug, Clone)]
pub struct PersonCopy {
    pub identity: Identity,
    /// The organisation that answers for the case.
    pub owner: Localised,
    pub sources: Vec<Source>,
    pub needs: Vec<NeedLine>,
    /// The latest version.
    pub plan: Option<PlanVersion>,
    pub follow_ups: Vec<FollowUpLine>,
    pub consents: Vec<CopiedConsent>,
    pub disclosures: DisclosureList,
}

/// One consent as the person is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopiedConsent {
    pub purpose: Localised,
    pub recipients: Vec<Localised>,
    pub in_force: bool,
    pub expires: jiff::civil::Date,
}

/// From where the data came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The person herself or those with her, at this place of entry: a code of the list `entry_point`.
    ToldAt(String),
    HandedOverBy(Localised),
}

impl Query for ReadCopy {
    type View = PersonCopy;

    async fn look(&self, sight: &Sight<'_>) -> Result<PersonCopy, Failure> {
        let (definitions, case) = (self.definitions.clone(), self.case);
        let asked = RequestsOfCase {
            definitions: definitions.clone(),
            case,
        };
        let asked = asked.look(sight).await?.lines;
        let granted = asked.iter().any(|line| {
            let copied = [RequestKind::Access, RequestKind::Portability];
            copied.contains(&line.request.asked.kind) && line.request.state.is_granted()
        });
        if !granted {
            return Err(not_granted().into());
        }
        if self.leaves && !sight.actor().proved_recently(sight.now()) {
            return Err(Failure::ProveAgain);
        }
        let identity = ReadIdentity {
            definitions: definitions.clone(),
            case,
        };
        let identity = identity.look(sight).await?;
        let id = identity.case.id;
        let page = CasePage {
            definitions: definitions.clone(),
            case,
        };
        let page = page.look(sight).await?;
        let needs = ReadNeeds {
            definitions: definitions.clone(),
            case,
        };
        let plan = ReadPlan {
            definitions: definitions.clone(),
            case,
        };
        let follow_ups = ReadFollowUps {
            definitions: definitions.clone(),
            case,
        };
        let disclosures = ReadDisclosures { definitions, case };
        let rules = &page.definition.consent.purposes;
        let consents = page.consents.iter().filter_map(|line| {
            let rule = rules.iter().find(|rule| rule.code == *line.consent.purpose())?;
            Some(CopiedConsent {
                purpose: rule.name.clone(),
                recipients: line.recipients.clone(),
                in_force: line.in_force,
                expires: line.consent.expires(),
            })
        });
        let entry = identity.confided.entry_point.as_ref();
        let told = entry.map(|entry| Source::ToldAt(entry.as_str().to_owned()));
        let mut sources: Vec<Source> = told.into_iter().collect();
        sources.extend(page.handed_over_by.clone().map(Source::HandedOverBy));
        let owner = page.case.owner;
        let names = accounts::organisation_names(sight.rows(), &BTreeSet::from([owner])).await?;
        sight.note(Note::new("CopyMade").on("case", id.uuid()).case(id));
        Ok(PersonCopy {
            owner: names
                .get(&owner)
                .cloned()
                .unwrap_or_else(|| Localised::new("—", "—")),
            consents: consents.collect(),
            needs: needs.look(sight).await?.lines,
            plan: plan.look(sight).await?.versions.into_iter().next(),
            follow_ups: follow_ups.look(sight).await?.lines,
            disclosures: disclosures.look(sight).await?,
            sources,
            identity,
        })
    }
}

fn not_granted() -> Refusal {
    Refusal::new(
        "RequestNotGranted",
        "Une copie est remise quand une demande d’accès ou de portabilité a été notée et acceptée.",
        "A copy is handed over once a request for access or portability was recorded and granted.",
    )
}
