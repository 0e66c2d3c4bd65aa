//! What was counted for figures that were published, kept as it was on the day ([ADR
//! 45](../../../docs/adr/0045-figures-are-published-once.md)): counts and codes, never a case.

use relais_kernel::{Id, Mechanism, Timestamp};
use relais_platform::{Corrupt, Failure, Migration, stamp, table};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder,
};

use crate::{figures::Release, period::Period};

/// The tables of this room.
pub fn migrations() -> Vec<Migration> {
    vec![Migration {
        room: "results",
        number: 1,
        sql: RELEASES,
    }]
}

const RELEASES: &str = "
CREATE TABLE IF NOT EXISTS figures_release (
  mechanism_id {id} NOT NULL, month TEXT NOT NULL, released_at {int} NOT NULL, definition TEXT NOT NULL,
  body TEXT NOT NULL, PRIMARY KEY (mechanism_id, month));
";

table!(row, "figures_release", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub mechanism_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub month: String,
    pub released_at: i64,
    pub definition: String,
    pub body: String,
});

/// Which months were published, for a mechanism.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    pub first: Period,
    pub last: Period,
}

/// The first and the last month that were published; all between them were too.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn published_months<C: ConnectionTrait>(
    rows: &C,
    mechanism: Id<Mechanism>,
) -> Result<Option<Published>, Failure> {
    let of = || row::Entity::find().filter(row::Column::MechanismId.eq(mechanism.uuid()));
    let first = of().order_by_asc(row::Column::Month).one(rows).await?;
    let last = of().order_by_desc(row::Column::Month).one(rows).await?;
    let (Some(first), Some(last)) = (first, last) else {
        return Ok(None);
    };
    Ok(Some(Published {
        first: month(&first)?,
        last: month(&last)?,
    }))
}

/// How many months of a year were published.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn months_in<C: ConnectionTrait>(
    rows: &C,
    mechanism: Id<Mechanism>,
    year: Period,
) -> Result<u64, Failure> {
    Ok(within(mechanism, year).count(rows).await?)
}

/// What was kept of the months of a year, in their order.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn releases_in<C: ConnectionTrait>(
    rows: &C,
    mechanism: Id<Mechanism>,
    year: Period,
) -> Result<Vec<Release>, Failure> {
    let found = within(mechanism, year)
        .order_by_asc(row::Column::Month)
        .all(rows)
        .await?;
    let read = |held: &row::Model| {
        serde_json::from_str(&held.body)
            .map_err(|_| Corrupt::at("figures_release", "body", &held.month).into())
    };
    found.iter().map(read).collect()
}

/// Keeps what was counted of a month.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn keep(
    rows: &DatabaseTransaction,
    (mechanism, month): (Id<Mechanism>, Period),
    (at, definition): (Timestamp, &str),
    release: &Release,
) -> Result<(), Failure> {
    let body = serde_json::to_string(release).map_err(|fault| Failure::Fault(fault.to_string()))?;
    let model = row::ActiveModel {
        mechanism_id: Set(mechanism.uuid()),
        month: Set(month.to_string()),
        released_at: Set(stamp::to_column(at)),
        definition: Set(definition.to_owned()),
        body: Set(body),
    };
    row::Entity::insert(model).exec_without_returning(rows).await?;
    Ok(())
}

fn within(mechanism: Id<Mechanism>, year: Period) -> sea_orm::Select<row::Entity> {
    row::Entity::find()
        .filter(row::Column::MechanismId.eq(mechanism.uuid()))
        .filter(row::Column::Month.is_in(year.months().map(|month| month.to_string())))
}

fn month(held: &row::Model) -> Result<Period, Failure> {
    let month = held.month.parse();
    Ok(month.map_err(|_| Corrupt::at("figures_release", "month", held.mechanism_id))?)
}
