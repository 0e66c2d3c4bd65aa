use axum::{
    Json,
    extract::{Path, State},
};
use relais_shell::{IdempotencyKey, Payload, SignedIn, Trouble};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Done, reference, work::Over};
use crate::{
    actions::CorrectIdentification, identification::IdentificationForm, pages::identify::known,
    queries::ReadIdentity, room::Casework,
};

/// What identifies the person, opened; the reading is in the journal.
#[derive(Serialize, ToSchema)]
pub struct IdentitySheet {
    /// The version of the case, to be sent back with a correction.
    pub version: u64,
    /// The survivor-critical answers are in it: the reader is named on the annexes.
    pub whole: bool,
    pub form: IdentificationForm,
}

/// Opens what identifies the person.
#[utoipa::path(get, path = "/api/v1/cases/{case}/identity", tag = "cases", params(("case" = String, Path)),
    responses((status = 200, body = IdentitySheet)))]
pub(super) async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
) -> Result<Json<IdentitySheet>, Trouble> {
    let query = ReadIdentity {
        definitions: room.desk.definitions.clone(),
        case: reference(&case)?,
    };
    let identity = room.house.look(&actor, &query).await?;
    Ok(Json(IdentitySheet {
        version: identity.case.version,
        whole: identity.whole,
        form: known(&identity).to()?,
    }))
}

/// Corrects the identification (F1) over the version that was read.
#[utoipa::path(put, path = "/api/v1/cases/{case}/identity", tag = "cases", params(("case" = String, Path)),
    request_body = Over<IdentificationForm>, responses((status = 200, body = Done)))]
pub(super) async fn correct(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(over): Payload<Over<IdentificationForm>>,
) -> Result<Json<Done>, Trouble> {
    let command = CorrectIdentification {
        desk: room.desk.clone(),
        case: reference(&case)?,
        expected: over.version,
        form: over.form,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}
