//! The codes by which services are named in text messages. They follow from the keys of the installation; what is stored
//! is how often a code was replaced.

use std::collections::BTreeMap;

use relais_kernel::ShortCode;
use relais_platform::{Failure, table};
use relais_trust::{Note, Scene, Trust};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::OnConflict,
};
use uuid::Uuid;

use super::{
    services::{ServiceRow, service_of},
    tables::service,
};
use crate::ServiceId;

pub(super) const CODES: &str = "
CREATE TABLE IF NOT EXISTS service_code (service_id {id} PRIMARY KEY, turn {int} NOT NULL);
CREATE TABLE IF NOT EXISTS service_waiting (service_id {id} PRIMARY KEY, waiting {int} NOT NULL);
";

table!(code, "service_code", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub service_id: Uuid,
    pub turn: i64,
});

fn code_at(trust: &Trust, service: Uuid, turn: i64) -> ShortCode {
    trust.short_code(&format!("places {turn}"), service)
}

async fn turns<C: ConnectionTrait>(rows: &C) -> Result<BTreeMap<Uuid, i64>, Failure> {
    let held = code::Entity::find().all(rows).await?;
    Ok(held.into_iter().map(|row| (row.service_id, row.turn)).collect())
}

/// The code of a service, for whoever speaks for it.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn code_of<C: ConnectionTrait>(
    trust: &Trust,
    rows: &C,
    service: ServiceId,
) -> Result<ShortCode, Failure> {
    let held = code::Entity::find_by_id(service.uuid()).one(rows).await?;
    Ok(code_at(trust, service.uuid(), held.map_or(0, |row| row.turn)))
}

/// The service of a code; `None` where it is nobody's, or of a service that is no more.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn service_by_code<C: ConnectionTrait>(
    trust: &Trust,
    rows: &C,
    code: ShortCode,
) -> Result<Option<ServiceRow>, Failure> {
    let turns = turns(rows).await?;
    let ids: Vec<Uuid> = service::Entity::find()
        .select_only()
        .column(service::Column::Id)
        .filter(service::Column::State.ne("defunct"))
        .into_tuple()
        .all(rows)
        .await?;
    let turn = |id: &Uuid| turns.get(id).copied().unwrap_or_default();
    match ids.into_iter().find(|id| code_at(trust, *id, turn(id)) == code) {
        Some(id) => Ok(Some(service_of(rows, ServiceId::from_uuid(id)).await?)),
        None => Ok(None),
    }
}

/// Replaces the code of a service: the one before opens nothing any more.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn renew_code(scene: &Scene<'_>, service: ServiceId) -> Result<(), Failure> {
    let held = code::Entity::find_by_id(service.uuid()).one(scene.rows()).await?;
    let model = code::ActiveModel {
        service_id: Set(service.uuid()),
        turn: Set(held.map_or(0, |row| row.turn) + 1),
    };
    let over = OnConflict::column(code::Column::ServiceId)
        .update_column(code::Column::Turn)
        .to_owned();
    code::Entity::insert(model)
        .on_conflict(over)
        .exec_without_returning(scene.rows())
        .await?;
    scene.note(Note::new("ServiceCodeRenewed").on("service", service.uuid()));
    Ok(())
}
