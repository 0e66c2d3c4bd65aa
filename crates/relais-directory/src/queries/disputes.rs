use std::{collections::BTreeMap, sync::Arc};

use relais_kernel::Localised;
use relais_mechanism::{Definition, Definitions};
use relais_platform::Failure;
use relais_trust::{Query, Sight};
use serde_json::{Map, Value};

use crate::{
    Service,
    dispute::{About, Dispute, with},
    room::Standing,
    store::{directory_organisations, hsds::record_of, open_disputes, service_of},
};

/// What sources say otherwise, for whoever keeps the directory.
pub struct ReadDisputes {
    pub definitions: Definitions,
}

/// What waits for a decision.
pub struct DisputesView {
    pub definition: Arc<Definition>,
    /// The oldest ones.
    pub disputes: Vec<DisputeFace>,
    /// How many there are.
    pub all: u64,
}

/// Disputes that a page shows.
const MOST: u64 = 50;

/// One dispute, beside how things stand now.
pub struct DisputeFace {
    pub dispute: Dispute,
    pub matter: Matter,
}

/// What is in dispute, as it stands now.
pub enum Matter {
    Entry {
        service: Box<Service>,
        organisation: Localised,
        version: i64,
        /// By field: the entry as it would be with what the source says.
        with: Vec<(String, Service)>,
    },
    Record {
        /// What it is called in the standard.
        kind: &'static str,
        name: String,
        now: Map<String, Value>,
        held_by: String,
    },
}

impl Query for ReadDisputes {
    type View = DisputesView;

    async fn look(&self, sight: &Sight<'_>) -> Result<DisputesView, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        if !standing.keeps(sight.trust().guard(), sight.actor()) {
            return Err(Failure::Missing);
        }
        let organisations = directory_organisations(sight.rows()).await?;
        let names: BTreeMap<_, _> = organisations.into_iter().map(|o| (o.id, o.name)).collect();
        let mut disputes = Vec::new();
        let (open, all) = open_disputes(sight.rows(), MOST).await?;
        for dispute in open {
            let matter = match dispute.about {
                About::Entry(id) => {
                    let row = service_of(sight.rows(), id).await?;
                    let field = |name: &String| {
                        let changed = with(&row.service, &dispute.theirs, std::iter::once(name));
                        (name.clone(), changed)
                    };
                    Matter::Entry {
                        with: dispute.theirs.keys().map(field).collect(),
                        organisation: names
                            .get(&row.service.organisation)
                            .cloned()
                            .unwrap_or_else(|| Localised::new("", "")),
                        version: row.version,
                        service: Box::new(row.service),
                    }
                }
                // A record that went out since is nothing to decide about.
                About::Record(kind, id) => match record_of(sight.rows(), kind, id).await? {
                    Some(held) => Matter::Record {
                        kind: kind.name(),
                        name: held.record.text("name").unwrap_or_default().to_owned(),
                        now: held.record.body,
                        held_by: held.source,
                    },
                    None => continue,
                },
            };
            disputes.push(DisputeFace { dispute, matter });
        }
        Ok(DisputesView {
            definition: standing.definition,
            disputes,
            all,
        })
    }
}
