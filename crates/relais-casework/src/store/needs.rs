use std::collections::HashMap;

use relais_kernel::PublicRef;
use relais_platform::{Corrupt, Failure};
use relais_trust::Scene;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::tables::need as row;
use crate::{CaseId, NeedId, case::Case, need::Need};

/// A need with the address under which it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedRow {
    pub public_ref: PublicRef,
    pub need: Need,
}

fn read(row: &row::Model) -> Result<NeedRow, Failure> {
    let need = serde_json::from_str(&row.body).map_err(|_| Corrupt::at("case_need", "body", row.id))?;
    Ok(NeedRow {
        public_ref: PublicRef::from_uuid(row.public_ref),
        need,
    })
}

/// The needs of a case in the person's own order.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn needs_of<C: ConnectionTrait>(rows: &C, case: CaseId) -> Result<Vec<NeedRow>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.uuid()))
        .order_by_asc(row::Column::Id)
        .all(rows)
        .await?;
    let mut needs: Vec<NeedRow> = found.iter().map(read).collect::<Result<_, _>>()?;
    needs.sort_by_key(|row| row.need.rank);
    Ok(needs)
}

/// One need of a case by its address: looked up under the case (security requirement 4).
///
/// # Errors
/// [`Failure::Missing`] when the case has no such need.
pub async fn need_by_ref<C: ConnectionTrait>(
    rows: &C,
    case: CaseId,
    public_ref: PublicRef,
) -> Result<NeedRow, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.uuid()))
        .filter(row::Column::PublicRef.eq(public_ref.uuid()))
        .one(rows)
        .await?;
    read(&found.ok_or(Failure::Missing)?)
}

/// # Errors
/// [`Failure::Missing`] when there is no such need.
pub async fn need_of<C: ConnectionTrait>(rows: &C, id: NeedId) -> Result<NeedRow, Failure> {
    read(
        &row::Entity::find_by_id(id.uuid())
            .one(rows)
            .await?
            .ok_or(Failure::Missing)?,
    )
}

/// The needs of a case by the address under which forms name them.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn needs_by_ref<C: ConnectionTrait>(
    rows: &C,
    case: CaseId,
) -> Result<HashMap<String, NeedId>, Failure> {
    Ok(needs_of(rows, case)
        .await?
        .into_iter()
        .map(|row| (row.public_ref.to_string(), row.need.id))
        .collect())
}

/// Saves a need, new or changed.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn save_need(scene: &Scene<'_>, case: &Case, need: &Need) -> Result<PublicRef, Failure> {
    let held = row::Entity::find_by_id(need.id.uuid()).one(scene.rows()).await?;
    let public_ref = held
        .as_ref()
        .map_or_else(|| PublicRef::new(scene.chance()).uuid(), |row| row.public_ref);
    let model = row::ActiveModel {
        id: Set(need.id.uuid()),
        public_ref: Set(public_ref),
        case_id: Set(case.id.uuid()),
        mechanism_id: Set(case.mechanism.uuid()),
        shown: Set(need.shown.as_str().to_owned()),
        urgency: Set(need.urgency.letter().to_owned()),
        status: Set(need.status.code().to_owned()),
        version: Set(i64::try_from(need.version).map_err(|_| Failure::Fault("version".into()))?),
        body: Set(serde_json::to_string(need).map_err(|e| Failure::Fault(e.to_string()))?),
    };
    if held.is_some() {
        row::Entity::update(model).exec(scene.rows()).await?;
    } else {
        row::Entity::insert(model)
            .exec_without_returning(scene.rows())
            .await?;
    }
    Ok(PublicRef::from_uuid(public_ref))
}
