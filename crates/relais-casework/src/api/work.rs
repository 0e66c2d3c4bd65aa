use axum::{
    Json,
    extract::{Path, State},
};
use relais_shell::{IdempotencyKey, Payload, SignedIn, Trouble};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Done, reference};
use crate::{
    actions::{ChangeNeed, RecordFollowUp, RecordNeed, RequestClosure, StepCase, WriteAnnex, WritePlan},
    annex::AnnexForm,
    case::Command,
    closure::ClosureForm,
    followup::FollowUpForm,
    need::NeedForm,
    pages::need::read_change,
    plan::PlanForm,
    queries::ReadNeeds,
    room::Casework,
};

/// A need of a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct NeedBrief {
    pub id: String,
    pub rank: u32,
    /// The code, or what stands in clear for it when it is reserved.
    pub need: String,
    pub urgency: String,
    pub status: String,
}

/// A form with the version of the record it was filled in over.
#[derive(Deserialize, ToSchema)]
pub struct Over<F> {
    pub version: u64,
    pub form: F,
}

/// When the person and the case manager agreed on the plan.
#[derive(Deserialize, ToSchema)]
pub struct Agreement {
    /// The version of the case.
    pub version: u64,
    #[schema(value_type = String)]
    pub agreed_on: jiff::civil::Date,
}

/// What follows from a follow-up.
#[derive(Debug, Serialize, ToSchema)]
pub struct Followed {
    pub id: String,
    /// The person said that the consent no longer stands.
    pub asks_about_consent: bool,
}

/// The needs of a case.
#[utoipa::path(get, path = "/api/v1/cases/{case}/needs", tag = "cases", params(("case" = String, Path)), responses((status = 200, body = Vec<NeedBrief>)))]
pub(super) async fn needs(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
) -> Result<Json<Vec<NeedBrief>>, Trouble> {
    let query = ReadNeeds {
        definitions: room.desk.definitions.clone(),
        case: reference(&case)?,
    };
    let view = room.house.look(&actor, &query).await?;
    let lines = view.lines.into_iter().map(|line| NeedBrief {
        id: line.public_ref.to_string(),
        rank: u32::from(line.need.rank),
        need: line.known().to_string(),
        urgency: line.need.urgency.letter().to_owned(),
        status: line.need.status.code().to_owned(),
    });
    Ok(Json(lines.collect()))
}

/// Records a need (F3).
#[utoipa::path(post, path = "/api/v1/cases/{case}/needs", tag = "cases", params(("case" = String, Path)), request_body = NeedForm, responses((status = 200, body = Done)))]
pub(super) async fn record_need(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(form): Payload<NeedForm>,
) -> Result<Json<Done>, Trouble> {
    let command = RecordNeed {
        desk: room.desk.clone(),
        case: reference(&case)?,
        form,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}

/// What has become of a need.
#[derive(Deserialize, ToSchema)]
pub struct NeedChange {
    /// `met`, `partly_met`, `unmet`, `refused` or `reopen`.
    pub status: String,
}

/// Says what has become of a need.
#[utoipa::path(post, path = "/api/v1/cases/{case}/needs/{need}/changes", tag = "cases",
    params(("case" = String, Path), ("need" = String, Path)), request_body = NeedChange,
    responses((status = 200, body = Done)))]
pub(super) async fn change_need(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path((case, need)): Path<(String, String)>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(change): Payload<NeedChange>,
) -> Result<Json<Done>, Trouble> {
    let command = ChangeNeed {
        desk: room.desk.clone(),
        case: reference(&case)?,
        need: reference(&need)?,
        command: read_change(&change.status).ok_or(Trouble::Unreadable)?,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}

/// Writes the protection annexes (F4), for those named on the case.
#[utoipa::path(put, path = "/api/v1/cases/{case}/annexes", tag = "cases", params(("case" = String, Path)), request_body = Over<AnnexForm>, responses((status = 200, body = Done)))]
pub(super) async fn write_annex(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(over): Payload<Over<AnnexForm>>,
) -> Result<Json<Done>, Trouble> {
    let command = WriteAnnex {
        desk: room.desk.clone(),
        case: reference(&case)?,
        expected: over.version,
        form: over.form,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}

/// Writes the plan that is being prepared (F8).
#[utoipa::path(put, path = "/api/v1/cases/{case}/plan", tag = "cases", params(("case" = String, Path)), request_body = Over<PlanForm>, responses((status = 200, body = Done)))]
pub(super) async fn write_plan(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(over): Payload<Over<PlanForm>>,
) -> Result<Json<Done>, Trouble> {
    let command = WritePlan {
        desk: room.desk.clone(),
        case: reference(&case)?,
        expected: over.version,
        form: over.form,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}

/// Hands the plan in for approval.
#[utoipa::path(post, path = "/api/v1/cases/{case}/plan/submissions", tag = "cases", params(("case" = String, Path)), request_body = Agreement, responses((status = 200, body = Done)))]
pub(super) async fn submit_plan(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(agreement): Payload<Agreement>,
) -> Result<Json<Done>, Trouble> {
    let command = StepCase {
        desk: room.desk.clone(),
        case: reference(&case)?,
        expected: Some(agreement.version),
        command: Command::SubmitPlan {
            agreed_on: agreement.agreed_on,
        },
        words: String::new(),
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}

/// Records a follow-up (F9).
#[utoipa::path(post, path = "/api/v1/cases/{case}/follow-ups", tag = "cases", params(("case" = String, Path)), request_body = FollowUpForm, responses((status = 200, body = Followed)))]
pub(super) async fn record_follow_up(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(form): Payload<FollowUpForm>,
) -> Result<Json<Followed>, Trouble> {
    let command = RecordFollowUp {
        desk: room.desk.clone(),
        case: reference(&case)?,
        form,
    };
    let done = room.house.perform(&actor, once.as_ref(), command).await?;
    Ok(Json(Followed {
        id: done.follow_up.to_string(),
        asks_about_consent: done.asks_about_consent,
    }))
}

/// Asks a supervisor to close the case (F11).
#[utoipa::path(post, path = "/api/v1/cases/{case}/closure-requests", tag = "cases", params(("case" = String, Path)), request_body = Over<ClosureForm>, responses((status = 200, body = Done)))]
pub(super) async fn request_closure(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(over): Payload<Over<ClosureForm>>,
) -> Result<Json<Done>, Trouble> {
    let command = RequestClosure {
        desk: room.desk.clone(),
        case: reference(&case)?,
        expected: over.version,
        form: over.form,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}
