use relais_kernel::PublicRef;
use relais_platform::{Corrupt, Failure};
use relais_trust::Scene;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::tables::follow_up as row;
use crate::{CaseId, case::Case, followup::FollowUp};

/// The follow-ups of a case, latest first.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn follow_ups_of<C: ConnectionTrait>(rows: &C, case: CaseId) -> Result<Vec<FollowUp>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.uuid()))
        .order_by_desc(row::Column::HeldOn)
        .order_by_desc(row::Column::Id)
        .all(rows)
        .await?;
    let all: Result<Vec<FollowUp>, Corrupt> = found
        .iter()
        .map(|row| serde_json::from_str(&row.body).map_err(|_| Corrupt::at("case_follow_up", "body", row.id)))
        .collect();
    Ok(all?)
}

/// Adds a follow-up: it is written once and never changed.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn add_follow_up(
    scene: &Scene<'_>,
    case: &Case,
    follow_up: &FollowUp,
) -> Result<PublicRef, Failure> {
    let public_ref = PublicRef::new(scene.chance());
    let model = row::ActiveModel {
        id: Set(follow_up.id.uuid()),
        public_ref: Set(public_ref.uuid()),
        case_id: Set(case.id.uuid()),
        mechanism_id: Set(case.mechanism.uuid()),
        held_on: Set(follow_up.on.to_string()),
        body: Set(serde_json::to_string(follow_up).map_err(|e| Failure::Fault(e.to_string()))?),
    };
    row::Entity::insert(model)
        .exec_without_returning(scene.rows())
        .await?;
    Ok(public_ref)
}
