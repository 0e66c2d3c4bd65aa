use std::{collections::BTreeMap, sync::Arc};

use relais_geography::Gazetteer;
use relais_kernel::PublicRef;
use relais_mechanism::{Definition, Definitions};
use relais_platform::Failure;
use relais_trust::{Query, Sight};

use super::ServiceFace;
use crate::{
    Code, FreshnessRules, Organisation, PCode,
    room::Standing,
    store::{Narrow, directory_organisations, services_page},
};

/// What a reader looks for. Nothing finer than a region: a search for a town would tell where a shelter is (DP-35).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    pub need: Option<Code>,
    pub region: Option<PCode>,
    pub organisation: Option<PublicRef>,
    /// From 0.
    pub page: u64,
}

/// The directory, fifty entries at a time, by organisation. Members see what is active or closed for a while; the
/// directory manager and the provider itself see every state.
pub struct BrowseServices {
    pub definitions: Definitions,
    pub wanted: Wanted,
}

/// A page of the directory.
pub struct ServiceList {
    pub definition: Arc<Definition>,
    pub services: Vec<ServiceFace>,
    pub more: bool,
    pub organisations: Vec<Organisation>,
    /// The reader may import and change every entry.
    pub keeps: bool,
}

impl Query for BrowseServices {
    type View = ServiceList;

    async fn look(&self, sight: &Sight<'_>) -> Result<ServiceList, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        standing.may_read(sight.trust().guard(), sight.actor())?;
        let keeps = standing.keeps(sight.trust().guard(), sight.actor());
        let organisations = directory_organisations(sight.rows()).await?;
        let organisation = match self.wanted.organisation {
            None => None,
            Some(wanted) => {
                let found = organisations.iter().find(|o| o.public_ref == wanted);
                Some(found.ok_or(Failure::Missing)?.id)
            }
        };
        // A department would find the shelter that serves it alone.
        let is_region = |area: &PCode| Gazetteer::embedded().region(area.as_str()).is_some();
        if !self.wanted.region.as_ref().is_none_or(is_region) {
            return Err(Failure::Missing);
        }
        let narrow = Narrow {
            need: self.wanted.need.as_ref(),
            region: self.wanted.region.as_ref(),
            organisation,
            every_state_of: Some(standing.organisation),
            every_state: keeps,
        };
        let (rows, more) = services_page(sight.rows(), &narrow, self.wanted.page).await?;
        let by_id: BTreeMap<_, _> = organisations.iter().map(|o| (o.id, o)).collect();
        let rules = FreshnessRules::from(standing.definition.directory);
        let services = rows
            .iter()
            .filter_map(|row| Some((row, by_id.get(&row.service.organisation)?)))
            .map(|(row, organisation)| ServiceFace::of(row, organisation, rules, standing.today))
            .collect();
        Ok(ServiceList {
            services,
            more,
            keeps,
            organisations,
            definition: standing.definition,
        })
    }
}
