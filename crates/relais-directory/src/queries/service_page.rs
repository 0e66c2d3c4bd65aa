use std::sync::Arc;

use relais_kernel::{Localised, PublicRef};
use relais_mechanism::{Definition, Definitions};
use relais_platform::Failure;
use relais_trust::{Query, Sight};

use super::ServiceFace;
use crate::{
    Entry, Hand, Organisation, Reliability,
    history::vouched,
    room::Standing,
    store::{Ledger, directory_organisations, editions, service_by_ref, waiting_for},
};

/// States of an entry that are looked through for its last verification.
const EDITIONS: u64 = 50;

/// One entry of the directory.
pub struct ReadService {
    pub definitions: Definitions,
    pub service: PublicRef,
}

/// An entry with what the reader may do to it.
pub struct ServicePage {
    pub definition: Arc<Definition>,
    pub service: ServiceFace,
    pub organisation: Organisation,
    /// Why it was taken out; told to the provider and the directory manager.
    pub reason: Option<Localised>,
    pub reliability: Reliability,
    /// How many wait for it.
    pub waiting: u32,
    /// Whose word the last verification is.
    pub vouched: Option<Hand>,
    /// The reader keeps the directory.
    pub keeps: bool,
    /// The reader speaks for the provider.
    pub offers: bool,
}

impl Query for ReadService {
    type View = ServicePage;

    async fn look(&self, sight: &Sight<'_>) -> Result<ServicePage, Failure> {
        let (guard, actor) = (sight.trust().guard(), sight.actor());
        let standing = Standing::of(sight.rows(), actor, &self.definitions, sight.now()).await?;
        standing.may_read(guard, actor)?;
        let row = service_by_ref(sight.rows(), self.service).await?;
        let keeps = standing.keeps(guard, actor);
        let own = row.service.organisation == standing.organisation;
        let shown = matches!(
            row.service.entry,
            Entry::Active { .. } | Entry::TemporarilyClosed { .. }
        );
        if !(shown || keeps || own) {
            return Err(Failure::Missing);
        }
        let organisations = directory_organisations(sight.rows()).await?;
        let organisation = organisations
            .into_iter()
            .find(|o| o.id == row.service.organisation);
        let organisation = organisation.ok_or(Failure::Missing)?;
        let look = standing.look(sight.now());
        let waiting = waiting_for(sight.rows(), &[row.service.id]).await?;
        let editions = editions(sight.rows(), row.service.id, EDITIONS).await?;
        let ledger = Ledger::read(sight.rows(), look, Some(&[row.service.id])).await?;
        Ok(ServicePage {
            service: ServiceFace::of(&row, &organisation, look.rules, standing.today),
            reason: row.service.entry.why(),
            reliability: ledger.judge(&row.service),
            vouched: vouched(&editions),
            waiting: waiting.get(&row.service.id).copied().unwrap_or_default(),
            offers: standing.offers(guard, actor, &row.service),
            definition: standing.definition,
            organisation,
            keeps,
        })
    }
}
