use axum::extract::{Path, State};
use relais_shell::{IdempotencyKey, Payload, SignedIn, Trouble};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{actions::SettleDispute, pages::reference, room::Directory};

/// A decision between two sources.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct DisputeSettlement {
    /// The fields that are taken over from the other source; the others stay.
    take: Vec<String>,
    /// The version of the entry that this is about; a newer one is not overwritten.
    version: Option<i64>,
}

/// Decides between what the directory says and what another source does.
#[utoipa::path(post, path = "/api/v1/disputes/{dispute}", tag = "directory",
    params(("dispute" = String, Path, description = "Public reference")),
    request_body = DisputeSettlement, responses((status = 204)))]
pub async fn settle_dispute(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    Path(dispute): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(asked): Payload<DisputeSettlement>,
) -> Result<http::StatusCode, Trouble> {
    let command = SettleDispute {
        definitions: room.definitions.clone(),
        dispute: reference(&dispute)?,
        take: asked.take,
        expected: asked.version,
    };
    room.house.perform(&actor, once.as_ref(), command).await?;
    Ok(http::StatusCode::NO_CONTENT)
}
