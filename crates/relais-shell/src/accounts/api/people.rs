use axum::{Json, extract::State};
use relais_kernel::Localised;
use relais_trust::{
    Failure,
    accounts::{AccountFace, Administer, EndAccess, OrganisationFace, WithholdRights},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::{
    Accounts,
    pages::{Ref, colleague},
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
    /// Their rights rest: travel mode, or a colleague withheld them.
    pub travelling: bool,
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
            travelling: face.travel.is_some(),
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

/// Whose rights rest.
#[derive(Debug, Serialize, ToSchema)]
pub struct RightsWithheld {
    pub id: String,
}

/// Ends all sessions, tokens and links of somebody whose telephone is gone, and withholds their rights until a supervisor
/// or an administrator gives them back: of a colleague in daily work, or of whom the reader administers.
#[utoipa::path(post, path = "/api/v1/people/{person}/protection", tag = "people",
    params(("person" = String, Path)), responses((status = 200, body = RightsWithheld)))]
pub(super) async fn protect(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(person): Ref,
    IdempotencyKey(once): IdempotencyKey,
) -> Result<Json<RightsWithheld>, Trouble> {
    let user = match room.house.look(&actor, &OnePerson(person)).await {
        Ok(view) => view.face.id,
        Err(Failure::Missing) => colleague(&room, &actor, person).await?.id,
        Err(other) => return Err(other.into()),
    };
    let command = WithholdRights { user };
    room.house.perform(&actor, once.as_ref(), command).await?;
    Ok(Json(RightsWithheld {
        id: person.to_string(),
    }))
}
