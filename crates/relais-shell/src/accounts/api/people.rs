use axum::{Json, extract::State};
use relais_kernel::Localised;
use relais_trust::accounts::{AccountFace, Administer, EndAccess, OrganisationFace};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::{
    Accounts,
    pages::Ref,
    queries::{ListPeople, OnePerson},
};
use crate::{IdempotencyKey, SignedIn, Trouble};

/// Somebody with an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonLine {
    pub id: String,
    pub name: String,
    pub login: String,
    #[schema(value_type = Object)]
    pub organisation: Localised,
    /// False once their access was ended.
    pub active: bool,
    /// Codes of the mechanism: those that count.
    pub roles: Vec<String>,
    /// Those that a second person has not confirmed yet.
    pub waiting: Vec<String>,
}

impl PersonLine {
    fn of(organisation: &OrganisationFace, face: AccountFace) -> Self {
        Self {
            id: face.public_ref.to_string(),
            name: face.name,
            login: face.login,
            organisation: organisation.name.clone(),
            active: face.active,
            waiting: face.waiting.into_iter().map(|role| role.0).collect(),
            roles: face.roles.into_iter().map(|role| role.0).collect(),
        }
    }
}

/// The people whom the reader administers; at most three hundred.
#[utoipa::path(get, path = "/api/v1/people", tag = "people", responses((status = 200, body = Vec<PersonLine>)))]
pub(super) async fn list(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
) -> Result<Json<Vec<PersonLine>>, Trouble> {
    let view = room
        .house
        .look(&actor, &ListPeople { organisation: None })
        .await?;
    let lines = view.groups.into_iter().flat_map(|(organisation, people)| {
        people
            .into_iter()
            .map(move |face| PersonLine::of(&organisation, face))
    });
    Ok(Json(lines.collect()))
}

/// Whose access was ended.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccessEnded {
    pub id: String,
}

/// Ends the access of an account at once: its sessions, its tokens, its roles.
#[utoipa::path(delete, path = "/api/v1/people/{person}/access", tag = "people",
    params(("person" = String, Path)), responses((status = 200, body = AccessEnded)))]
pub(super) async fn end_access(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(person): Ref,
    IdempotencyKey(once): IdempotencyKey,
) -> Result<Json<AccessEnded>, Trouble> {
    let view = room.house.look(&actor, &OnePerson(person)).await?;
    let command = Administer(EndAccess { user: view.face.id });
    room.house.perform(&actor, once.as_ref(), command).await?;
    Ok(Json(AccessEnded {
        id: person.to_string(),
    }))
}
