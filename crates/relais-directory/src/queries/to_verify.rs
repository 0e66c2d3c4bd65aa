use jiff::civil::Date;
use relais_kernel::{Localised, PublicRef};
use relais_mechanism::Definitions;
use relais_platform::Failure;
use relais_trust::{Query, Sight};

use crate::{room::Standing, store::due};

/// The entries that somebody has to vouch for again (domain §2.4), for whoever keeps the directory; an empty list
/// for everybody else.
pub struct EntriesToVerify {
    pub definitions: Definitions,
    /// How many a list shows.
    pub size: u64,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryLine {
    pub service: PublicRef,
    pub name: Localised,
    /// The last day on which it counted as fresh; `None` when nobody ever vouched for it.
    pub due_on: Option<Date>,
}

impl Query for EntriesToVerify {
    type View = Vec<EntryLine>;

    async fn look(&self, sight: &Sight<'_>) -> Result<Vec<EntryLine>, Failure> {
        if sight.actor().firewall {
            return Ok(Vec::new());
        }
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        if !standing.keeps(sight.trust().guard(), sight.actor()) {
            return Ok(Vec::new());
        }
        let look = standing.look(sight.now());
        let found = due(sight.rows(), look, self.size).await?;
        let line = |row: crate::store::ServiceRow| {
            let assured = row.service.entry.assurance().map(|assurance| assurance.on);
            EntryLine {
                service: row.service.public_ref,
                due_on: assured.map(|on| look.rules.due_on(on, row.service.emergency == Some(true))),
                name: row.service.name,
            }
        };
        Ok(found.into_iter().map(line).collect())
    }
}
