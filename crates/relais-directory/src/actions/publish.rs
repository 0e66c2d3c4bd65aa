use std::collections::HashMap;

use relais_mechanism::{Definition, Definitions, mechanisms};
use relais_platform::Failure;
use relais_trust::{Command, Scene};

use crate::{
    Organisation, OrganisationId, Vocabulary,
    store::{
        directory_organisations,
        hsds::{entries_to_publish, publish},
    },
};

/// Entries that are written in one go.
const SOME: u64 = 200;

/// Writes what the public reads of every entry that changed since the last time. The clock calls it; whoever changes an
/// entry by hand does not wait for it.
#[derive(Clone)]
pub struct PublishEntries {
    pub definitions: Definitions,
}

impl Command for PublishEntries {
    type Outcome = usize;
    const NAME: &'static str = "PublishEntries";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<usize, Failure> {
        // Services belong to the installation; the words of its first mechanism name their codes.
        let all = mechanisms(scene.rows()).await?;
        let Some(first) = all.iter().min_by(|a, b| a.code.cmp(&b.code)) else {
            return Ok(0);
        };
        let definition = self.definitions.current(scene.rows(), first.id).await?;
        publish_due(scene, &definition).await
    }
}

/// Publishes what is due, in the transaction of whoever changed it; how many entries there were.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn publish_due(scene: &Scene<'_>, definition: &Definition) -> Result<usize, Failure> {
    let mut done = 0;
    let mut due = entries_to_publish(scene.rows(), SOME).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let words = Vocabulary::from(definition);
    let organisations: HashMap<OrganisationId, Organisation> = directory_organisations(scene.rows())
        .await?
        .into_iter()
        .map(|organisation| (organisation.id, organisation))
        .collect();
    while !due.is_empty() {
        for entry in &due {
            // One whose organisation is not in the directory cannot be said, and is marked all the same.
            publish(
                scene,
                entry,
                organisations.get(&entry.service.organisation),
                &words,
                &definition.code,
            )
            .await?;
        }
        done += due.len();
        due = entries_to_publish(scene.rows(), SOME).await?;
    }
    Ok(done)
}
