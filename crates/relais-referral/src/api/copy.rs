use axum::{
    Json,
    extract::{Path, State},
};
use relais_shell::{SignedIn, Trouble};
use serde_json::Value;

use crate::{pages::copy::file_to_keep, room::Referrals};

/// What is held about the person of a case, who received it and from where it came, once a request for access or
/// portability was granted. Asked by somebody who has just proved who they are.
#[utoipa::path(get, path = "/api/v1/cases/{case}/copy", tag = "requests", params(("case" = String, Path)),
    responses((status = 200, body = Object)))]
pub(super) async fn show(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
) -> Result<Json<Value>, Trouble> {
    Ok(Json(file_to_keep(&room, &actor, &case).await?))
}
