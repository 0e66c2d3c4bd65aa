//! The team of an interpreter or a driver is told that a mission waits, that its time changed or that it is cancelled (DP-40).

use std::{collections::BTreeMap, sync::Arc};

use futures::future::BoxFuture;
use relais_casework::{mission::MissionId, store::mission_of};
use relais_kernel::Id;
use relais_platform::{
    Failure,
    courier::{self, Order},
};
use relais_trust::{Listener, Note, Scene};

use super::announce::slug;
use crate::messages::MessageKind;

/// Hears missions being ordered, changed and cancelled; the program registers it ([`relais_trust::Trust::listen`]).
pub fn listener() -> Arc<dyn Listener> {
    Arc::new(Messenger)
}

struct Messenger;

impl Listener for Messenger {
    fn hear<'a>(&'a self, scene: &'a Scene<'a>, note: &'a Note) -> BoxFuture<'a, Result<(), Failure>> {
        let kind = match note.act.as_str() {
            "MissionOrdered" => Some(MessageKind::MissionAsked),
            "MissionChanged" => Some(MessageKind::MissionChanged),
            "MissionCancelled" => Some(MessageKind::MissionCancelled),
            _ => None,
        };
        let subject = note.subject.as_ref().map(|(_, id)| Id::from_uuid(*id));
        let heard = kind.zip(subject);
        Box::pin(async move {
            match heard {
                Some((kind, mission)) => tell(scene, kind, mission).await,
                None => Ok(()),
            }
        })
    }
}

/// Each version is told once; the author compares it with that of the day.
async fn tell(scene: &Scene<'_>, kind: MessageKind, id: MissionId) -> Result<(), Failure> {
    let mission = mission_of(scene.rows(), id).await?.mission;
    let order = Order {
        kind: slug(kind.code().to_owned())?,
        subject: mission.id.uuid(),
        stage: slug(stage(mission.version))?,
        recipient: mission.receiver_of.uuid(),
        owner: mission.from.uuid(),
        scope: mission.mechanism.uuid(),
        ids: BTreeMap::new(),
    };
    courier::order(scene.rows(), &order, scene.now(), scene.chance()).await?;
    Ok(())
}

/// Which version of a mission a message is about.
pub(super) fn stage(version: u64) -> String {
    format!("version.{version}")
}
