//! Messages are ordered in the transaction of the act that wants them: ids only, and each once.

use std::collections::{BTreeMap, BTreeSet};

use relais_kernel::{AnswerLink as LinkKind, Id, Organisation};
use relais_mechanism::Role;
use relais_platform::{
    Failure, Slug,
    courier::{self, Order},
};
use relais_trust::{RoleCode, Scene, accounts::organisations_holding};

use crate::{
    clocks::Owner,
    messages::{MessageKind, occasion},
    referral::ReferralEvent,
    store::ReferralRow,
    transfer::Transfer,
};

/// Orders what an event wants said. `row` still carries the version it was changed from: with it, each event of a
/// referral is told once.
pub(crate) async fn announce(
    scene: &Scene<'_>,
    row: &ReferralRow,
    event: &ReferralEvent,
) -> Result<(), Failure> {
    let Some((kind, to)) = occasion(event) else {
        return Ok(());
    };
    for recipient in recipients(scene, row, to).await? {
        let stage = format!("{}.{}", to.code(), row.version);
        order(scene, row, kind, recipient, stage).await?;
    }
    Ok(())
}

/// Orders the message that brings a new link to the receiver.
pub(crate) async fn announce_link(
    scene: &Scene<'_>,
    row: &ReferralRow,
    link: Id<LinkKind>,
) -> Result<(), Failure> {
    let stage = format!("link.{}", link.uuid().simple());
    order(scene, row, MessageKind::NewReferral, row.referral.to_org, stage).await
}

/// Orders the message that tells a receiver to erase what it was given: the case is no more.
pub(crate) async fn announce_erasure(scene: &Scene<'_>, row: &ReferralRow) -> Result<(), Failure> {
    order(
        scene,
        row,
        MessageKind::Erased,
        row.referral.to_org,
        "erased".to_owned(),
    )
    .await
}

/// Orders the message about a transfer: the organisation that is asked is told, then the one that asked.
pub(crate) async fn announce_transfer(
    scene: &Scene<'_>,
    transfer: &Transfer,
    kind: MessageKind,
    recipient: Id<Organisation>,
) -> Result<(), Failure> {
    let order = Order {
        kind: slug(kind.code().to_owned())?,
        subject: transfer.id.uuid(),
        stage: slug(kind.code().to_owned())?,
        recipient: recipient.uuid(),
        owner: transfer.from_org.uuid(),
        scope: transfer.mechanism.uuid(),
        ids: BTreeMap::new(),
    };
    courier::order(scene.rows(), &order, scene.now(), scene.chance()).await?;
    Ok(())
}

pub(super) fn slug(text: String) -> Result<Slug, Failure> {
    Slug::try_from(text).map_err(|e| Failure::Fault(e.to_string()))
}

async fn recipients(
    scene: &Scene<'_>,
    row: &ReferralRow,
    to: Owner,
) -> Result<BTreeSet<Id<Organisation>>, Failure> {
    let r = &row.referral;
    Ok(match to {
        Owner::Sender | Owner::SenderSupervisor => BTreeSet::from([r.from_org]),
        Owner::Receiver | Owner::ReceiverSupervisor => BTreeSet::from([r.to_org]),
        Owner::Coordinator => {
            let coordinator = RoleCode(Role::COORDINATOR.to_string());
            organisations_holding(scene.rows(), r.mechanism, &coordinator).await?
        }
    })
}

async fn order(
    scene: &Scene<'_>,
    row: &ReferralRow,
    kind: MessageKind,
    recipient: Id<Organisation>,
    stage: String,
) -> Result<(), Failure> {
    let r = &row.referral;
    let order = Order {
        kind: slug(kind.code().to_owned())?,
        subject: r.id.uuid(),
        stage: slug(stage)?,
        recipient: recipient.uuid(),
        owner: r.from_org.uuid(),
        scope: r.mechanism.uuid(),
        ids: BTreeMap::new(),
    };
    courier::order(scene.rows(), &order, scene.now(), scene.chance()).await?;
    Ok(())
}
