use relais_ledger::{Frontier, Hash};
use relais_platform::{Corrupt, Failure};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{check::hash_of, entity};

/// Hashes read at a time.
const PAGE: u64 = 5_000;

/// Gives the hashes of the entries from one position to before another, in order.
pub async fn each_leaf<C: ConnectionTrait>(
    rows: &C,
    from: u64,
    until: u64,
    mut give: impl FnMut(Hash) + Send,
) -> Result<(), Failure> {
    let column = |size: u64| i64::try_from(size).map_err(|_| Failure::Fault("journal: full".into()));
    let (mut next, until) = (column(from)?, column(until)?);
    while next < until {
        let page: Vec<(i64, Vec<u8>)> = entity::Entity::find()
            .select_only()
            .columns([entity::Column::Position, entity::Column::Leaf])
            .filter(entity::Column::Position.gte(next))
            .filter(entity::Column::Position.lt(until))
            .order_by_asc(entity::Column::Position)
            .limit(PAGE)
            .into_tuple()
            .all(rows)
            .await?;
        if page.is_empty() {
            return Err(Corrupt::at("journal_entry", "position", next).into());
        }
        for (position, leaf) in page {
            if position != next {
                return Err(Corrupt::at("journal_entry", "position", next).into());
            }
            give(hash_of(&leaf).ok_or_else(|| Corrupt::at("journal_entry", "leaf", position))?);
            next += 1;
        }
    }
    Ok(())
}

/// The right edge of the tree at a size, from an edge before it.
pub async fn edge_at<C: ConnectionTrait>(
    rows: &C,
    mut edge: Frontier,
    size: u64,
) -> Result<Frontier, Failure> {
    let from = edge.size();
    each_leaf(rows, from, size, |leaf| {
        edge.append(leaf);
    })
    .await?;
    Ok(edge)
}
