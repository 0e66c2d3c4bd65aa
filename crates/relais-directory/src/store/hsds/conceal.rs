use std::collections::HashSet;

use relais_hsds::Kind;
use relais_kernel::PublicRef;
use relais_platform::Failure;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{super::tables::service, publish::OWN, records::record_of, take_over::take_out};
use crate::Visibility;

/// The references of entries of which nobody may know where they are.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn hidden<C: ConnectionTrait>(rows: &C) -> Result<HashSet<Uuid>, Failure> {
    let found: Vec<Uuid> = service::Entity::find()
        .filter(service::Column::Visibility.eq(Visibility::HiddenAddress.code()))
        .select_only()
        .column(service::Column::PublicRef)
        .into_tuple()
        .all(rows)
        .await?;
    Ok(found.into_iter().collect())
}

/// Takes what a package says of a service that is hidden now out of the public's sight, with all that would tell of it.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn conceal<C: ConnectionTrait>(rows: &C, service: PublicRef) -> Result<(), Failure> {
    let id = service.uuid();
    match record_of(rows, Kind::Service, id).await? {
        Some(held) if held.source != OWN => take_out(rows, &held.source, id).await,
        _ => Ok(()),
    }
}
