use std::sync::Arc;

use relais_kernel::{Localised, PublicRef};
use relais_mechanism::{Definition, Definitions};
use relais_platform::Failure;
use relais_trust::{Query, Sight};

use crate::{
    Edition,
    room::Standing,
    store::{editions, service_by_ref},
};

/// More states than a page shows; the journal has every change.
const MOST: u64 = 200;

/// How an entry came to say what it says, for whoever keeps the directory and for its provider.
pub struct ReadHistory {
    pub definitions: Definitions,
    pub service: PublicRef,
}

/// The states of an entry.
pub struct HistoryView {
    pub definition: Arc<Definition>,
    pub service: PublicRef,
    pub name: Localised,
    /// The newest first.
    pub editions: Vec<Edition>,
}

impl Query for ReadHistory {
    type View = HistoryView;

    async fn look(&self, sight: &Sight<'_>) -> Result<HistoryView, Failure> {
        let (guard, actor) = (sight.trust().guard(), sight.actor());
        let standing = Standing::of(sight.rows(), actor, &self.definitions, sight.now()).await?;
        let service = service_by_ref(sight.rows(), self.service).await?.service;
        if !(standing.keeps(guard, actor) || standing.offers(guard, actor, &service)) {
            return Err(Failure::Missing);
        }
        Ok(HistoryView {
            editions: editions(sight.rows(), service.id, MOST).await?,
            definition: standing.definition,
            service: service.public_ref,
            name: service.name,
        })
    }
}
