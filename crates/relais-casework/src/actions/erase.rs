use jiff::civil::Date;
use relais_kernel::Refusal;
use relais_platform::Failure;
use relais_trust::Scene;

use super::enquiry::forget_proposals;
use crate::{
    case::ErasureBasis,
    room::Desk,
    store::{CaseRow, keeping_of, leave_residue},
};

/// Erases a case: what identifies or narrates goes with its keys, what stood in clear is coarsened, and those who
/// received something are told by the room of referrals, which hears `CaseDestroyed`. The caller has decided who may.
///
/// # Errors
/// `OpenReferrals`, `TransferPending`, `AlreadyErased`, `LegalHold`; [`Failure`] of the store.
pub(super) async fn erase_case(
    scene: &Scene<'_>,
    desk: &Desk,
    row: &CaseRow,
    basis: ErasureBasis,
) -> Result<(), Failure> {
    let case = &row.case;
    if let Some(hold) = keeping_of(scene.rows(), case.id)
        .await?
        .and_then(|kept| kept.hold)
    {
        return Err(held(hold.review).into());
    }
    case.may_be_erased(desk.referrals.count(scene.rows(), case.id).await?)?;
    let residue = case.residue(basis, scene.now(), scene.chance());
    leave_residue(scene.rows(), &residue).await?;
    forget_proposals(scene, case.owner, case.id).await?;
    scene.destroy_case(case.id, basis.code()).await
}

fn held(review: Date) -> Refusal {
    Refusal::new(
        "LegalHold",
        format!(
            "Ce dossier est retenu pour un motif légal, à revoir le {review} : il ne peut pas être effacé."
        ),
        format!(
            "This case is held for a legal reason, to be looked at again on {review}: it cannot be erased."
        ),
    )
}
