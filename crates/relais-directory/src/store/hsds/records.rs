use relais_hsds::{Kind, Record};
use relais_platform::{Corrupt, Failure};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::tables::hsds_record as row;

/// Rows in one statement: SQLite binds 32,766 values.
pub(super) const AT_ONCE: usize = 1_000;

/// A record with whose it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    pub record: Record,
    pub source: String,
    pub owner: Uuid,
}

pub(super) fn read(model: row::Model) -> Result<Held, Failure> {
    let broken = |column| Corrupt::at("hsds_record", column, model.id);
    Ok(Held {
        record: Record {
            kind: Kind::named(&model.kind).ok_or_else(|| broken("kind"))?,
            id: model.id,
            body: serde_json::from_str(&model.body).map_err(|_| broken("body"))?,
            words: serde_json::from_str(&model.words).map_err(|_| broken("words"))?,
        },
        source: model.source,
        owner: model.owner,
    })
}

/// Every record, in the order in which they came.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn all_records<C: ConnectionTrait>(rows: &C) -> Result<Vec<Held>, Failure> {
    let found = row::Entity::find()
        .order_by_asc(row::Column::Source)
        .order_by_asc(row::Column::Position)
        .order_by_asc(row::Column::Id)
        .all(rows)
        .await?;
    found.into_iter().map(read).collect()
}

/// The records of one source.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn records_from<C: ConnectionTrait>(rows: &C, source: &str) -> Result<Vec<Held>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::Source.eq(source))
        .order_by_asc(row::Column::Position)
        .order_by_asc(row::Column::Id)
        .all(rows)
        .await?;
    found.into_iter().map(read).collect()
}

/// One record; `None` when it is not there.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn record_of<C: ConnectionTrait>(
    rows: &C,
    kind: Kind,
    id: Uuid,
) -> Result<Option<Held>, Failure> {
    let found = row::Entity::find_by_id((kind.name().to_owned(), id))
        .one(rows)
        .await?;
    found.map(read).transpose()
}

/// Writes what a record says over what it said.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn write_record<C: ConnectionTrait>(rows: &C, held: &Held) -> Result<(), Failure> {
    let model = row::ActiveModel {
        kind: Set(held.record.kind.name().to_owned()),
        id: Set(held.record.id),
        body: Set(serde_json::to_string(&held.record.body).map_err(|e| Failure::Fault(e.to_string()))?),
        ..Default::default()
    };
    row::Entity::update(model).exec(rows).await?;
    Ok(())
}

/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn remove_records<C: ConnectionTrait>(
    rows: &C,
    source: &str,
    owner: Uuid,
) -> Result<(), Failure> {
    row::Entity::delete_many()
        .filter(row::Column::Source.eq(source))
        .filter(row::Column::Owner.eq(owner))
        .exec(rows)
        .await?;
    Ok(())
}

/// Adds records that are not there.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn put_records<C: ConnectionTrait>(
    rows: &C,
    source: &str,
    owner: Uuid,
    records: &[Record],
) -> Result<(), Failure> {
    let models = (0_i64..).zip(records).map(|(position, record)| {
        Ok(row::ActiveModel {
            kind: Set(record.kind.name().to_owned()),
            id: Set(record.id),
            source: Set(source.to_owned()),
            owner: Set(owner),
            position: Set(position),
            body: Set(serde_json::to_string(&record.body)?),
            words: Set(serde_json::to_string(&record.words)?),
        })
    });
    let models: Result<Vec<_>, serde_json::Error> = models.collect();
    let models = models.map_err(|e| Failure::Fault(e.to_string()))?;
    for some in models.chunks(AT_ONCE) {
        row::Entity::insert_many(some.to_vec())
            .exec_without_returning(rows)
            .await?;
    }
    Ok(())
}

/// The records of one owner.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn owned<C: ConnectionTrait>(
    rows: &C,
    source: &str,
    owner: Uuid,
) -> Result<Vec<Record>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::Source.eq(source))
        .filter(row::Column::Owner.eq(owner))
        .all(rows)
        .await?;
    found.into_iter().map(|model| Ok(read(model)?.record)).collect()
}
