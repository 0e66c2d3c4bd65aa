use axum::{
    Json,
    extract::{Path, State},
};
use relais_kernel::Localised;
use relais_shell::{IdempotencyKey, Payload, SignedIn, Trouble};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Done, reference};
use crate::{
    actions::{NarrowConsent, TakeConsent, WithdrawConsent, WithdrawalScope},
    consent::{ConsentForm, NarrowingForm},
    queries::{ConsentView, ReadConsent},
    room::Casework,
};

/// How far a consent is taken back: `all`, `purpose` with its code, or `recipient` with its id.
#[derive(Deserialize, ToSchema)]
pub struct Withdrawal {
    pub scope: String,
    pub of: Option<String>,
}

/// What came of asking for consent.
#[derive(Debug, Serialize, ToSchema)]
pub struct Answered {
    pub given: bool,
}

/// An organisation that a consent names.
#[derive(Serialize, ToSchema)]
pub struct Named {
    pub id: String,
    #[schema(value_type = Object)]
    pub name: Localised,
}

/// One consent as it holds now.
#[derive(Serialize, ToSchema)]
pub struct ConsentSheet {
    pub id: String,
    pub purpose: String,
    pub state: String,
    pub recipients: Vec<Named>,
    pub data_categories: Vec<String>,
    pub expires: String,
}

impl From<ConsentView> for ConsentSheet {
    fn from(view: ConsentView) -> Self {
        let named = view.named.into_iter().map(|o| Named {
            id: o.public_ref.to_string(),
            name: o.name,
        });
        Self {
            id: view.public_ref.to_string(),
            purpose: view.consent.purpose().as_str().to_owned(),
            state: view.consent.state().code().to_owned(),
            recipients: named.collect(),
            data_categories: view.consent.categories().map(|c| c.as_str().to_owned()).collect(),
            expires: view.consent.expires().to_string(),
        }
    }
}

/// Writes into the ledger what the person answered (F2).
#[utoipa::path(post, path = "/api/v1/cases/{case}/consents", tag = "cases", params(("case" = String, Path)), request_body = ConsentForm, responses((status = 200, body = Answered)))]
pub(super) async fn take(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(form): Payload<ConsentForm>,
) -> Result<Json<Answered>, Trouble> {
    let command = TakeConsent {
        desk: room.desk.clone(),
        case: reference(&case)?,
        form,
    };
    let done = room.house.perform(&actor, once.as_ref(), command).await?;
    Ok(Json(Answered { given: done.given }))
}

/// Takes consent back, as far as the person says.
#[utoipa::path(post, path = "/api/v1/cases/{case}/consents/withdrawals", tag = "cases", params(("case" = String, Path)), request_body = Withdrawal, responses((status = 200, body = Done)))]
pub(super) async fn withdraw(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(asked): Payload<Withdrawal>,
) -> Result<Json<Done>, Trouble> {
    let scope = match (asked.scope.as_str(), asked.of) {
        ("all", None) => WithdrawalScope::All,
        ("purpose", Some(code)) => WithdrawalScope::Purpose(code),
        ("recipient", Some(id)) => WithdrawalScope::Recipient(reference(&id)?),
        _ => return Err(Trouble::Unreadable),
    };
    let command = WithdrawConsent {
        desk: room.desk.clone(),
        case: reference(&case)?,
        scope,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}

/// One consent: whom it still names, what it still opens.
#[utoipa::path(get, path = "/api/v1/cases/{case}/consents/{consent}", tag = "cases", params(("case" = String, Path), ("consent" = String, Path)), responses((status = 200, body = ConsentSheet)))]
pub(super) async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path((case, consent)): Path<(String, String)>,
) -> Result<Json<ConsentSheet>, Trouble> {
    let query = ReadConsent {
        definitions: room.desk.definitions.clone(),
        case: reference(&case)?,
        consent: reference(&consent)?,
    };
    Ok(Json(room.house.look(&actor, &query).await?.into()))
}

/// Makes a consent narrower; what it no longer covers is recalled.
#[utoipa::path(post, path = "/api/v1/cases/{case}/consents/{consent}/narrowings", tag = "cases", params(("case" = String, Path), ("consent" = String, Path)), request_body = NarrowingForm, responses((status = 200, body = Done)))]
pub(super) async fn narrow(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path((case, consent)): Path<(String, String)>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(form): Payload<NarrowingForm>,
) -> Result<Json<Done>, Trouble> {
    let command = NarrowConsent {
        desk: room.desk.clone(),
        case: reference(&case)?,
        consent: reference(&consent)?,
        form,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}
