use relais_casework::consent::{Asked, Ledger, Receiver as Recipient};
use relais_kernel::{Case, Id};
use relais_mechanism::{Definitions, Purpose};
use relais_platform::Failure;
use relais_trust::Scene;

use super::{apply, end_without_moving};
use crate::{
    referral::{By, Side},
    store::transfers::transfers_of_case,
    transfer::{TransferCommand, TransferKind},
};

/// Takes back a request that the person's consents no longer cover (DP-07).
pub(crate) async fn revoke_uncovered(
    scene: &Scene<'_>,
    definitions: &Definitions,
    case: Id<Case>,
    ledger: &Ledger,
) -> Result<(), Failure> {
    for mut row in transfers_of_case(scene.rows(), case).await? {
        if row.transfer.state.kind() != TransferKind::Requested || row.about.excepted {
            continue;
        }
        let definition = definitions.current(scene.rows(), row.transfer.mechanism).await?;
        let asked = Asked {
            receiver: Recipient::organisation(row.transfer.to_org),
            purpose: Purpose::TRANSFER,
            categories: row.about.categories.clone(),
        };
        if ledger
            .cover(&asked, definition.calendar.date_of(scene.now()))
            .is_covered()
        {
            continue;
        }
        let who = (By::Clockwork, Side::Clockwork);
        apply(scene, &definition, &mut row, who, TransferCommand::Revoke)?;
        end_without_moving(scene, &definition, &row).await?;
    }
    Ok(())
}
