use axum::{
    Json,
    extract::{Path, RawQuery, State},
};
use relais_shell::{IdempotencyKey, Payload, SignedIn, Trouble, Typed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    CapacityUpdate, NotAnUpdate,
    actions::{ChangeCapacity, RenewServiceCode},
    pages::{read_change, reference, wanted},
    queries::{BrowseServices, ReadService, ServiceFace},
    room::Directory,
};

/// A page of the directory.
#[derive(Serialize, ToSchema)]
pub struct Services {
    services: Vec<ServiceFace>,
    /// There is a next page.
    more: bool,
}

/// How it stands with the places of a service.
#[derive(Deserialize, ToSchema)]
pub struct CapacityChange {
    /// `confirm`, `places:3`, `full`, `full:2026-12-05` or `closed`.
    update: String,
    /// The version of the entry that this is about; a newer one is not overwritten.
    version: Option<i64>,
}

/// The services of the directory, fifty at a time.
#[utoipa::path(get, path = "/api/v1/services", tag = "directory",
    params(
        ("need" = Option<String>, Query, description = "Code of a need"),
        ("region" = Option<String>, Query, description = "P-code of a region that it is in or serves"),
        ("organisation" = Option<String>, Query, description = "Public reference of its organisation"),
        ("page" = Option<u64>, Query, description = "From 0"),
    ),
    responses((status = 200, body = Services)))]
pub async fn list_services(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    RawQuery(asked): RawQuery,
) -> Result<Json<Services>, Trouble> {
    let asked = Typed::parse(asked.unwrap_or_default().as_bytes())?;
    let query = BrowseServices {
        definitions: room.definitions.clone(),
        wanted: wanted(&asked)?,
    };
    let view = room.house.look(&actor, &query).await?;
    Ok(Json(Services {
        services: view.services,
        more: view.more,
    }))
}

/// One service.
#[utoipa::path(get, path = "/api/v1/services/{service}", tag = "directory",
    params(("service" = String, Path, description = "Public reference")),
    responses((status = 200, body = ServiceFace)))]
pub async fn read_service(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    Path(service): Path<String>,
) -> Result<Json<ServiceFace>, Trouble> {
    Ok(Json(face(&room, &actor, &service).await?))
}

/// Says how it stands with the places of one's own service.
#[utoipa::path(post, path = "/api/v1/services/{service}/capacity", tag = "directory",
    params(("service" = String, Path, description = "Public reference")),
    request_body = CapacityChange, responses((status = 200, body = ServiceFace)))]
pub async fn change_capacity(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    Path(service): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(change): Payload<CapacityChange>,
) -> Result<Json<ServiceFace>, Trouble> {
    let update: Result<CapacityUpdate, NotAnUpdate> = change.update.parse();
    let command = ChangeCapacity {
        definitions: room.definitions.clone(),
        service: reference(&service)?,
        expected: change.version,
        update: update.map_err(|_| Trouble::Unreadable)?,
    };
    room.house.perform(&actor, once.as_ref(), command).await?;
    Ok(Json(face(&room, &actor, &service).await?))
}

/// What becomes of an entry.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct EntryChange {
    /// `confirm`, `activate`, `close`, `reopen`, `suspend` or `wind_up`.
    verb: String,
    /// `close`: the day of reopening, if it is known.
    until: Option<String>,
    /// `suspend`, `wind_up`: why.
    reason: Option<String>,
    /// The version of the entry that this is about; a newer one is not overwritten.
    version: Option<i64>,
}

/// Confirms, publishes, closes, reopens, suspends or winds up an entry.
#[utoipa::path(post, path = "/api/v1/services/{service}/entry", tag = "directory",
    params(("service" = String, Path, description = "Public reference")),
    request_body = EntryChange, responses((status = 200, body = ServiceFace)))]
pub async fn change_entry(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    Path(service): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(change): Payload<EntryChange>,
) -> Result<Json<ServiceFace>, Trouble> {
    let typed = Typed::nothing()
        .with("verb", change.verb)
        .with_some("until", change.until)
        .with_some("reason", change.reason)
        .with_some("version", change.version);
    let command = read_change(&typed, &room.definitions, reference(&service)?)??;
    room.house.perform(&actor, once.as_ref(), command).await?;
    Ok(Json(face(&room, &actor, &service).await?))
}

async fn face(room: &Directory, actor: &relais_trust::Actor, service: &str) -> Result<ServiceFace, Trouble> {
    let query = ReadService {
        definitions: room.definitions.clone(),
        service: reference(service)?,
    };
    Ok(room.house.look(actor, &query).await?.service)
}

/// The code of a service for text messages.
#[derive(Serialize, ToSchema)]
pub struct ServiceCode {
    /// Eight characters, such as `K7M2-P9QX`.
    code: String,
}

/// Replaces the code by which a service is named in text messages.
#[utoipa::path(post, path = "/api/v1/services/{service}/code", tag = "directory",
    params(("service" = String, Path, description = "Public reference")),
    responses((status = 200, body = ServiceCode)))]
pub async fn renew_code(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    Path(service): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
) -> Result<Json<ServiceCode>, Trouble> {
    let command = RenewServiceCode {
        definitions: room.definitions.clone(),
        service: reference(&service)?,
    };
    let code = room.house.perform(&actor, once.as_ref(), command).await?;
    Ok(Json(ServiceCode {
        code: code.to_string(),
    }))
}
