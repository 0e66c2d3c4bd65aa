use axum::{
    Json,
    extract::{Path, State},
};
use relais_kernel::{AnswerLink, Id};
use relais_shell::{IdempotencyKey, SignedIn, Trouble};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Done, reference};
use crate::{
    actions::{OpenSlip, RenewLink},
    room::Referrals,
    store::links,
};

/// A way to answer without an account: it shows the minimum, and never who the person is.
#[derive(Serialize, ToSchema)]
pub struct LinkOpened {
    /// The path of the page that it opens.
    pub path: String,
    /// What can be typed at `/reponse`, or sent by text message.
    pub code: String,
}

/// A printed slip: it answers only together with its PIN, which is told to the partner's focal point apart.
#[derive(Serialize, ToSchema)]
pub struct SlipOpened {
    pub path: String,
    pub code: String,
    pub pin: String,
}

fn opened(room: &Referrals, link: Id<AnswerLink>) -> LinkOpened {
    let trust = room.house.trust();
    LinkOpened {
        path: format!("/r/{}", links::token(trust, link)),
        code: links::code(trust, link).to_string(),
    }
}

async fn change(
    room: &Referrals,
    actor: &relais_trust::Actor,
    once: Option<&relais_shell::Once>,
    command: RenewLink,
) -> Result<Option<Id<AnswerLink>>, Trouble> {
    Ok(room.house.perform(actor, once, command).await?)
}

/// Takes every link and slip of a referral back and opens a new link, for one that went to the wrong hands.
#[utoipa::path(post, path = "/api/v1/referrals/{referral}/links", tag = "referrals",
    params(("referral" = String, Path)), responses((status = 200, body = LinkOpened)))]
pub(super) async fn renew(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(referral): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
) -> Result<Json<LinkOpened>, Trouble> {
    let command = RenewLink {
        definitions: room.definitions.clone(),
        referral: reference(&referral)?,
        revoke_only: false,
    };
    let link = change(&room, &actor, once.as_ref(), command).await?;
    Ok(Json(opened(&room, link.ok_or(Trouble::Missing)?)))
}

/// Takes every link and slip of a referral back.
#[utoipa::path(delete, path = "/api/v1/referrals/{referral}/links", tag = "referrals",
    params(("referral" = String, Path)), responses((status = 200, body = Done)))]
pub(super) async fn take_back(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(referral): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
) -> Result<Json<Done>, Trouble> {
    let referral = reference(&referral)?;
    let command = RenewLink {
        definitions: room.definitions.clone(),
        referral,
        revoke_only: true,
    };
    change(&room, &actor, once.as_ref(), command).await?;
    Ok(Json(referral.into()))
}

/// Opens a slip to be printed; the slip before it stops working.
#[utoipa::path(post, path = "/api/v1/referrals/{referral}/slips", tag = "referrals",
    params(("referral" = String, Path)), responses((status = 200, body = SlipOpened)))]
pub(super) async fn open_slip(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(referral): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
) -> Result<Json<SlipOpened>, Trouble> {
    let command = OpenSlip {
        definitions: room.definitions.clone(),
        referral: reference(&referral)?,
    };
    let link = room.house.perform(&actor, once.as_ref(), command).await?;
    let LinkOpened { path, code } = opened(&room, link);
    Ok(Json(SlipOpened {
        path,
        code,
        pin: links::pin(room.house.trust(), link),
    }))
}
