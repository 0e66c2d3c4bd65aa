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
    actions::{
        AnswerMission, CancelMission, ChangeMission, MissionAnswerForm, MissionForm, MissionReceiver,
        MissionTimeForm, MissionWords, OrderMission,
    },
    queries::{MissionLine, MissionsOfCase, OrderedMission, OwnMission, OwnMissions, ReadMission},
    room::Casework,
};

/// A mission as whoever was asked sees it: nothing of the case.
#[derive(Serialize, ToSchema)]
pub struct MissionToDo {
    pub id: String,
    pub number: String,
    /// `interpreter` or `driver`.
    pub kind: &'static str,
    pub begins: String,
    pub ends: String,
    /// `ordered`, `taken`, `declined`, `done`, `failed` or `cancelled`.
    pub state: &'static str,
    /// Why it was declined or could not be done.
    pub reason: Option<&'static str>,
    #[schema(value_type = Object)]
    pub from: Localised,
}

impl From<OwnMission> for MissionToDo {
    fn from(line: OwnMission) -> Self {
        Self {
            id: line.public_ref.to_string(),
            number: line.number.to_string(),
            kind: line.kind.code(),
            begins: line.begins.to_string(),
            ends: line.ends.to_string(),
            state: line.state.code(),
            reason: line.state.reason(),
            from: line.from,
        }
    }
}

/// The missions of the reader.
#[derive(Serialize, ToSchema)]
pub struct MissionsToDo {
    pub open: Vec<MissionToDo>,
    pub ended: Vec<MissionToDo>,
}

/// Where and in which language.
#[derive(Serialize, ToSchema)]
pub struct MissionPlace {
    pub place: String,
    pub destination: Option<String>,
    pub language: Option<String>,
}

impl From<MissionWords> for MissionPlace {
    fn from(words: MissionWords) -> Self {
        Self {
            place: words.place,
            destination: words.destination,
            language: words.language.map(|code| code.as_str().to_owned()),
        }
    }
}

/// One mission, for whoever was asked.
#[derive(Serialize, ToSchema)]
pub struct MissionSheet {
    pub mission: MissionToDo,
    /// While the mission is open.
    pub place: Option<MissionPlace>,
    /// Of the organisation that ordered it.
    pub phone: Option<String>,
    /// To be sent back with an answer.
    pub version: u64,
}

/// An answer of whoever was asked.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct MissionAnswerSent {
    pub version: u64,
    pub answer: MissionAnswerForm,
}

/// The missions that the reader was asked for.
#[utoipa::path(get, path = "/api/v1/missions", tag = "missions", responses((status = 200, body = MissionsToDo)))]
pub(super) async fn list(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
) -> Result<Json<MissionsToDo>, Trouble> {
    let query = OwnMissions {
        definitions: room.desk.definitions.clone(),
    };
    let view = room.house.look(&actor, &query).await?;
    Ok(Json(MissionsToDo {
        open: view.open.into_iter().map(Into::into).collect(),
        ended: view.ended.into_iter().map(Into::into).collect(),
    }))
}

/// One mission of the reader.
#[utoipa::path(get, path = "/api/v1/missions/{mission}", tag = "missions", params(("mission" = String, Path)),
    responses((status = 200, body = MissionSheet)))]
pub(super) async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(mission): Path<String>,
) -> Result<Json<MissionSheet>, Trouble> {
    let query = ReadMission {
        definitions: room.desk.definitions.clone(),
        mission: reference(&mission)?,
    };
    let view = room.house.look(&actor, &query).await?;
    Ok(Json(MissionSheet {
        mission: view.line.into(),
        place: view.words.map(Into::into),
        phone: view.phone,
        version: view.version,
    }))
}

/// Takes a mission, declines it, or says how it went.
#[utoipa::path(post, path = "/api/v1/missions/{mission}/answers", tag = "missions",
    params(("mission" = String, Path)), request_body = MissionAnswerSent, responses((status = 200, body = Done)))]
