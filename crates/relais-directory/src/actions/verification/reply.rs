use relais_kernel::PublicRef;
use relais_mechanism::Definitions;
use relais_platform::Failure;
use relais_trust::{Command, Scene};
use uuid::Uuid;

use crate::{
    Assurance, Entry,
    actions::publish_due,
    store::{
        keep_service, service_by_ref,
        verification::{ask_of, keep_reply},
    },
    verification::Reply,
};

/// A provider without an account answers for one of its services. The link is the permit: its token names the ask, and the
/// ask names the organisation.
#[derive(Clone)]
pub struct ReplyToRound {
    pub definitions: Definitions,
    pub ask: Uuid,
    pub service: PublicRef,
    pub reply: Reply,
}

impl Command for ReplyToRound {
    type Outcome = ();
    const NAME: &'static str = "ReplyToRound";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let ask = ask_of(scene.rows(), self.ask).await?.check(scene.now())?;
        let mut row = service_by_ref(scene.rows(), self.service).await?;
        let ended = matches!(row.service.entry, Entry::Defunct { .. });
        if row.service.organisation != ask.organisation || ended {
            return Err(Failure::Missing);
        }
        keep_reply(scene, &ask, row.service.id, &self.reply).await?;
        if self.reply == Reply::Confirmed {
            let definition = self.definitions.current(scene.rows(), ask.mechanism).await?;
            let assurance = Assurance {
                on: definition.calendar.date_of(scene.now()),
                by: None,
            };
            row.service.entry = row.service.entry.verify(assurance)?;
            keep_service(scene, &row.service, Some(row.version)).await?;
            publish_due(scene, &definition).await?;
        }
        Ok(())
    }
}
