use axum::{
    Json,
    extract::{Path, State},
};
use relais_shell::{IdempotencyKey, Payload, SignedIn, Trouble};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Done, reference};
use crate::{
    actions::{AskForException, DecideException, ExceptionDecision},
    room::Casework,
};

/// Why data have to flow without consent.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct ExceptionPlea {
    /// The id of the receiving organisation.
    pub receiver: String,
    /// A code of the purposes.
    pub purpose: String,
    /// `vital_interest`, `child_best_interests` or `legal_obligation`.
    pub basis: String,
    /// In words; sealed.
    pub justification: String,
}

/// The supervisor's word.
#[derive(Deserialize, ToSchema)]
pub struct ExceptionWord {
    /// `authorise` or `decline` a request; `uphold` or `overturn` what was authorised.
    pub decision: String,
}

/// Asks for a lawful exception to consent: a supervisor decides.
#[utoipa::path(post, path = "/api/v1/cases/{case}/exceptions", tag = "cases", params(("case" = String, Path)),
    request_body = ExceptionPlea, responses((status = 200, body = Done)))]
pub(super) async fn plead(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(plea): Payload<ExceptionPlea>,
) -> Result<Json<Done>, Trouble> {
    let command = AskForException {
        desk: room.desk.clone(),
        case: reference(&case)?,
        receiver: plea.receiver.parse().map_err(|_| Trouble::Unreadable)?,
        purpose: plea.purpose,
        basis: plea.basis,
        justification: plea.justification,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}

/// Decides on an exception, or looks at it again.
#[utoipa::path(post, path = "/api/v1/cases/{case}/exceptions/{exception}/decisions", tag = "cases",
    params(("case" = String, Path), ("exception" = String, Path)), request_body = ExceptionWord,
    responses((status = 200, body = Done)))]
pub(super) async fn decide(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path((case, exception)): Path<(String, String)>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(word): Payload<ExceptionWord>,
) -> Result<Json<Done>, Trouble> {
    let command = DecideException {
        desk: room.desk.clone(),
        case: reference(&case)?,
        exception: reference(&exception)?,
        decision: ExceptionDecision::of(&word.decision).ok_or(Trouble::Unreadable)?,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}
