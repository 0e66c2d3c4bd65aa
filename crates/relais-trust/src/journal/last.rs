use relais_platform::Failure;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::{Line, entity, read::lines};

/// How many entries of one act are looked at.
const BACK: u64 = 2_000;

/// The last time that the installation did something, with this fact if one is given: for its console, which shows no
/// more than the day.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn last_with<C: ConnectionTrait>(
    rows: &C,
    act: &str,
    fact: Option<(&str, &str)>,
) -> Result<Option<Line>, Failure> {
    let found = entity::Entity::find()
        .filter(entity::Column::Act.eq(act))
        .order_by_desc(entity::Column::Position)
        .limit(BACK)
        .all(rows)
        .await?;
    let (lines, _) = lines(&found, BACK)?;
    let holds = |line: &Line| {
        fact.is_none_or(|(name, value)| line.body.facts.get(name).is_some_and(|held| held == value))
    };
    Ok(lines.into_iter().find(holds))
}

/// Whether this was ever done to this record.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn was_done<C: ConnectionTrait>(
    rows: &C,
    act: &str,
    subject: Uuid,
) -> Result<bool, Failure> {
    let found = entity::Entity::find()
        .filter(entity::Column::Act.eq(act))
        .filter(entity::Column::SubjectId.eq(subject))
        .count(rows)
        .await?;
    Ok(found > 0)
}
