use axum::{
    Json,
    extract::{Path, State},
};
use relais_kernel::Localised;
use relais_shell::{IdempotencyKey, Payload, SignedIn, Trouble, Typed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Done, reference, transfer_sheet::ReferralAlong};
use crate::{
    actions::transfer::RevokeTransfer,
    pages::{read_accept, read_reject, read_request},
    queries::TransferForm,
    room::Referrals,
};

/// What has to be known to ask for the transfer of a case.
#[derive(Serialize, ToSchema)]
pub struct TransferChoices {
    /// Those for which a consent stands come first.
    pub takers: Vec<TakerBrief>,
    /// The open referrals, which go along; their ids are sent back with the request.
    pub open: Vec<OpenReferral>,
    /// The id of a transfer that already awaits its answer.
    pub pending: Option<String>,
}

/// An organisation that could take the case over.
#[derive(Serialize, ToSchema)]
pub struct TakerBrief {
    pub id: String,
    #[schema(value_type = Object)]
    pub name: Localised,
    /// The person has consented to a transfer to it.
    pub consented: bool,
}

/// A referral that would go along.
#[derive(Serialize, ToSchema)]
pub struct OpenReferral {
    pub id: String,
    pub referral: ReferralAlong,
}

/// To whom a case is to go, why, and with what.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct TransferRequest {
    /// The id of the organisation.
    pub to: String,
    /// Why; sealed for both sides, like what follows. No names: they are read before the answer.
    pub reason: String,
    pub summary: String,
    /// What the organisation that takes over has to know.
    pub handover: String,
    /// The ids of the open referrals, all of them, as they were listed.
    pub open: Vec<String>,
}

/// Who takes the case over.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Acceptance {
    /// The id of the account that becomes its case manager.
    pub manager: String,
}

/// Why a case is not taken over.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Rejection {
    /// `not_our_mandate`, `no_capacity`, `out_of_area`, `conflict_of_interest`, `incomplete`, `person_refused` or
    /// `other`, which needs words.
    pub reason: String,
    /// Free words; sealed.
    pub note: Option<String>,
}

/// To whom a case could go, and which referrals would go along.
#[utoipa::path(get, path = "/api/v1/cases/{case}/transfers", tag = "transfers", params(("case" = String, Path)),
    responses((status = 200, body = TransferChoices)))]
pub(super) async fn choices(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
) -> Result<Json<TransferChoices>, Trouble> {
    let query = TransferForm {
        definitions: room.definitions.clone(),
        case: reference(&case)?,
    };
    let view = room.house.look(&actor, &query).await?;
    let takers = view.takers.into_iter().map(|taker| TakerBrief {
        id: taker.public_ref.to_string(),
        name: taker.name,
        consented: taker.consented,
    });
    let open = view.along.into_iter().map(|(id, line)| OpenReferral {
        id: id.to_string(),
        referral: line.into(),
    });
    Ok(Json(TransferChoices {
        takers: takers.collect(),
        open: open.collect(),
        pending: view.pending.map(|transfer| transfer.to_string()),
    }))
}

/// Asks another organisation to take a case over (F12). Nothing moves before it accepts.
#[utoipa::path(post, path = "/api/v1/cases/{case}/transfers", tag = "transfers", params(("case" = String, Path)),
    request_body = TransferRequest, responses((status = 200, body = Done)))]
pub(super) async fn ask(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(request): Payload<TransferRequest>,
) -> Result<Json<Done>, Trouble> {
    let typed = Typed::nothing()
        .with("to", request.to)
        .with("reason", request.reason)
        .with("summary", request.summary)
        .with("handover", request.handover)
        .with_all("open", request.open);
    let command = read_request(&typed, &room.definitions, reference(&case)?)?;
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}

/// Takes a case over: the organisation that was asked owns it from now on.
#[utoipa::path(post, path = "/api/v1/transfers/{transfer}/acceptance", tag = "transfers",
    params(("transfer" = String, Path)), request_body = Acceptance, responses((status = 200, body = Done)))]
pub(super) async fn accept(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(transfer): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(acceptance): Payload<Acceptance>,
) -> Result<Json<Done>, Trouble> {
    let typed = Typed::nothing().with("manager", acceptance.manager);
    let command = read_accept(&typed, &room.definitions, reference(&transfer)?)?;
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}

/// Does not take a case over; its owner keeps it.
#[utoipa::path(post, path = "/api/v1/transfers/{transfer}/rejection", tag = "transfers",
    params(("transfer" = String, Path)), request_body = Rejection, responses((status = 200, body = Done)))]
pub(super) async fn reject(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(transfer): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(rejection): Payload<Rejection>,
) -> Result<Json<Done>, Trouble> {
    let typed = Typed::nothing()
        .with("reason", rejection.reason)
        .with_some("note", rejection.note);
    let command = read_reject(&typed, &room.definitions, reference(&transfer)?)?;
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}

/// Takes a request back before it is answered.
#[utoipa::path(post, path = "/api/v1/transfers/{transfer}/revocation", tag = "transfers",
    params(("transfer" = String, Path)), responses((status = 200, body = Done)))]
pub(super) async fn revoke(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(transfer): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
) -> Result<Json<Done>, Trouble> {
    let command = RevokeTransfer {
        definitions: room.definitions.clone(),
        transfer: reference(&transfer)?,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}
