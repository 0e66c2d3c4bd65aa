use jiff::civil::Date;
use relais_kernel::{Id, Mechanism};
use relais_platform::{Corrupt, Failure};
use relais_trust::Scene;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, sea_query::OnConflict,
};

use super::tables::{case_file, retention as row};
use crate::{CaseId, retention::Keeping};

fn read(held: &row::Model) -> Result<Keeping, Failure> {
    Ok(serde_json::from_str(&held.body).map_err(|_| Corrupt::at("case_retention", "body", held.case_id))?)
}

/// How long a case is kept, if that was counted.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn keeping_of<C: ConnectionTrait>(rows: &C, case: CaseId) -> Result<Option<Keeping>, Failure> {
    let found = row::Entity::find_by_id(case.uuid()).one(rows).await?;
    found.as_ref().map(read).transpose()
}

/// Those of a mechanism that were listed as soon due, or are held, the soonest first.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn keepings_in<C: ConnectionTrait>(
    rows: &C,
    mechanism: Id<Mechanism>,
    limit: u64,
) -> Result<Vec<Keeping>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::MechanismId.eq(mechanism.uuid()))
        .filter(
            Condition::any()
                .add(row::Column::Warned.eq(true))
                .add(row::Column::Held.eq(true)),
        )
        .order_by_asc(row::Column::Until)
        .limit(limit)
        .all(rows)
        .await?;
    found.iter().map(read).collect()
}

/// Cases that the clock has to look at: that ended and were never counted, whose day has come, or that were counted by
/// another definition than the one in force.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn cases_to_tend<C: ConnectionTrait>(
    rows: &C,
    (mechanism, definition): (Id<Mechanism>, &str),
    today: Date,
    limit: u64,
) -> Result<Vec<CaseId>, Failure> {
    let counted = row::Entity::find().select_only().column(row::Column::CaseId);
    let fresh: Vec<uuid::Uuid> = case_file::Entity::find()
        .select_only()
        .column(case_file::Column::Id)
        .filter(case_file::Column::MechanismId.eq(mechanism.uuid()))
        .filter(case_file::Column::IsOpen.eq(false))
        .filter(case_file::Column::State.ne("erased"))
        .filter(case_file::Column::Id.not_in_subquery(counted.into_query()))
        .limit(limit)
        .into_tuple()
        .all(rows)
        .await?;
    let due: Vec<uuid::Uuid> = row::Entity::find()
        .select_only()
        .column(row::Column::CaseId)
        .filter(row::Column::MechanismId.eq(mechanism.uuid()))
        .filter(
            Condition::any()
                .add(row::Column::LookOn.lte(today.to_string()))
                .add(row::Column::Definition.ne(definition)),
        )
        .order_by_asc(row::Column::LookOn)
        .limit(limit)
        .into_tuple()
        .all(rows)
        .await?;
    Ok(fresh.into_iter().chain(due).map(Id::from_uuid).collect())
}

/// Keeps in mind how long a case is kept, and when to look at it again.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn save_keeping(
    scene: &Scene<'_>,
    keeping: &Keeping,
    look_on: Option<Date>,
) -> Result<(), Failure> {
    let model = row::ActiveModel {
        case_id: Set(keeping.case.uuid()),
        mechanism_id: Set(keeping.mechanism.uuid()),
        look_on: Set(look_on.map(|on| on.to_string())),
        until: Set(keeping.until.map(|on| on.to_string())),
        warned: Set(keeping.warned),
        held: Set(keeping.hold.is_some()),
        definition: Set(keeping.definition.clone()),
        body: Set(serde_json::to_string(keeping).map_err(|e| Failure::Fault(e.to_string()))?),
    };
    let mut again = OnConflict::column(row::Column::CaseId);
    again.update_columns([
        row::Column::LookOn,
        row::Column::Until,
        row::Column::Warned,
        row::Column::Held,
        row::Column::Definition,
        row::Column::Body,
    ]);
    row::Entity::insert(model)
        .on_conflict(again.to_owned())
        .exec_without_returning(scene.rows())
        .await?;
    Ok(())
}
