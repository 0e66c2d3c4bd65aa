use axum::{
    Json,
    extract::{Path, State},
};
use relais_kernel::{Localised, Refusal};
use relais_platform::Failure;
use relais_shell::{IdempotencyKey, Payload, SignedIn, Trouble, Typed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Done, reference};
use crate::{
    actions::{Drafted, RedirectReferral, SendReferral},
    pages::{read_draft, read_drafts},
    queries::FindElsewhere,
    referral::{Channel, Side},
    room::Referrals,
};

/// To whom a need is referred.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Draft {
    /// The id of the service.
    pub service: String,
    /// `E`, `U` or `N`.
    pub priority: String,
    /// `identified` or `pseudonymous`.
    pub disclosure: String,
}

/// By which way a referral is sent.
#[derive(Deserialize, ToSchema)]
pub struct Sending {
    /// `app`, `email`, `phone`, `in_person` or `paper`.
    pub channel: String,
}

/// Prepares a referral of one need of a case to one service.
#[utoipa::path(post, path = "/api/v1/cases/{case}/needs/{need}/referrals", tag = "referrals",
    params(("case" = String, Path), ("need" = String, Path)), request_body = Draft,
    responses((status = 200, body = Done)))]
pub(super) async fn draft(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path((case, need)): Path<(String, String)>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(draft): Payload<Draft>,
) -> Result<Json<Done>, Trouble> {
    let typed = Typed::nothing()
        .with("service", draft.service)
        .with("priority", draft.priority)
        .with("disclosure", draft.disclosure);
    let command = read_draft(&typed, &room.definitions, (reference(&case)?, reference(&need)?))?;
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}

/// To which services a need is referred at once.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Drafts {
    /// The ids of the services.
    pub services: Vec<String>,
    /// `E`, `U` or `N`.
    pub priority: String,
    /// `identified` or `pseudonymous`.
    pub disclosure: String,
}

/// What became of each service.
#[derive(Serialize, ToSchema)]
pub struct DraftsMade {
    pub drafts: Vec<DraftMade>,
}

/// What became of one service: a draft, or why there is none.
#[derive(Serialize, ToSchema)]
pub struct DraftMade {
    pub service: String,
    /// The id of the draft.
    pub referral: Option<String>,
    pub reasons: Vec<ReasonNone>,
}

/// Why there is no draft.
#[derive(Serialize, ToSchema)]
pub struct ReasonNone {
    /// Stable, for instance `AlreadyAsked`.
    pub code: String,
    #[schema(value_type = Object)]
    pub sentence: Localised,
}

impl From<Drafted> for DraftMade {
    fn from(drafted: Drafted) -> Self {
        let (referral, refusals) = match drafted.outcome {
            Ok(referral) => (Some(referral.to_string()), Vec::new()),
            Err(refusals) => (None, refusals.0),
        };
        let reason = |refusal: Refusal| ReasonNone {
            code: refusal.code,
            sentence: refusal.sentence,
        };
        Self {
            service: drafted.service.to_string(),
            referral,
            reasons: refusals.into_iter().map(reason).collect(),
        }
    }
}

/// Prepares a referral of one need of a case to each of several services; what holds up one holds up no other.
#[utoipa::path(post, path = "/api/v1/cases/{case}/needs/{need}/drafts", tag = "referrals",
    params(("case" = String, Path), ("need" = String, Path)), request_body = Drafts,
    responses((status = 200, body = DraftsMade)))]
pub(super) async fn draft_several(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path((case, need)): Path<(String, String)>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(drafts): Payload<Drafts>,
) -> Result<Json<DraftsMade>, Trouble> {
    let typed = Typed::nothing()
        .with_all("service", drafts.services)
        .with("priority", drafts.priority)
        .with("disclosure", drafts.disclosure);
    let command = read_drafts(&typed, &room.definitions, (reference(&case)?, reference(&need)?))?;
    let made = room.house.perform(&actor, once.as_ref(), command).await?;
    Ok(Json(DraftsMade {
        drafts: made.into_iter().map(Into::into).collect(),
    }))
}

/// Sends a referral; what holds it is said, all at once.
#[utoipa::path(post, path = "/api/v1/referrals/{referral}/sending", tag = "referrals",
    params(("referral" = String, Path)), request_body = Sending, responses((status = 200, body = Done)))]
pub(super) async fn send(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(referral): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(sending): Payload<Sending>,
) -> Result<Json<Done>, Trouble> {
    let channel: Channel = sending.channel.parse().map_err(|_| Trouble::Unreadable)?;
    let command = SendReferral {
        definitions: room.definitions.clone(),
        referral: reference(&referral)?,
        channel,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}

/// Where a declined or unanswered referral goes instead.
#[derive(Deserialize, ToSchema)]
pub struct Redirection {
    /// The id of the service.
    pub service: String,
    /// `identified` or `pseudonymous`; the same as before when it is left out.
    #[serde(default)]
    pub disclosure: Option<String>,
}

/// Redirects a declined or unanswered referral: a linked new draft to another service, whose id is answered.
#[utoipa::path(post, path = "/api/v1/referrals/{referral}/redirections", tag = "referrals",
    params(("referral" = String, Path)), request_body = Redirection, responses((status = 200, body = Done)))]
pub(super) async fn redirect(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(referral): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(to): Payload<Redirection>,
) -> Result<Json<Done>, Trouble> {
    let elsewhere = FindElsewhere {
        definitions: room.definitions.clone(),
        referral: reference(&referral)?,
    };
    // The same request sent again finds the referral closed; what it did is told again to the sender.
    let side = match room.house.look(&actor, &elsewhere).await {
        Ok(found) => found.side,
        Err(Failure::Missing) => Side::Sender,
        Err(other) => return Err(other.into()),
    };
    let command = RedirectReferral {
        definitions: room.definitions.clone(),
        referral: elsewhere.referral,
        side,
        service: reference(&to.service)?,
        disclosure: to
            .disclosure
            .map(|code| code.parse().map_err(|_| Trouble::Unreadable))
            .transpose()?,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}
