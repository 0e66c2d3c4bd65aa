use std::{collections::BTreeMap, sync::Arc};

use jiff::civil::Date;
use relais_kernel::{Localised, PublicRef};
use relais_mechanism::{CaseStep, Definition, Definitions};
use relais_platform::Failure;
use relais_trust::{Deed, Query, Sight, accounts};

use super::Colleague;
use crate::{
    OrganisationId, UserId,
    actions::{line_prefix, opened, plan_place},
    case::{Case, CaseState, Work},
    plan::{Line, LineWords, Plan, PlanWords},
    room::Standing,
    store::{case_by_ref, plans_of},
};

/// The plan of a case with its earlier versions, opened for the owner's case workers.
pub struct ReadPlan {
    pub definitions: Definitions,
    pub case: PublicRef,
}

/// What its page shows.
#[derive(Debug, Clone)]
pub struct PlanView {
    pub case: Case,
    pub definition: Arc<Definition>,
    pub today: Date,
    /// Latest first.
    pub versions: Vec<PlanVersion>,
    /// The case is preparing a plan, and the reader may write it.
    pub may_write: bool,
    /// A plan awaits approval by the reader or a colleague in their role.
    pub may_approve: bool,
    /// Lines of the agreed plan may be moved on.
    pub may_move: bool,
    pub funders: Vec<(PublicRef, OrganisationId, Localised)>,
    pub people: Vec<(Colleague, UserId)>,
}

/// One version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanVersion {
    pub plan: Plan,
    pub words: PlanWords,
    pub lines: Vec<LineView>,
}

/// One line with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineView {
    pub line: Line,
    pub words: Option<LineWords>,
}

impl PlanView {
    /// The version being prepared now.
    pub fn draft(&self) -> Option<&PlanVersion> {
        let CaseState::Work(Work::PlanDraft { version, .. }) = &self.case.state else {
            return None;
        };
        self.versions.iter().find(|v| v.plan.number == *version)
    }
}

impl Query for ReadPlan {
    type View = PlanView;

    async fn look(&self, sight: &Sight<'_>) -> Result<PlanView, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        let row = case_by_ref(sight.rows(), self.case).await?;
        let writers = standing.roles_for(CaseStep::WritePlan);
        let approvers = standing.roles_for(CaseStep::ApprovePlan);
        let readers: Vec<_> = writers.iter().chain(&approvers).cloned().collect();
        let permit = sight.permit(Deed::ReadIdentity, &readers, &row.protected())?;
        let mut versions = Vec::new();
        for plan in plans_of(sight.rows(), row.case.id).await?.0.into_iter().rev() {
            versions.push(version(
                plan.clone(),
                &sight.unseal(&permit, plan_place(&plan)).await?,
            )?);
        }
        let funders = accounts::organisations(sight.rows()).await?;
        let people = accounts::accounts_of(sight.rows(), Some(row.case.owner)).await?;
        let (drafting, waiting) = match &row.case.state {
            CaseState::Work(Work::PlanDraft { submitted, .. }) => (submitted.is_none(), submitted.is_some()),
            _ => (false, false),
        };
        let may = |deed, roles: &[_]| sight.may(deed, roles, &row.protected());
        Ok(PlanView {
            may_write: drafting && may(Deed::ChangeCase, &writers),
            may_approve: waiting && may(Deed::ApproveCase, &approvers),
            may_move: row.case.state.is_open() && may(Deed::ChangeCase, &writers),
            funders: funders
                .into_iter()
                .map(|o| (o.public_ref, o.id, o.name))
                .collect(),
            people: people
                .into_iter()
                .filter(|account| account.active)
                .map(|account| {
                    let colleague = Colleague {
                        public_ref: account.public_ref,
                        name: account.name,
                    };
                    (colleague, account.id)
                })
                .collect(),
            definition: standing.definition,
            today: standing.today,
            case: row.case,
            versions,
        })
    }
}

fn version(plan: Plan, fields: &BTreeMap<String, String>) -> Result<PlanVersion, Failure> {
    let lines = plan.lines.iter().map(|line| {
        let prefix = line_prefix(line.number);
        let own = fields
            .iter()
            .filter_map(|(key, text)| Some((key.strip_prefix(&prefix)?.to_owned(), text.clone())))
            .collect();
        LineView {
            line: line.clone(),
            words: LineWords::open(&opened(own)).ok(),
        }
    });
    Ok(PlanVersion {
        lines: lines.collect(),
        words: PlanWords::open(&opened(fields.clone()))?,
        plan,
    })
}
