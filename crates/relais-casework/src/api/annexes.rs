use axum::{
    Json,
    extract::{Path, State},
};
use jiff::civil::Date;
use relais_shell::{IdempotencyKey, Payload, SignedIn, Trouble};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Done, reference};
use crate::{
    actions::{DecideTrafficking, NameAnnexHolder, RemoveAnnexHolder},
    annex::AnnexForm,
    pages::annex::known,
    queries::{Colleague, ReadAnnexes},
    room::Casework,
};

/// The protection annexes, opened; the reading is in the journal.
#[derive(Serialize, ToSchema)]
pub struct AnnexSheet {
    /// To be sent back with a change.
    pub version: u64,
    pub form: AnnexForm,
    /// `possible`, `actual` or `not`; nothing when nobody suspects it.
    pub trafficking_status: Option<String>,
    /// Who is named on them.
    pub holders: Vec<ColleagueBrief>,
    /// Who could be named as well.
    pub others: Vec<ColleagueBrief>,
}

/// Somebody of the own organisation.
#[derive(Serialize, ToSchema)]
pub struct ColleagueBrief {
    pub id: String,
    pub name: String,
}

impl From<Colleague> for ColleagueBrief {
    fn from(colleague: Colleague) -> Self {
        Self {
            id: colleague.public_ref.to_string(),
            name: colleague.name,
        }
    }
}

/// What a competent body decided.
#[derive(Deserialize, ToSchema)]
pub struct TraffickingDecision {
    /// The version of the annexes.
    pub version: u64,
    pub victim: bool,
    /// A code of the list `decided_by`.
    pub decided_by: String,
    #[schema(value_type = String)]
    pub decided_on: Date,
}

/// Opens the annexes, for those named on the case.
#[utoipa::path(get, path = "/api/v1/cases/{case}/annexes", tag = "cases", params(("case" = String, Path)),
    responses((status = 200, body = AnnexSheet)))]
pub(super) async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
) -> Result<Json<AnnexSheet>, Trouble> {
    let query = ReadAnnexes {
        definitions: room.desk.definitions.clone(),
        case: reference(&case)?,
    };
    let view = room.house.look(&actor, &query).await?;
    let status = view.annexes.trafficking.trafficking_status.as_ref();
    Ok(Json(AnnexSheet {
        version: view.version,
        form: known(&view).to()?,
        trafficking_status: status.map(|status| status.code().to_owned()),
        holders: view.holders.into_iter().map(Into::into).collect(),
        others: view.others.into_iter().map(Into::into).collect(),
    }))
}

/// Records what a competent body decided on a possible victim of trafficking.
#[utoipa::path(post, path = "/api/v1/cases/{case}/annexes/decisions", tag = "cases", params(("case" = String, Path)),
    request_body = TraffickingDecision, responses((status = 200, body = Done)))]
pub(super) async fn decide(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(decision): Payload<TraffickingDecision>,
) -> Result<Json<Done>, Trouble> {
    let command = DecideTrafficking {
        desk: room.desk.clone(),
        case: reference(&case)?,
        expected: decision.version,
        victim: decision.victim,
        decided_by: decision.decided_by,
        on: decision.decided_on,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}

/// Names a colleague on the annexes.
#[utoipa::path(put, path = "/api/v1/cases/{case}/annexes/holders/{colleague}", tag = "cases",
    params(("case" = String, Path), ("colleague" = String, Path)), responses((status = 200, body = Done)))]
pub(super) async fn name_holder(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path((case, colleague)): Path<(String, String)>,
    IdempotencyKey(once): IdempotencyKey,
) -> Result<Json<Done>, Trouble> {
    let command = NameAnnexHolder {
        desk: room.desk.clone(),
        case: reference(&case)?,
        colleague: reference(&colleague)?,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}

/// Takes a name off the annexes; one has to remain.
#[utoipa::path(delete, path = "/api/v1/cases/{case}/annexes/holders/{colleague}", tag = "cases",
    params(("case" = String, Path), ("colleague" = String, Path)), responses((status = 200, body = Done)))]
pub(super) async fn remove_holder(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path((case, colleague)): Path<(String, String)>,
    IdempotencyKey(once): IdempotencyKey,
) -> Result<Json<Done>, Trouble> {
    let command = RemoveAnnexHolder {
        desk: room.desk.clone(),
        case: reference(&case)?,
        colleague: reference(&colleague)?,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}
