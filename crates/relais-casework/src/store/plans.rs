use relais_kernel::PublicRef;
use relais_platform::{Corrupt, Failure, replace};
use relais_trust::Scene;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::tables::plan as row;
use crate::{
    CaseId,
    case::Case,
    plan::{Plan, Plans},
};

/// All versions of a case's plan, oldest first.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn plans_of<C: ConnectionTrait>(rows: &C, case: CaseId) -> Result<Plans, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.uuid()))
        .order_by_asc(row::Column::Number)
        .all(rows)
        .await?;
    let plans: Result<Vec<Plan>, Corrupt> = found
        .iter()
        .map(|row| serde_json::from_str(&row.body).map_err(|_| Corrupt::at("case_plan", "body", row.id)))
        .collect();
    Ok(Plans(plans?))
}

/// Saves a version of a plan, new or changed, over what it was made from.
///
/// # Errors
/// [`Failure::Stale`] when somebody else changed it meanwhile.
pub async fn save_plan(scene: &Scene<'_>, case: &Case, plan: &Plan) -> Result<(), Failure> {
    let held = row::Entity::find_by_id(plan.id.uuid()).one(scene.rows()).await?;
    let public_ref = held
        .as_ref()
        .map_or_else(|| PublicRef::new(scene.chance()).uuid(), |row| row.public_ref);
    let version = i64::try_from(plan.version).map_err(|_| Failure::Fault("version".into()))?;
    let model = row::ActiveModel {
        id: Set(plan.id.uuid()),
        public_ref: Set(public_ref),
        case_id: Set(case.id.uuid()),
        mechanism_id: Set(case.mechanism.uuid()),
        number: Set(i64::from(plan.number)),
        version: Set(version),
        body: Set(serde_json::to_string(plan).map_err(|e| Failure::Fault(e.to_string()))?),
    };
    if held.is_none() {
        row::Entity::insert(model)
            .exec_without_returning(scene.rows())
            .await?;
        return Ok(());
    }
    replace(
        scene.rows(),
        (row::Column::Id, plan.id.uuid()),
        (row::Column::Version, version - 1),
        model,
    )
    .await
}
