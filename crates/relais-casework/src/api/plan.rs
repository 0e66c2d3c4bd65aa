use axum::{
    Json,
    extract::{Path, State},
};
use relais_shell::{IdempotencyKey, Payload, SignedIn, Trouble, Typed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Done, reference};
use crate::{
    actions::MovePlanLine,
    pages::plan::{read, written},
    plan::{LineStatus, PlanForm, PlanState},
    queries::ReadPlan,
    room::Casework,
};

/// The plan with its earlier versions.
#[derive(Serialize, ToSchema)]
pub struct PlanSheet {
    /// The version of the case, for handing the plan in.
    pub case_version: u64,
    pub may_write: bool,
    pub may_approve: bool,
    /// Latest first.
    pub plans: Vec<PlanWritten>,
}

/// One version of the plan.
#[derive(Serialize, ToSchema)]
pub struct PlanWritten {
    pub number: u32,
    /// To be sent back with a change.
    pub version: u64,
    /// `draft`, `submitted` or `approved`.
    pub state: &'static str,
    pub form: PlanForm,
}

/// How a line goes on.
#[derive(Deserialize, ToSchema)]
pub struct LineMove {
    /// `planned`, `ongoing`, `done` or `dropped`.
    pub to: String,
}

const fn state(state: &PlanState) -> &'static str {
    match state {
        PlanState::Draft => "draft",
        PlanState::Submitted { .. } => "submitted",
        PlanState::Approved { .. } => "approved",
    }
}

/// The plan of a case (F8).
#[utoipa::path(get, path = "/api/v1/cases/{case}/plan", tag = "cases", params(("case" = String, Path)),
    responses((status = 200, body = PlanSheet)))]
pub(super) async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
) -> Result<Json<PlanSheet>, Trouble> {
    let query = ReadPlan {
        definitions: room.desk.definitions.clone(),
        case: reference(&case)?,
    };
    let view = room.house.look(&actor, &query).await?;
    let plans = view.versions.iter().map(|one| PlanWritten {
        number: one.plan.number,
        version: one.plan.version,
        state: state(&one.plan.state),
        form: read(&written(&view, one, Typed::nothing())),
    });
    Ok(Json(PlanSheet {
        case_version: view.case.version,
        may_write: view.may_write,
        may_approve: view.may_approve,
        plans: plans.collect(),
    }))
}

/// Moves a line of the agreed plan on.
#[utoipa::path(post, path = "/api/v1/cases/{case}/plan/lines/{line}", tag = "cases",
    params(("case" = String, Path), ("line" = String, Path, description = "The number of the line")),
    request_body = LineMove, responses((status = 200, body = Done)))]
pub(super) async fn advance(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path((case, line)): Path<(String, String)>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(moved): Payload<LineMove>,
) -> Result<Json<Done>, Trouble> {
    let command = MovePlanLine {
        desk: room.desk.clone(),
        case: reference(&case)?,
        line: line.parse().map_err(|_| Trouble::Missing)?,
        to: LineStatus::of(&moved.to).ok_or(Trouble::Unreadable)?,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}
