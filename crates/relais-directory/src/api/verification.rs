use axum::{
    Json,
    extract::{Path, State},
};
use relais_shell::{IdempotencyKey, Payload, SignedIn, Trouble};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    actions::{OpenRound, SettleReply},
    pages::{outcome, reference, whom},
    room::Directory,
};

/// A round to open.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct NewRound {
    /// `due`: organisations with an entry to verify again; `everybody`: all that have an entry in use.
    whom: String,
}

/// What was opened.
#[derive(Serialize, ToSchema)]
pub struct RoundOpened {
    /// Organisations that get a link.
    asked: usize,
}

/// What becomes of a provider's answer.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct ReplySettlement {
    /// `taken` or `refused`.
    outcome: String,
    /// The version of the entry that this is about; a newer one is not overwritten.
    version: Option<i64>,
}

/// Asks providers by a link to confirm or correct their entries.
#[utoipa::path(post, path = "/api/v1/verifications", tag = "directory",
    request_body = NewRound, responses((status = 200, body = RoundOpened)))]
pub async fn open_round(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    IdempotencyKey(once): IdempotencyKey,
    Payload(asked): Payload<NewRound>,
) -> Result<Json<RoundOpened>, Trouble> {
    let command = OpenRound {
        definitions: room.definitions.clone(),
        whom: whom(&asked.whom)?,
    };
    let opened = room.house.perform(&actor, once.as_ref(), command).await?;
    Ok(Json(RoundOpened { asked: opened.asked }))
}

/// Takes a provider's correction over, or sets it aside.
#[utoipa::path(post, path = "/api/v1/verifications/{reply}", tag = "directory",
    params(("reply" = String, Path, description = "Public reference")),
    request_body = ReplySettlement, responses((status = 204)))]
pub async fn settle_reply(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    Path(reply): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(asked): Payload<ReplySettlement>,
) -> Result<http::StatusCode, Trouble> {
    let command = SettleReply {
        definitions: room.definitions.clone(),
        reply: reference(&reply)?,
        outcome: outcome(&asked.outcome)?,
        expected: asked.version,
    };
    room.house.perform(&actor, once.as_ref(), command).await?;
    Ok(http::StatusCode::NO_CONTENT)
}
