use relais_kernel::PublicRef;
use relais_platform::{
    Corrupt, Failure,
    courier::{self, Narrow},
};
use relais_trust::{Command, Note, Scene};

use crate::{messages::MessageKind, queries::messages_reach};

/// Sends a message anew, whether it failed or went: the partner says that nothing came.
#[derive(Debug, Clone, Copy)]
pub struct SendAgain {
    pub message: PublicRef,
}

impl Command for SendAgain {
    type Outcome = ();
    const NAME: &'static str = "SendAgain";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let reach = messages_reach(scene.trust(), scene.actor())?;
        let narrow = Narrow {
            id: Some(self.message),
            ..reach
        };
        let found = courier::deliveries(scene.rows(), narrow, 1).await?;
        let held = found.first().ok_or(Failure::Missing)?;
        if !held.may_go_again() {
            return Err(Failure::Missing);
        }
        let kind: MessageKind = held
            .order
            .kind
            .as_str()
            .parse()
            .map_err(|_| Corrupt::at("outbox", "kind", held.id))?;
        courier::again(scene.rows(), self.message, scene.now()).await?;
        scene.note(
            Note::new("MessageOrderedAgain")
                .on(kind.subject(), held.order.subject)
                .fact("kind", kind.code()),
        );
        Ok(())
    }
}