pub(super) async fn answer(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(mission): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(sent): Payload<MissionAnswerSent>,
) -> Result<Json<Done>, Trouble> {
    let command = AnswerMission {
        desk: room.desk.clone(),
        mission: reference(&mission)?,
        expected: sent.version,
        form: sent.answer,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}

/// A mission as those see it who have the case.
#[derive(Serialize, ToSchema)]
pub struct MissionOrdered {
    pub id: String,
    pub number: String,
    pub kind: &'static str,
    pub begins: String,
    pub ends: String,
    pub state: &'static str,
    pub reason: Option<&'static str>,
    /// Who was asked.
    pub receiver: String,
    #[schema(value_type = Object)]
    pub receiver_of: Localised,
    /// To be sent back with another time.
    pub version: u64,
}

impl From<MissionLine> for MissionOrdered {
    fn from(line: MissionLine) -> Self {
        let mission = line.mission;
        Self {
            id: line.public_ref.to_string(),
            number: mission.number.to_string(),
            kind: mission.kind.code(),
            begins: mission.begins.to_string(),
            ends: mission.ends.to_string(),
            state: mission.state.code(),
            reason: mission.state.reason(),
            receiver: line.receiver,
            receiver_of: line.receiver_of,
            version: mission.version,
        }
    }
}

/// Somebody who can be asked.
#[derive(Serialize, ToSchema)]
pub struct MissionReceiverFace {
    pub id: String,
    pub name: String,
    #[schema(value_type = Object)]
    pub organisation: Localised,
    pub kinds: Vec<&'static str>,
}

impl From<MissionReceiver> for MissionReceiverFace {
    fn from(receiver: MissionReceiver) -> Self {
        Self {
            id: receiver.public_ref.to_string(),
            name: receiver.name,
            organisation: receiver.organisation_name,
            kinds: receiver.kinds.iter().map(|kind| kind.code()).collect(),
        }
    }
}

/// The missions of a case, and who can be asked for another.
#[derive(Serialize, ToSchema)]
pub struct MissionsOrdered {
    pub missions: Vec<MissionOrdered>,
    pub receivers: Vec<MissionReceiverFace>,
}

/// One mission of a case.
#[derive(Serialize, ToSchema)]
pub struct MissionOrderSheet {
    pub mission: MissionOrdered,
    /// Nothing once it was erased.
    pub place: Option<MissionPlace>,
}

/// Another time.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct MissionTimeSent {
    pub version: u64,
    pub time: MissionTimeForm,
}

/// The missions of a case.
#[utoipa::path(get, path = "/api/v1/cases/{case}/missions", tag = "missions", params(("case" = String, Path)),
    responses((status = 200, body = MissionsOrdered)))]
pub(super) async fn of_case(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
) -> Result<Json<MissionsOrdered>, Trouble> {
    let query = MissionsOfCase {
        definitions: room.desk.definitions.clone(),
        case: reference(&case)?,
    };
    let view = room.house.look(&actor, &query).await?;
    Ok(Json(MissionsOrdered {
        missions: view.missions.into_iter().map(Into::into).collect(),
        receivers: view.receivers.into_iter().map(Into::into).collect(),
    }))
}

/// Orders a mission: an interpreter or a driver is asked, and learns nothing of the case.
#[utoipa::path(post, path = "/api/v1/cases/{case}/missions", tag = "missions", params(("case" = String, Path)),
    request_body = MissionForm, responses((status = 200, body = Done)))]
pub(super) async fn order(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(form): Payload<MissionForm>,
) -> Result<Json<Done>, Trouble> {
    let command = OrderMission {
        desk: room.desk.clone(),
        case: reference(&case)?,
        form,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}

/// One mission of a case, with where and in which language.
#[utoipa::path(get, path = "/api/v1/cases/{case}/missions/{mission}", tag = "missions",
    params(("case" = String, Path), ("mission" = String, Path)), responses((status = 200, body = MissionOrderSheet)))]
pub(super) async fn one(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path((case, mission)): Path<(String, String)>,
) -> Result<Json<MissionOrderSheet>, Trouble> {
    let query = OrderedMission {
        definitions: room.desk.definitions.clone(),
        case: reference(&case)?,
        mission: reference(&mission)?,
    };
    let view = room.house.look(&actor, &query).await?;
    Ok(Json(MissionOrderSheet {
        mission: view.line.into(),
        place: view.words.map(Into::into),
    }))
}

/// Gives a mission another time. Whoever was asked answers again.
#[utoipa::path(post, path = "/api/v1/cases/{case}/missions/{mission}/times", tag = "missions",
    params(("case" = String, Path), ("mission" = String, Path)), request_body = MissionTimeSent,
    responses((status = 200, body = Done)))]
pub(super) async fn change(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path((case, mission)): Path<(String, String)>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(sent): Payload<MissionTimeSent>,
) -> Result<Json<Done>, Trouble> {
    let command = ChangeMission {
        desk: room.desk.clone(),
        case: reference(&case)?,
        mission: reference(&mission)?,
        expected: sent.version,
        form: sent.time,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}

/// Cancels a mission.
#[utoipa::path(delete, path = "/api/v1/cases/{case}/missions/{mission}", tag = "missions",
    params(("case" = String, Path), ("mission" = String, Path)), responses((status = 200, body = Done)))]
pub(super) async fn cancel(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path((case, mission)): Path<(String, String)>,
    IdempotencyKey(once): IdempotencyKey,
) -> Result<Json<Done>, Trouble> {
    let command = CancelMission {
        desk: room.desk.clone(),
        case: reference(&case)?,
        mission: reference(&mission)?,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}
