use jiff::civil::Date;
use relais_kernel::ShortCode;
use relais_mechanism::Definitions;
use relais_platform::Failure;
use relais_trust::{Query, Sight};

use super::ServiceFace;
use crate::{
    CapacityUpdate, FirstTap, FreshnessRules,
    room::Standing,
    store::{code_of, directory_organisations, services_of, waiting_for},
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
    /// The code by which it is named in text messages; for those who speak for it alone.
    pub code: Option<ShortCode>,
    /// How many wait for it.
    pub waiting: u32,
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
        let rows = services_of(sight.rows(), standing.organisation).await?;
        let ids: Vec<_> = rows.iter().map(|row| row.service.id).collect();
        let waiting = waiting_for(sight.rows(), &ids).await?;
        for row in rows {
            let offers = standing.offers(guard, actor, &row.service);
            let code = match offers {
                true => Some(code_of(sight.trust(), sight.rows(), row.service.id).await?),
                false => None,
            };
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
                offers,
                code,
                waiting: waiting.get(&row.service.id).copied().unwrap_or_default(),
            });
        }
        Ok(OwnServiceList {
            services,
            today: standing.today,
        })
    }
}
