use std::{collections::HashMap, sync::Arc};

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
const SOME: u64 = 50;

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
        match first_definition(scene, &self.definitions).await? {
            Some(definition) => publish_some(scene, &definition).await,
            None => Ok(0),
        }
    }
}

/// Services belong to the installation; the words of its first mechanism name their codes, and its calendar their days.
pub(super) async fn first_definition(
    scene: &Scene<'_>,
    definitions: &Definitions,
) -> Result<Option<Arc<Definition>>, Failure> {
    let all = mechanisms(scene.rows()).await?;
    match all.iter().min_by(|a, b| a.code.cmp(&b.code)) {
        Some(first) => Ok(Some(definitions.current(scene.rows(), first.id).await?)),
        None => Ok(None),
    }
}

/// Publishes all that is due, in the transaction of whoever changed it; how many entries there were.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn publish_due(scene: &Scene<'_>, definition: &Definition) -> Result<usize, Failure> {
    let mut done = 0;
    loop {
        match publish_some(scene, definition).await? {
            0 => return Ok(done),
            more => done += more,
        }
    }
}

/// No more than the others who write can wait for: the clock comes back for the rest.
async fn publish_some(scene: &Scene<'_>, definition: &Definition) -> Result<usize, Failure> {
    let due = entries_to_publish(scene.rows(), SOME).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let words = Vocabulary::from(definition);
    let all = directory_organisations(scene.rows()).await?.into_iter();
    let organisations: HashMap<OrganisationId, Organisation> = all.map(|one| (one.id, one)).collect();
    for entry in &due {
        // One whose organisation is not in the directory cannot be said, and is marked all the same.
        let organisation = organisations.get(&entry.service.organisation);
        publish(scene, entry, organisation, &words, &definition.code).await?;
    }
    Ok(due.len())
}
