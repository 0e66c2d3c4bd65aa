use relais_kernel::{PublicRef, Refusal};
use relais_mechanism::{Definition, Definitions, TransferStep};
use relais_platform::Failure;
use relais_trust::{Command, Deed, Scene};

use super::{apply, end_without_moving, managers_of, moving, named, roles_for};
use crate::{
    actions::announce::announce_transfer,
    messages::MessageKind,
    referral::{Side, Words},
    room::{by, standing},
    store::transfers::{TransferRow, transfer_by_ref, words},
    transfer::{RejectReason, TransferCommand},
};

/// Takes a case over: from now on its owner is the organisation that accepts, and its case manager the one named.
#[derive(Clone)]
pub struct AcceptTransfer {
    pub definitions: Definitions,
    pub transfer: PublicRef,
    /// An account of the accepting organisation.
    pub manager: PublicRef,
}

impl Command for AcceptTransfer {
    type Outcome = PublicRef;
    const NAME: &'static str = "AcceptTransfer";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = standing(scene, &self.definitions).await?;
        let definition = &*standing.definition;
        let mut row = answerable(scene, definition, self.transfer, TransferStep::Accept).await?;
        let managers = managers_of(scene.rows(), row.transfer.to_org).await?;
        let owner = named(&managers, self.manager).ok_or_else(unknown_manager)?;
        let who = (by(scene.actor()), Side::Receiver);
        apply(
            scene,
            definition,
            &mut row,
            who,
            TransferCommand::Accept { owner },
        )?;
        moving::to_the_new_owner(scene, &self.definitions, definition, &mut row, owner).await?;
        tell_who_asked(scene, &row).await?;
        Ok(self.transfer)
    }
}

/// Does not take the case over, and says why; its owner stays the same.
#[derive(Clone)]
pub struct RejectTransfer {
    pub definitions: Definitions,
    pub transfer: PublicRef,
    pub reason: RejectReason,
    pub note: Option<Words>,
}

impl Command for RejectTransfer {
    type Outcome = PublicRef;
    const NAME: &'static str = "RejectTransfer";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = standing(scene, &self.definitions).await?;
        let definition = &*standing.definition;
        let mut row = answerable(scene, definition, self.transfer, TransferStep::Reject).await?;
        let command = TransferCommand::Reject {
            reason: self.reason,
            note: self.note.clone(),
        };
        apply(
            scene,
            definition,
            &mut row,
            (by(scene.actor()), Side::Receiver),
            command,
        )?;
        if let Some(note) = &self.note {
            tell_why(scene, &row, note).await?;
        }
        end_without_moving(scene, definition, &row).await?;
        tell_who_asked(scene, &row).await?;
        Ok(self.transfer)
    }
}

/// Takes the request back before it is answered.
#[derive(Clone)]
pub struct RevokeTransfer {
    pub definitions: Definitions,
    pub transfer: PublicRef,
}

impl Command for RevokeTransfer {
    type Outcome = PublicRef;
    const NAME: &'static str = "RevokeTransfer";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = standing(scene, &self.definitions).await?;
        let definition = &*standing.definition;
        let mut row = transfer_by_ref(scene.rows(), self.transfer).await?;
        let case = relais_casework::store::case_of(scene.rows(), row.transfer.case).await?;
        let roles = roles_for(definition, TransferStep::Revoke);
        scene.permit(Deed::RequestTransfer, &roles, &case.protected())?;
        let who = (by(scene.actor()), Side::Sender);
        apply(scene, definition, &mut row, who, TransferCommand::Revoke)?;
        end_without_moving(scene, definition, &row).await?;
        Ok(self.transfer)
    }
}

async fn answerable(
    scene: &Scene<'_>,
    definition: &Definition,
    transfer: PublicRef,
    step: TransferStep,
) -> Result<TransferRow, Failure> {
    let row = transfer_by_ref(scene.rows(), transfer).await?;
    scene.permit(
        Deed::AnswerTransfer,
        &roles_for(definition, step),
        &row.protected(),
    )?;
    Ok(row)
}

/// That it was answered; which way stands on the page, behind the sign-in.
async fn tell_who_asked(scene: &Scene<'_>, row: &TransferRow) -> Result<(), Failure> {
    let to = row.transfer.from_org;
    announce_transfer(scene, &row.transfer, MessageKind::TransferAnswered, to).await
}

async fn tell_why(scene: &Scene<'_>, row: &TransferRow, note: &Words) -> Result<(), Failure> {
    let held = scene.shared_words(row.place(), row.transfer.from_org).await?;
    let mut said = words(row.transfer.id, held.as_deref())?;
    note.reveal().clone_into(&mut said.rejection);
    let text = serde_json::to_string(&said).map_err(|e| Failure::Fault(e.to_string()))?;
    let sides = [row.transfer.from_org, row.transfer.to_org];
    scene.share_words(row.place(), &sides, &text).await
}

fn unknown_manager() -> Refusal {
    let (fr, en) = (
        "Choisissez qui gère le dossier dans votre structure.",
        "Choose who manages the case in your organisation.",
    );
    Refusal::new("UnknownManager", fr, en).at("manager")
}
