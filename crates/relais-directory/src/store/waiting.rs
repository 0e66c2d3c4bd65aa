//! How many wait for a service, by its own word: counted, and nobody is named.

use std::collections::BTreeMap;

use relais_platform::{Failure, table};
use relais_trust::Scene;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict,
};

use crate::ServiceId;

table!(waiting, "service_waiting", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub service_id: Uuid,
    pub waiting: i64,
});

/// Somebody was put on the waiting list of a service, or left it.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn note_waiting(scene: &Scene<'_>, service: ServiceId, comes: bool) -> Result<(), Failure> {
    let held = waiting::Entity::find_by_id(service.uuid())
        .one(scene.rows())
        .await?;
    let before = held.map_or(0, |row| row.waiting);
    // Lists that began before they were counted end at nothing.
    let now = (before + if comes { 1 } else { -1 }).max(0);
    let model = waiting::ActiveModel {
        service_id: Set(service.uuid()),
        waiting: Set(now),
    };
    let over = OnConflict::column(waiting::Column::ServiceId)
        .update_column(waiting::Column::Waiting)
        .to_owned();
    waiting::Entity::insert(model)
        .on_conflict(over)
        .exec_without_returning(scene.rows())
        .await?;
    Ok(())
}

/// How many wait for each of these services; those for which nobody waits are not there.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn waiting_for<C: ConnectionTrait>(
    rows: &C,
    services: &[ServiceId],
) -> Result<BTreeMap<ServiceId, u32>, Failure> {
    let found = waiting::Entity::find()
        .filter(waiting::Column::ServiceId.is_in(services.iter().map(|id| id.uuid())))
        .filter(waiting::Column::Waiting.gt(0))
        .all(rows)
        .await?;
    let count = |row: waiting::Model| {
        let waiting = u32::try_from(row.waiting).unwrap_or(u32::MAX);
        (ServiceId::from_uuid(row.service_id), waiting)
    };
    Ok(found.into_iter().map(count).collect())
}
