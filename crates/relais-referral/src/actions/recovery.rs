//! A recovery does not happen unseen: the team of whose account it is is told when it is asked for and when it is done
//! (security requirement 51).

use std::{collections::BTreeMap, sync::Arc};

use futures::future::BoxFuture;
use relais_kernel::Id;
use relais_platform::{
    Failure,
    courier::{self, Order},
};
use relais_trust::{
    Listener, Note, Scene,
    accounts::{Recovery, recovery_and_account},
};

use super::announce::slug;
use crate::messages::MessageKind;

/// Hears recoveries being asked for and used; the program registers it ([`relais_trust::Trust::listen`]).
pub fn listener() -> Arc<dyn Listener> {
    Arc::new(Watchman)
}

struct Watchman;

impl Listener for Watchman {
    fn hear<'a>(&'a self, scene: &'a Scene<'a>, note: &'a Note) -> BoxFuture<'a, Result<(), Failure>> {
        let kind = match note.act.as_str() {
            "RecoveryAsked" => Some(MessageKind::RecoveryAsked),
            "RecoveryUsed" => Some(MessageKind::RecoveryDone),
            _ => None,
        };
        let id = note.facts.get("recovery").and_then(|text| text.parse().ok());
        let heard = kind.zip(id.map(Id::from_uuid));
        Box::pin(async move {
            match heard {
                Some((kind, recovery)) => tell(scene, kind, recovery).await,
                None => Ok(()),
            }
        })
    }
}

/// An account has no address of its own, and a thief may read the person's mail: the team's is written to.
async fn tell(scene: &Scene<'_>, kind: MessageKind, id: Id<Recovery>) -> Result<(), Failure> {
    // Both acts are those of the person. Who belongs to no mechanism holds no role that could be stolen.
    let Some(mechanism) = scene.actor().mechanism else {
        return Ok(());
    };
    let (recovery, account) = recovery_and_account(scene.rows(), id).await?;
    let kind = slug(kind.code().to_owned())?;
    let order = Order {
        stage: kind.clone(),
        kind,
        subject: recovery.id.uuid(),
        recipient: account.organisation.uuid(),
        owner: account.organisation.uuid(),
        scope: mechanism.uuid(),
        ids: BTreeMap::new(),
    };
    courier::order(scene.rows(), &order, scene.now(), scene.chance()).await?;
    Ok(())
}
