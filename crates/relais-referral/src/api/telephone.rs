use axum::{
    Json,
    extract::{Path, State},
};
use relais_shell::{IdempotencyKey, Payload, SignedIn, Trouble};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Done, reference, step::StepFacts};
use crate::{pages::read_told, queries::ReferralPage, referral::Verb, room::Referrals};

/// What the receiver said by telephone.
#[derive(Deserialize, ToSchema)]
pub struct Told {
    /// Who answered: a name or a function; sealed.
    pub who: Option<String>,
    /// What the answer has to say, as for a step.
    pub answer: Option<StepFacts>,
}

/// Writes an answer down for the receiver, who gave it by telephone: `acknowledge`, `accept`, `decline` and the rest
/// of what a receiver answers.
#[utoipa::path(post, path = "/api/v1/referrals/{referral}/telephone/{verb}", tag = "referrals",
    params(("referral" = String, Path), ("verb" = String, Path, description = "The code of the step")),
    request_body = Told, responses((status = 200, body = Done)))]
pub(super) async fn write(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path((referral, verb)): Path<(String, String)>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(told): Payload<Told>,
) -> Result<Json<Done>, Trouble> {
    let query = ReferralPage {
        definitions: room.definitions.clone(),
        referral: reference(&referral)?,
    };
    let view = room.house.look(&actor, &query).await?;
    let verb: Verb = verb.parse().map_err(|_| Trouble::Missing)?;
    let typed = told.answer.unwrap_or_default().typed().with_some("who", told.who);
    let command = read_told(&typed, verb, &view, &room.definitions)?;
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}
