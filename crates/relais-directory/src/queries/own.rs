use jiff::civil::Date;
use relais_mechanism::Definitions;
use relais_platform::Failure;
use relais_trust::{Query, Sight};

use super::ServiceFace;
use crate::{
    CapacityUpdate, FirstTap, FreshnessRules,
    room::Standing,
    store::{directory_organisations, services_of},
};

/// The services of the reader's own organisation, for saying how their places stand.
pub struct OwnServices {
    pub definitions: Definitions,
}

pub struct OwnServiceList {
    pub services: Vec<OwnService>,
    pub today: Date,
}

/// A service with the taps that it offers: first what, then how many or until when.
pub struct OwnService {
    pub face: ServiceFace,
    pub taps: Vec<(FirstTap, Vec<CapacityUpdate>)>,
    /// The reader may say how it stands; colleagues without such a role only see it.
    pub offers: bool,
}

impl Query for OwnServices {
    type View = OwnServiceList;

    async fn look(&self, sight: &Sight<'_>) -> Result<OwnServiceList, Failure> {
        let (guard, actor) = (sight.trust().guard(), sight.actor());
        let standing = Standing::of(sight.rows(), actor, &self.definitions, sight.now()).await?;
        standing.may_read(guard, actor)?;
        let organisations = directory_organisations(sight.rows()).await?;
        let rules = FreshnessRules::from(standing.definition.directory);
        let mut services = Vec::new();
        for row in services_of(sight.rows(), standing.organisation).await? {
            let held = organisations.iter().find(|o| o.id == standing.organisation);
            let face = ServiceFace::of(&row, held.ok_or(Failure::Missing)?, rules, standing.today);
            let capacity = row.service.capacity.as_ref();
            let taps = FirstTap::ALL.map(|tap| (tap, tap.second_taps(capacity, standing.today)));
            services.push(OwnService {
                face,
                taps: taps
                    .into_iter()
                    .filter(|(_, second)| !second.is_empty())
                    .collect(),
                offers: standing.offers(guard, actor, &row.service),
            });
        }
        Ok(OwnServiceList {
            services,
            today: standing.today,
        })
    }
}
