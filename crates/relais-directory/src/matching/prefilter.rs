use std::collections::BTreeSet;

use super::{NeedFacts, nearness};
use crate::{Code, Service, Spot, Visibility};

/// What the database is asked for before the services are weighed: those that answer one of the needs and do not work
/// elsewhere only. What it leaves out would be excluded anyway; it never leaves out a fit.
///
/// In SQL: the service has one of the codes, and (it has no coverage, or one of its areas is the region, lies in it,
/// or is the need's department).
#[derive(Debug, Clone, PartialEq)]
pub struct Prefilter {
    pub needs: BTreeSet<Code>,
    pub spot: Spot,
}

impl Prefilter {
    pub fn of(need: &NeedFacts) -> Self {
        Self {
            needs: need.needs.clone(),
            spot: need.spot.clone(),
        }
    }

    /// The same question asked of one service: what the query is tested against.
    pub fn keeps(&self, service: &Service) -> bool {
        let hidden = service.visibility == Visibility::HiddenAddress;
        !service.needs.is_disjoint(&self.needs)
            && nearness::covers(&service.coverage, &self.spot, hidden) != Some(false)
    }
}
