//! An organisation that leaves the mechanism gives back what it was told (DP-42): what is under way there is recalled in the same
//! transaction, so that whoever sent it finds another receiver today and not when the time for an answer is over.

use std::sync::Arc;

use futures::future::BoxFuture;
use relais_kernel::Id;
use relais_mechanism::Definitions;
use relais_platform::Failure;
use relais_trust::{Listener, Note, Scene};

use super::{Carried, carry};
use crate::{
    referral::{Command, Side, WithdrawalCause},
    room::{by, ruling},
    store::referrals_under_way_at,
};

/// Hears that an organisation was closed; the program registers it ([`relais_trust::Trust::listen`]).
pub fn listener(definitions: Definitions) -> Arc<dyn Listener> {
    Arc::new(Leaving { definitions })
}

struct Leaving {
    definitions: Definitions,
}

impl Listener for Leaving {
    fn hear<'a>(&'a self, scene: &'a Scene<'a>, note: &'a Note) -> BoxFuture<'a, Result<(), Failure>> {
        let closed = note.act == "OrganisationClosed";
        let organisation = note.subject.as_ref().filter(|_| closed).map(|(_, id)| *id);
        Box::pin(async move {
            let Some(organisation) = organisation else {
                return Ok(());
            };
            for row in referrals_under_way_at(scene.rows(), Id::from_uuid(organisation)).await? {
                let definition = ruling(scene.rows(), &self.definitions, &row.referral).await?;
                let it = Carried {
                    row,
                    by: by(scene.actor()),
                    side: Side::Clockwork,
                    definition: &definition,
                };
                let cause = WithdrawalCause::ReceiverLeft;
                carry(scene, it, Command::Withdraw { cause }).await?;
            }
            Ok(())
        })
    }
}
