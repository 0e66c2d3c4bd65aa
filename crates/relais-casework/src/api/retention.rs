use axum::{Json, extract::State};
use relais_kernel::Localised;
use relais_shell::{IdempotencyKey, Payload, SignedIn, Trouble};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    actions::{HoldCase, HoldForm, LiftHold},
    pages::retention::case_code,
    queries::{KeptLine, ListKept},
    room::Casework,
};

/// A case whose time ends soon, or that is held.
#[derive(Serialize, ToSchema)]
pub struct KeptCase {
    pub code: String,
    #[schema(value_type = Object)]
    pub owner: Localised,
    /// The last day on which it is kept; nothing while somebody works on it.
    pub until: Option<String>,
    /// Why it is held.
    pub hold: Option<&'static str>,
    pub review: Option<String>,
}

impl From<KeptLine> for KeptCase {
    fn from(line: KeptLine) -> Self {
        Self {
            code: line.code.to_string(),
            owner: line.owner,
            until: line.until.map(|on| on.to_string()),
            hold: line.hold.map(|hold| hold.basis.code()),
            review: line.hold.map(|hold| hold.review.to_string()),
        }
    }
}

/// The list of the protection officer.
#[derive(Serialize, ToSchema)]
pub struct KeptCases {
    pub due: Vec<KeptCase>,
    pub held: Vec<KeptCase>,
}

/// A case by its code.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct HeldCase {
    pub code: String,
}

/// Cases that are erased soon, and those that are held.
#[utoipa::path(get, path = "/api/v1/retention", tag = "requests", responses((status = 200, body = KeptCases)))]
pub(super) async fn list(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
) -> Result<Json<KeptCases>, Trouble> {
    let query = ListKept {
        definitions: room.desk.definitions.clone(),
    };
    let list = room.house.look(&actor, &query).await?;
    Ok(Json(KeptCases {
        due: list.due.into_iter().map(Into::into).collect(),
        held: list.held.into_iter().map(Into::into).collect(),
    }))
}

/// Holds a case back from erasure.
#[utoipa::path(post, path = "/api/v1/retention", tag = "requests", request_body = HoldForm, responses((status = 200)))]
pub(super) async fn hold(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    IdempotencyKey(once): IdempotencyKey,
    Payload(form): Payload<HoldForm>,
) -> Result<Json<()>, Trouble> {
    let command = HoldCase {
        desk: room.desk.clone(),
        code: case_code(&form.code)?,
        form,
    };
    Ok(Json(room.house.perform(&actor, once.as_ref(), command).await?))
}

/// Lifts a hold.
#[utoipa::path(post, path = "/api/v1/retention/lifts", tag = "requests", request_body = HeldCase, responses((status = 200)))]
pub(super) async fn lift(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    IdempotencyKey(once): IdempotencyKey,
    Payload(held): Payload<HeldCase>,
) -> Result<Json<()>, Trouble> {
    let command = LiftHold {
        desk: room.desk.clone(),
        code: case_code(&held.code)?,
    };
    Ok(Json(room.house.perform(&actor, once.as_ref(), command).await?))
}
