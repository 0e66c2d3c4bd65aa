use axum::{
    Json,
    extract::{Path, State},
};
use relais_casework::api::HolderFace;
use relais_kernel::Localised;
use relais_shell::{IdempotencyKey, Payload, SignedIn, Trouble, Typed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Done, reference};
use crate::{
    actions::{ConfirmErasure, NoteErasureTold},
    pages::{erasure_day, erasure_gone},
    queries::{ListNotices, NoticeLine, ReadNotice},
    room::Referrals,
};

/// An organisation that was told to erase what it was given of a case that is no more.
#[derive(Serialize, ToSchema)]
pub struct Erasure {
    pub id: String,
    /// Who had the case.
    #[schema(value_type = Object)]
    pub owner: Localised,
    pub told: HolderFace,
}

impl From<NoticeLine> for Erasure {
    fn from(line: NoticeLine) -> Self {
        Self {
            id: line.public_ref.to_string(),
            owner: line.owner,
            told: line.told.into(),
        }
    }
}

/// The notices that concern the reader.
#[derive(Serialize, ToSchema)]
pub struct Erasures {
    /// The reader's organisation has to confirm.
    pub to_confirm: Vec<Erasure>,
    /// Others have to; late ones first.
    pub awaited: Vec<Erasure>,
    pub confirmed: Vec<Erasure>,
}

/// One notice, and what the reader may do with it.
#[derive(Serialize, ToSchema)]
pub struct ErasureSheet {
    pub erasure: Erasure,
    pub may_confirm: bool,
    pub may_note: bool,
    /// What the holder received, as it knows it; for who may confirm, until then.
    pub received: Vec<ReceivedFace>,
}

/// A referral as its receiver knows it.
#[derive(Serialize, ToSchema)]
pub struct ReceivedFace {
    /// The code of its message.
    pub code: String,
    #[schema(value_type = Object)]
    pub service: Localised,
    pub sent_at: Option<String>,
}

/// The word of a holder.
#[derive(Deserialize, ToSchema, Default)]
#[serde(default)]
pub struct ErasureWord {
    /// Everything is erased, papers and messages included.
    pub gone: bool,
}

/// What a holder said by telephone.
#[derive(Deserialize, ToSchema, Default)]
#[serde(default)]
pub struct ErasureCall {
    /// The day of the call.
    pub on: String,
}

/// What one's own organisation has to confirm, and who else has not confirmed yet.
#[utoipa::path(get, path = "/api/v1/erasures", tag = "requests", responses((status = 200, body = Erasures)))]
pub(super) async fn list(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
) -> Result<Json<Erasures>, Trouble> {
    let query = ListNotices {
        definitions: room.definitions.clone(),
    };
    let lists = room.house.look(&actor, &query).await?;
    let faces = |lines: Vec<NoticeLine>| lines.into_iter().map(Into::into).collect();
    Ok(Json(Erasures {
        to_confirm: faces(lists.to_confirm),
        awaited: faces(lists.awaited),
        confirmed: faces(lists.confirmed),
    }))
}

/// One notice, for its holder, for who had the case and for the protection officer.
#[utoipa::path(get, path = "/api/v1/erasures/{notice}", tag = "requests", params(("notice" = String, Path)),
    responses((status = 200, body = ErasureSheet)))]
pub(super) async fn show(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(notice): Path<String>,
) -> Result<Json<ErasureSheet>, Trouble> {
    let query = ReadNotice {
        definitions: room.definitions.clone(),
        notice: reference(&notice)?,
    };
    let view = room.house.look(&actor, &query).await?;
    let received = view.received.into_iter().map(|it| ReceivedFace {
        code: it.code.to_string(),
        service: it.service,
        sent_at: it.sent_at.map(|at| at.to_string()),
    });
    Ok(Json(ErasureSheet {
        received: received.collect(),
        erasure: view.line.into(),
        may_confirm: view.may_confirm,
        may_note: view.may_note,
    }))
}

/// The holder confirms that nothing is left with it.
#[utoipa::path(post, path = "/api/v1/erasures/{notice}/confirmation", tag = "requests",
    params(("notice" = String, Path)), request_body = ErasureWord, responses((status = 200, body = Done)))]
pub(super) async fn confirm(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(notice): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(word): Payload<ErasureWord>,
) -> Result<Json<Done>, Trouble> {
    let typed = Typed::nothing().with("gone", if word.gone { "yes" } else { "" });
    let command = ConfirmErasure {
        definitions: room.definitions.clone(),
        notice: reference(&notice)?,
    };
    erasure_gone(&typed)?;
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}

/// Who had the case writes down what the holder said by telephone.
#[utoipa::path(post, path = "/api/v1/erasures/{notice}/telephone", tag = "requests",
    params(("notice" = String, Path)), request_body = ErasureCall, responses((status = 200, body = Done)))]
pub(super) async fn note(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(notice): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(call): Payload<ErasureCall>,
) -> Result<Json<Done>, Trouble> {
    let command = NoteErasureTold {
        definitions: room.definitions.clone(),
        notice: reference(&notice)?,
        on: erasure_day(&Typed::nothing().with("on", call.on))?,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}
