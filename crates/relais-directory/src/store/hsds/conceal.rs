use std::collections::HashSet;

use relais_hsds::Kind;
use relais_kernel::PublicRef;
use relais_platform::Failure;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{
    super::tables::service,
    documents::remove_documents,
    publish::OWN,
    records::{record_of, records_from},
    take_over::remove,
};
use crate::{Visibility, hsds::betraying};

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
    let Some(held) = record_of(rows, Kind::Service, id)
        .await?
        .filter(|held| held.source != OWN)
    else {
        return Ok(());
    };
    let all = records_from(rows, &held.source).await?;
    let records: Vec<_> = all.into_iter().map(|held| held.record).collect();
    let gone: Vec<(Kind, Uuid)> = betraying(&records, &HashSet::from([id])).into_iter().collect();
    for (kind, id) in &gone {
        remove(rows, *kind, *id).await?;
    }
    let documents: Vec<_> = gone.into_iter().filter(|(kind, _)| kind.is_root()).collect();
    remove_documents(rows, &documents).await
}
