use axum::{
    Json,
    extract::{Path, Query, State},
};
use relais_kernel::Localised;
use relais_platform::courier::{Pile, Stand};
use relais_shell::{IdempotencyKey, SignedIn, Trouble};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Done, reference};
use crate::{
    actions::SendAgain,
    queries::{MessageLine, Messages},
    room::Referrals,
};

/// A message that left, waits, or did not arrive. Its address and its words are not kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageSent {
    pub id: String,
    /// The occasion.
    pub kind: String,
    #[schema(value_type = Object)]
    pub to: Localised,
    /// The referral, where the reader may open it.
    pub referral: Option<String>,
    pub ordered_at: String,
    /// `mail` or `sms`, once it was tried.
    pub channel: Option<String>,
    pub tries: i32,
    /// `waiting`, `again`, `sent`, `given_up` or `dropped`.
    pub state: String,
    /// When it left or ended, or when it is tried again.
    pub at: Option<String>,
    /// Why it has not arrived.
    pub why: Option<String>,
}

impl From<MessageLine> for MessageSent {
    fn from(line: MessageLine) -> Self {
        let held = line.held;
        let (state, at, why) = match held.stand {
            Stand::Waiting => ("waiting", None, None),
            Stand::Again { at, why } => ("again", Some(at), Some(why)),
            Stand::Sent { at } => ("sent", Some(at), None),
            Stand::GivenUp { at, why } => ("given_up", Some(at), Some(why)),
            Stand::Dropped { at } => ("dropped", Some(at), None),
        };
        Self {
            id: held.id.to_string(),
            kind: line.kind.code().to_owned(),
            to: line.to,
            referral: line.referral.map(|id| id.to_string()),
            ordered_at: held.made_at.to_string(),
            channel: held.channel.map(|way| way.code().to_owned()),
            tries: held.tries,
            state: state.to_owned(),
            at: at.map(|at| at.to_string()),
            why: why.map(|why| why.code().to_owned()),
        }
    }
}

/// What the list is narrowed to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Narrowed {
    /// Only those that have not arrived.
    troubled: bool,
    /// From 1.
    page: Option<u64>,
}

/// The messages that the reader follows, a hundred a page: first what has not arrived, then what waits, then the rest.
#[utoipa::path(get, path = "/api/v1/messages", tag = "referrals",
    params(("troubled" = Option<bool>, Query), ("page" = Option<u64>, Query)), responses((status = 200, body = Vec<MessageSent>)))]
pub(super) async fn list(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Query(narrowed): Query<Narrowed>,
) -> Result<Json<Vec<MessageSent>>, Trouble> {
    let query = Messages {
        definitions: room.definitions.clone(),
        pile: narrowed.troubled.then_some(Pile::Troubled),
        size: 100,
        page: narrowed.page.unwrap_or(1),
    };
    let view = room.house.look(&actor, &query).await?;
    Ok(Json(view.lines.into_iter().map(Into::into).collect()))
}

/// Sends a message anew.
#[utoipa::path(post, path = "/api/v1/messages/{message}/again", tag = "referrals",
    params(("message" = String, Path)), responses((status = 200, body = Done)))]
pub(super) async fn again(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(message): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
) -> Result<Json<Done>, Trouble> {
    let message = reference(&message)?;
    room.house
        .perform(&actor, once.as_ref(), SendAgain { message })
        .await?;
    Ok(Json(message.into()))
}
