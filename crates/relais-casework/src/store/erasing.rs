use relais_platform::Failure;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use super::{
    cases::model,
    tables::{case_file, consent, exception, follow_up, hand_over, holder, mission, need, plan, retention},
};
use crate::case::Case;

/// Puts what stays of an erased case in the place of the case, and deletes all that stood in clear around it. The
/// sealed part is the vault's ([`relais_trust::Scene::destroy_case`]).
///
/// # Errors
/// [`Failure`] of the store.
pub async fn leave_residue(rows: &DatabaseTransaction, residue: &Case) -> Result<(), Failure> {
    let model = model(residue, None)?;
    case_file::Entity::update_many()
        .set(model)
        .filter(case_file::Column::Id.eq(residue.id.uuid()))
        .exec(rows)
        .await?;
    let case = residue.id.uuid();
    macro_rules! delete {
        ($($table:ident),*) => { $(
            $table::Entity::delete_many()
                .filter($table::Column::CaseId.eq(case))
                .exec(rows)
                .await?;
        )* };
    }
    delete!(
        consent, exception, need, holder, plan, follow_up, hand_over, retention, mission
    );
    Ok(())
}
