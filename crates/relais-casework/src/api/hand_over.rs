use axum::{
    Json,
    extract::{Path, State},
};
use relais_kernel::Localised;
use relais_shell::{IdempotencyKey, Payload, SignedIn, Trouble, Typed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Done, reference};
use crate::{
    identification::IdentificationForm,
    pages::hand_over::read_hand_over,
    queries::{HandOverForm, HandOverPage},
    room::Casework,
};

/// An organisation that can take a person over.
#[derive(Serialize, ToSchema)]
pub struct HandOverTaker {
    pub id: String,
    #[schema(value_type = Object)]
    pub name: Localised,
}

/// What has to be known of a person who is handed over: no more than that. Named as in the form of the page.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct HandOver {
    /// The id of the organisation that takes over.
    pub to: String,
    /// Codes, or `none`.
    pub urgent_signs: Vec<String>,
    /// Left out when the person gives none.
    pub name: String,
    pub sex: String,
    pub age: String,
    /// `yes` when it is a guess.
    pub age_estimated: String,
    pub status: String,
    pub entry_point: String,
    /// P-code.
    pub region: String,
    /// What was done so far; sealed.
    pub immediate_action: String,
    /// `yes` or `no`.
    pub rights_explained: String,
}

impl From<HandOver> for IdentificationForm {
    fn from(person: HandOver) -> Self {
        Self {
            urgent_signs: person.urgent_signs,
            name: person.name,
            sex: person.sex,
            age: person.age,
            age_estimated: person.age_estimated,
            status: person.status,
            entry_point: person.entry_point,
            region: person.region,
            immediate_action: person.immediate_action,
            rights_explained: person.rights_explained,
            ..Self::default()
        }
    }
}

/// What those who handed a person over see afterwards: the code, and whether it was taken up.
#[derive(Serialize, ToSchema)]
pub struct HandOverSheet {
    pub code: String,
    #[schema(value_type = Object)]
    pub to: Localised,
    pub at: String,
    /// The organisation has begun to work on it.
    pub taken_up: bool,
}

/// Who can take a person over.
#[utoipa::path(get, path = "/api/v1/hand-overs", tag = "hand-overs", responses((status = 200, body = Vec<HandOverTaker>)))]
pub(super) async fn takers(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
) -> Result<Json<Vec<HandOverTaker>>, Trouble> {
    let query = HandOverForm {
        definitions: room.desk.definitions.clone(),
    };
    let all = room.house.look(&actor, &query).await?;
    let takers = all.into_iter().map(|(id, name)| HandOverTaker {
        id: id.to_string(),
        name,
    });
    Ok(Json(takers.collect()))
}

/// Hands a person over to an organisation that manages cases.
#[utoipa::path(post, path = "/api/v1/hand-overs", tag = "hand-overs", request_body = HandOver,
    responses((status = 200, body = Done)))]
pub(super) async fn hand_over(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    IdempotencyKey(once): IdempotencyKey,
    Payload(person): Payload<HandOver>,
) -> Result<Json<Done>, Trouble> {
    let typed = Typed::nothing().with("to", &person.to);
    let command = read_hand_over(&typed, person.into(), &room.desk)?;
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}

/// That it was done, and whether it was taken up.
#[utoipa::path(get, path = "/api/v1/hand-overs/{hand_over}", tag = "hand-overs",
    params(("hand_over" = String, Path)), responses((status = 200, body = HandOverSheet)))]
pub(super) async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(hand_over): Path<String>,
) -> Result<Json<HandOverSheet>, Trouble> {
    let query = HandOverPage {
        definitions: room.desk.definitions.clone(),
        hand_over: reference(&hand_over)?,
    };
    let view = room.house.look(&actor, &query).await?;
    Ok(Json(HandOverSheet {
        code: view.code,
        to: view.to,
        at: view.at.to_string(),
        taken_up: view.taken_up,
    }))
}
