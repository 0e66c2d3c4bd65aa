use relais_kernel::{Id, Transfer};
use relais_mechanism::Definitions;
use relais_platform::Failure;
use relais_trust::{Actor, Command, Door, Scene, Trust};

use super::{apply, end_without_moving};
use crate::{
    actions::clockwork::Round,
    referral::{By, Side},
    store::transfers::{transfer_of, transfers_past},
    transfer::{TransferCommand, TransferKind},
};

/// Lets at most `limit` transfers expire that nobody answered in time; each case is its owner's again.
///
/// # Errors
/// [`Failure`] of the store when not even the list can be read.
pub async fn expire_transfers(
    trust: &Trust,
    definitions: &Definitions,
    limit: u64,
) -> Result<Round, Failure> {
    let due = transfers_past(trust.database().reader(), trust.now(), limit).await?;
    let mut round = Round::default();
    for transfer in due {
        let act = ExpireTransfer {
            definitions: definitions.clone(),
            transfer,
        };
        let clock = Actor::installation(Door::Clock);
        match trust.perform(&clock, None, act).await {
            Ok(expired) => round.done += usize::from(expired),
            Err(failure) => round.failed.push((transfer.uuid(), failure)),
        }
    }
    Ok(round)
}

#[derive(Clone)]
struct ExpireTransfer {
    definitions: Definitions,
    transfer: Id<Transfer>,
}

impl Command for ExpireTransfer {
    type Outcome = bool;
    const NAME: &'static str = "ExpireTransfer";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<bool, Failure> {
        let mut row = transfer_of(scene.rows(), self.transfer).await?;
        if row.transfer.state.kind() != TransferKind::Requested {
            // Another server was first, or it was answered in the same second.
            return Ok(false);
        }
        let definition = self
            .definitions
            .current(scene.rows(), row.transfer.mechanism)
            .await?;
        let who = (By::Clockwork, Side::Clockwork);
        apply(scene, &definition, &mut row, who, TransferCommand::Expire)?;
        end_without_moving(scene, &definition, &row).await?;
        Ok(true)
    }
}
