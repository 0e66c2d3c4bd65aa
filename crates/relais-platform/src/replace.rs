use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::Failure;

/// Replaces the row of this id while it stands at this version; the model carries the next one.
///
/// # Errors
/// [`Failure::Stale`] when somebody else changed it meanwhile; [`Failure::Missing`] when it is gone.
pub async fn replace<A, C, Rows>(
    rows: &Rows,
    (id_column, id): (C, Uuid),
    (version_column, version): (C, i64),
    model: A,
) -> Result<(), Failure>
where
    A: ActiveModelTrait,
    A::Entity: EntityTrait<Column = C>,
    C: ColumnTrait,
    Rows: ConnectionTrait,
{
    let done = A::Entity::update_many()
        .set(model)
        .filter(id_column.eq(id))
        .filter(version_column.eq(version))
        .exec(rows)
        .await?;
    if done.rows_affected == 1 {
        return Ok(());
    }
    let current: Option<i64> = A::Entity::find()
        .select_only()
        .column(version_column)
        .filter(id_column.eq(id))
        .into_tuple()
        .one(rows)
        .await?;
    Err(Failure::Stale {
        current: current.ok_or(Failure::Missing)?,
    })
}
