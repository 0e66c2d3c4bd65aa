use std::collections::HashMap;

use relais_kernel::{Id, PublicRef};
use relais_platform::Failure;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::tables::need as row;
use crate::{CaseId, NeedId};

/// The needs of a case by the address under which forms name them.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn needs_by_ref<C: ConnectionTrait>(
    rows: &C,
    case: CaseId,
) -> Result<HashMap<String, NeedId>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.uuid()))
        .all(rows)
        .await?;
    Ok(found
        .into_iter()
        .map(|row| {
            (
                PublicRef::from_uuid(row.public_ref).to_string(),
                Id::from_uuid(row.id),
            )
        })
        .collect())
}
