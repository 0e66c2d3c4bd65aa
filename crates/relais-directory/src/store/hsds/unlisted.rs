use std::collections::BTreeSet;

use relais_hsds::Kind;
use relais_platform::Failure;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::SelectStatement,
};
use uuid::Uuid;

use super::{super::tables::service, publish::OWN, tables::hsds_record as row};

/// How a record says that its source has the service no longer.
const GONE: &str = r#"%"status":"defunct"%"#;

/// The references of entries.
fn entries() -> SelectStatement {
    service::Entity::find()
        .select_only()
        .column(service::Column::PublicRef)
        .into_query()
}

fn brought() -> Select<row::Entity> {
    row::Entity::find()
        .filter(row::Column::Kind.eq(Kind::Service.name()))
        .filter(row::Column::Source.ne(OWN))
}

/// Services that packages brought, still have, and that are no entries of the directory.
fn all() -> Select<row::Entity> {
    brought()
        .filter(row::Column::Body.not_like(GONE))
        .filter(row::Column::Id.not_in_subquery(entries()))
}

/// The references of entries that a package brought and has no longer.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn dropped<C: ConnectionTrait>(rows: &C) -> Result<BTreeSet<Uuid>, Failure> {
    let found: Vec<Uuid> = brought()
        .filter(row::Column::Id.in_subquery(entries()))
        .filter(row::Column::Body.like(GONE))
        .select_only()
        .column(row::Column::Id)
        .into_tuple()
        .all(rows)
        .await?;
    Ok(found.into_iter().collect())
}

/// Their ids, in the order in which they came.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn unlisted<C: ConnectionTrait>(rows: &C) -> Result<Vec<Uuid>, Failure> {
    let found = all()
        .select_only()
        .column(row::Column::Id)
        .order_by_asc(row::Column::Source)
        .order_by_asc(row::Column::Position)
        .order_by_asc(row::Column::Id);
    Ok(found.into_tuple().all(rows).await?)
}

/// Whether there is one.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn any_unlisted<C: ConnectionTrait>(rows: &C) -> Result<bool, Failure> {
    Ok(all().one(rows).await?.is_some())
}
