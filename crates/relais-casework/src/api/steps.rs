use axum::{
    Json,
    extract::{Path, State},
};
use relais_mechanism::{CaseStep, Step};
use relais_shell::{IdempotencyKey, Payload, SignedIn, Trouble, Typed};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Done, reference};
use crate::{
    actions::StepCase,
    pages::step::{command, duplicate_of, people},
    queries::CasePage,
    room::Casework,
};

/// What a step is taken with; each step reads its own, named as in the form of its page.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct CaseStepFacts {
    /// The version of the case on which the step was decided; without it, the last word stands.
    pub version: Option<u64>,
    /// `screen`: a code of the list `risk`.
    pub risk: Option<String>,
    /// `mark_not_in_scope`, `redirect_elsewhere`, `put_on_hold`: a code of their lists.
    pub reason: Option<String>,
    /// `put_on_hold`: the day on which it is looked at again.
    pub until: Option<String>,
    /// `mark_duplicate`: the code of the other case of the own organisation.
    pub of: Option<String>,
    /// `assign_case`: the id of a colleague.
    pub to: Option<String>,
    /// `approve_closure`, `record_death`: the day of erasure.
    pub erase_at: Option<String>,
    /// Why, in words; sealed.
    pub words: Option<String>,
}

impl CaseStepFacts {
    fn typed(&self) -> Typed {
        Typed::nothing()
            .with_some("risk", self.risk.as_ref())
            .with_some("reason", self.reason.as_ref())
            .with_some("until", self.until.as_ref())
            .with_some("of", self.of.as_ref())
            .with_some("to", self.to.as_ref())
            .with_some("erase_at", self.erase_at.as_ref())
    }
}

/// Takes a step of a case: one of the `steps` that the case shows.
#[utoipa::path(post, path = "/api/v1/cases/{case}/steps/{step}", tag = "cases",
    params(("case" = String, Path), ("step" = String, Path, description = "The code of the step")),
    request_body = CaseStepFacts, responses((status = 200, body = Done)))]
pub(super) async fn take(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path((case, step)): Path<(String, String)>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(facts): Payload<CaseStepFacts>,
) -> Result<Json<Done>, Trouble> {
    let query = CasePage {
        definitions: room.desk.definitions.clone(),
        case: reference(&case)?,
    };
    let view = room.house.look(&actor, &query).await?;
    let step = CaseStep::of(&step).ok_or(Trouble::Missing)?;
    let typed = facts.typed();
    let wish = command(&typed, step, &view.definition, &people(&room, &view).await?)?;
    let command = StepCase {
        desk: room.desk.clone(),
        case: query.case,
        expected: facts.version,
        command: duplicate_of(&room, &actor, &typed, wish).await?,
        words: facts.words.unwrap_or_default(),
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}
