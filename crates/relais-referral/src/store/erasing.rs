use relais_kernel::{Case, Id, ShortCode};
use relais_platform::Failure;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};
use uuid::Uuid;

use super::tables::{answer_link, referral, transfer};
use crate::packages::Minimum;

/// Takes from the referrals of an erased case what stood in clear about the person: the code that both sides called
/// her, and what the links show. What was never sent goes altogether; what was sent and how it was answered is counted
/// on.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn leave_residue(
    rows: &DatabaseTransaction,
    case: Id<Case>,
    code: ShortCode,
) -> Result<(), Failure> {
    let of_case = || referral::Column::CaseId.eq(case.uuid());
    referral::Entity::delete_many()
        .filter(of_case())
        .filter(referral::Column::SentAt.is_null())
        .exec(rows)
        .await?;
    referral::Entity::update_many()
        .col_expr(referral::Column::CaseCode, Expr::value(code.to_string()))
        .filter(of_case())
        .exec(rows)
        .await?;
    let sent: Vec<(Uuid, String)> = referral::Entity::find()
        .select_only()
        .columns([referral::Column::Id, referral::Column::NeedShown])
        .filter(of_case())
        .into_tuple()
        .all(rows)
        .await?;
    for (id, need) in sent {
        answer_link::Entity::update_many()
            .col_expr(answer_link::Column::Minimum, Expr::value(blank(need)?))
            .filter(answer_link::Column::ReferralId.eq(id))
            .exec(rows)
            .await?;
    }
    transfer::Entity::delete_many()
        .filter(transfer::Column::CaseId.eq(case.uuid()))
        .filter(transfer::Column::RequestedAt.is_null())
        .exec(rows)
        .await?;
    Ok(())
}

/// What a link shows of nobody.
pub(crate) const fn of_nobody(need: String) -> Minimum {
    Minimum {
        age_band: None,
        sex: None,
        need,
        area: None,
        priority: relais_kernel::Priority::Normal,
        special_needs: std::collections::BTreeSet::new(),
    }
}

fn blank(need: String) -> Result<String, Failure> {
    serde_json::to_string(&of_nobody(need)).map_err(|e| Failure::Fault(e.to_string()))
}
