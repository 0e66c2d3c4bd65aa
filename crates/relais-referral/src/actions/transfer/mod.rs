//! The transfer of a case (domain §2.3): asked for by its owner, answered by the organisation that takes over.

mod answer;
mod clock;
mod consent;
mod moving;
mod request;

pub use answer::{AcceptTransfer, RejectTransfer, RevokeTransfer};
pub use clock::expire_transfers;
pub(crate) use consent::revoke_uncovered;
pub use request::{HandoverForm, RequestTransfer};

use relais_casework::{actions::end_transfer, case::TransferEnd, store::case_of};
use relais_kernel::{Id, User};
use relais_mechanism::{Definition, Role, TransferStep, role_codes};
use relais_platform::Failure;
use relais_trust::{Note, RoleCode, Scene, accounts};
use sea_orm::ConnectionTrait;
use serde_json::Value;

use crate::{
    referral::{By, Side},
    store::transfers::{TransferRow, save_transfer},
    transfer::{TransferCommand, TransferContext, TransferEvent, TransferRules},
};

/// The roles that a definition allows for a step of a transfer.
pub fn roles_for(definition: &Definition, step: TransferStep) -> Vec<RoleCode> {
    role_codes(definition.referral.transfer.who_may(step))
}

/// The people of an organisation who may become the case manager.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn managers_of<C: ConnectionTrait>(
    rows: &C,
    organisation: Id<relais_kernel::Organisation>,
) -> Result<Vec<accounts::AccountFace>, Failure> {
    let manager = role_codes([Role::CASE_MANAGER]);
    let all = accounts::accounts_of(rows, Some(organisation)).await?;
    let owns =
        |account: &accounts::AccountFace| account.active && account.roles.iter().any(|r| manager.contains(r));
    Ok(all.into_iter().filter(owns).collect())
}

/// Applies a command to a transfer and notes what happened; the caller saves.
fn apply(
    scene: &Scene<'_>,
    definition: &Definition,
    row: &mut TransferRow,
    (by, side): (By, Side),
    command: TransferCommand,
) -> Result<(), Failure> {
    let context = TransferContext {
        now: scene.now(),
        by,
        side,
        rules: TransferRules::from(definition),
    };
    let (after, events) = row.transfer.apply(command, &context)?;
    row.transfer = after;
    for event in &events {
        // The case itself tells that it moved.
        if !matches!(event, TransferEvent::OwnershipMoved { .. }) {
            scene.note(note(row, event));
        }
    }
    Ok(())
}

/// Ends a transfer that moves nothing: the flag is taken off the case, whose owner stays.
async fn end_without_moving(
    scene: &Scene<'_>,
    definition: &Definition,
    row: &TransferRow,
) -> Result<(), Failure> {
    let end = row.transfer.end().unwrap_or(TransferEnd::Revoked);
    let case = case_of(scene.rows(), row.transfer.case).await?;
    end_transfer(scene, definition, &case, end, None).await?;
    save_transfer(scene, row).await
}

/// The journal's note of an event: ids, codes and moments by construction.
fn note(row: &TransferRow, event: &TransferEvent) -> Note {
    let t = &row.transfer;
    let value = serde_json::to_value(event).unwrap_or_default();
    let name = value
        .get("event")
        .and_then(Value::as_str)
        .unwrap_or("TransferChanged");
    let note = Note::new(name)
        .on("transfer", t.id.uuid())
        .case(t.case)
        .purpose(relais_mechanism::Purpose::TRANSFER.as_str())
        .under(&t.definition.hash)
        .fact("from", t.from_org)
        .fact("to", t.to_org);
    let facts = value.as_object().into_iter().flatten();
    facts
        .filter(|(key, _)| !["event", "to"].contains(&key.as_str()))
        .fold(note, |note, (key, value)| match value {
            Value::String(text) => note.fact(key, text),
            Value::Null => note,
            other => note.fact(key, other),
        })
}

fn named(accounts: &[accounts::AccountFace], public_ref: relais_kernel::PublicRef) -> Option<Id<User>> {
    accounts.iter().find(|a| a.public_ref == public_ref).map(|a| a.id)
}
