use super::{NeedFacts, nearness};
use crate::{Code, Service, Spot, Visibility};

/// What the database is asked for before the services are weighed: those that answer the need and do not work
/// elsewhere only. What it leaves out would be excluded anyway; it never leaves out a fit.
///
/// In SQL: the service has the need's code, and (it has no coverage, or one of its areas is the region, lies in it,
/// or is the need's department).
#[derive(Debug, Clone, PartialEq)]
pub struct Prefilter {
    pub need: Code,
    pub spot: Spot,
}

impl Prefilter {
    pub fn of(need: &NeedFacts) -> Self {
        Self {
            need: need.need.clone(),
            spot: need.spot.clone(),
        }
    }

    /// The same question asked of one service: what the query is tested against.
    pub fn keeps(&self, service: &Service) -> bool {
        let hidden = service.visibility == Visibility::HiddenAddress;
        service.needs.contains(&self.need)
            && nearness::covers(&service.coverage, &self.spot, hidden) != Some(false)
    }
}
