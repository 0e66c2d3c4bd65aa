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
    actions::{DecideRequest, DecisionForm, FollowRequest, FollowUpOfRequest, RecordRequest, RequestForm},
    pages::request::holders_told,
    queries::{ListRequests, ReadRequest, RequestLine, RequestsOfCase},
    request::RequestState,
    room::{Casework, HolderWay, ToldHolder},
};

/// What a person asks about her data.
#[derive(Serialize, ToSchema)]
pub struct Request {
    pub id: String,
    /// The code of the case; nothing once it was erased.
    pub code: Option<String>,
    #[schema(value_type = Object)]
    pub owner: Localised,
    /// `access`, `rectification`, `erasure`, `portability` or `objection`.
    pub kind: &'static str,
    pub asked_on: String,
    /// The last day for an answer.
    pub due: String,
    pub late: bool,
    /// `open`, `granted`, `refused`, `done` or `taken_back`.
    pub state: &'static str,
    /// Of a refusal.
    pub ground: Option<&'static str>,
    /// The day on which a refusal is looked at again.
    pub review: Option<String>,
    /// To be sent back with an answer.
    pub version: u64,
}

impl From<RequestLine> for Request {
    fn from(line: RequestLine) -> Self {
        let request = line.request;
        let (ground, review) = match request.state {
            RequestState::Refused { ground, review, .. } => (Some(ground.code()), review),
            _ => (None, None),
        };
        Self {
            id: line.public_ref.to_string(),
            code: line.code.map(|code| code.to_string()),
            owner: line.owner,
            kind: request.asked.kind.code(),
            asked_on: request.asked.on.to_string(),
            due: request.due.to_string(),
            late: line.late,
            state: request.state.code(),
            ground,
            review: review.map(|on| on.to_string()),
            version: request.version,
        }
    }
}

/// Requests, the latest first.
#[derive(Serialize, ToSchema)]
pub struct Requests {
    pub open: Vec<Request>,
    pub ended: Vec<Request>,
}

/// One request with its words.
#[derive(Serialize, ToSchema)]
pub struct RequestSheet {
    pub request: Request,
    /// Nothing where they were not shared with the reader's organisation.
    pub wanted: Option<String>,
    pub reason: Option<String>,
    pub done: Option<String>,
    /// Of an erased case: who was told to erase what they hold, and what they said.
    pub told: Vec<HolderFace>,
}

/// An organisation that was told to erase what it was given.
#[derive(Serialize, ToSchema)]
pub struct HolderFace {
    #[schema(value_type = Object)]
    pub organisation: Localised,
    pub told_at: String,
    /// Until when it confirms.
    pub due: String,
    pub late: bool,
    /// Nothing while it has not confirmed.
    pub confirmed_at: Option<String>,
    /// `member`, `link`, `sms`, `slip` or `telephone`.
    pub via: Option<&'static str>,
    /// The role of who confirmed, or of who wrote down what was said by telephone.
    #[schema(value_type = Option<Object>)]
    pub role: Option<Localised>,
    /// The day of the call.
    pub on: Option<String>,
}

impl From<ToldHolder> for HolderFace {
    fn from(told: ToldHolder) -> Self {
        let at = told.word.as_ref().map(|word| word.at.to_string());
        let via = told.word.as_ref().map(|word| word.way.code());
        let (role, on) = match told.word.map(|word| word.way) {
            Some(HolderWay::Member { role }) => (Some(role), None),
            Some(HolderWay::Telephone { role, on, .. }) => (Some(role), Some(on.to_string())),
            _ => (None, None),
        };
        Self {
            organisation: told.holder,
            told_at: told.told_at.to_string(),
            due: told.due.to_string(),
            late: told.late,
            confirmed_at: at,
            via,
            role,
            on,
        }
    }
}

/// An answer to a request.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct RequestAnswer {
    pub version: u64,
    pub answer: DecisionForm,
}

/// What became of a request.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct RequestFollowUp {
    pub version: u64,
    /// `done` or `taken_back`.
    pub verb: String,
    /// Sealed.
    pub words: String,
}

/// The requests that wait, of the mechanism or of one's own organisation, and the last that ended.
#[utoipa::path(get, path = "/api/v1/requests", tag = "requests", responses((status = 200, body = Requests)))]
pub(super) async fn list(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
) -> Result<Json<Requests>, Trouble> {
    let query = ListRequests {
        definitions: room.desk.definitions.clone(),
    };
    let list = room.house.look(&actor, &query).await?;
    Ok(Json(Requests {
        open: list.open.into_iter().map(Into::into).collect(),
        ended: list.ended.into_iter().map(Into::into).collect(),
    }))
}

/// What was asked about a case, newest first.
#[utoipa::path(get, path = "/api/v1/cases/{case}/requests", tag = "requests", params(("case" = String, Path)),
    responses((status = 200, body = Vec<Request>)))]
pub(super) async fn of_case(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
) -> Result<Json<Vec<Request>>, Trouble> {
    let query = RequestsOfCase {
        definitions: room.desk.definitions.clone(),
        case: reference(&case)?,
    };
    let view = room.house.look(&actor, &query).await?;
    Ok(Json(view.lines.into_iter().map(Into::into).collect()))
}

/// Records what the person asked about her data.
#[utoipa::path(post, path = "/api/v1/cases/{case}/requests", tag = "requests", params(("case" = String, Path)),
    request_body = RequestForm, responses((status = 200, body = Done)))]
pub(super) async fn record(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(form): Payload<RequestForm>,
) -> Result<Json<Done>, Trouble> {
    let command = RecordRequest {
        desk: room.desk.clone(),
        case: reference(&case)?,
        form,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}

/// One request.
#[utoipa::path(get, path = "/api/v1/requests/{request}", tag = "requests", params(("request" = String, Path)),
    responses((status = 200, body = RequestSheet)))]
pub(super) async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(request): Path<String>,
) -> Result<Json<RequestSheet>, Trouble> {
    let query = ReadRequest {
        definitions: room.desk.definitions.clone(),
        request: reference(&request)?,
    };
    let view = room.house.look(&actor, &query).await?;
    let told = holders_told(&room, &view).await?;
    let words = view.words.unwrap_or_default();
    let said = |text: String| (!text.is_empty()).then_some(text);
    Ok(Json(RequestSheet {
        request: view.line.into(),
        wanted: said(words.wanted),
        reason: said(words.reason),
        done: said(words.done),
        told: told.into_iter().map(Into::into).collect(),
    }))
}

/// Answers a request; to grant an erasure is to erase.
#[utoipa::path(post, path = "/api/v1/requests/{request}", tag = "requests", params(("request" = String, Path)),
    request_body = RequestAnswer, responses((status = 200, body = Done)))]
pub(super) async fn decide(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(request): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(sent): Payload<RequestAnswer>,
) -> Result<Json<Done>, Trouble> {
    let command = DecideRequest {
        desk: room.desk.clone(),
        request: reference(&request)?,
        expected: sent.version,
        form: sent.answer,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}

/// Says that what was granted was done, or that the person took the request back.
#[utoipa::path(post, path = "/api/v1/requests/{request}/follow-up", tag = "requests", params(("request" = String, Path)),
    request_body = RequestFollowUp, responses((status = 200, body = Done)))]
pub(super) async fn follow(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(request): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(sent): Payload<RequestFollowUp>,
) -> Result<Json<Done>, Trouble> {
    let command = FollowRequest {
        desk: room.desk.clone(),
        request: reference(&request)?,
        expected: sent.version,
        verb: FollowUpOfRequest::of(&sent.verb).ok_or(Trouble::Unreadable)?,
        words: sent.words,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}
