use std::collections::BTreeSet;

use super::{Exclusion, Mobility, NeedFacts, PersonFacts, Reason, Score, score};
use crate::{Distances, PCode, Service, Spot, Visibility};

/// At this distance half of the points are left.
const HALF_WAY_METRES: u64 = 20_000;
/// As far as somebody can be brought who cannot travel.
const HOMEBOUND_METRES: u32 = 10_000;

/// How near a service is, as finely as it may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nearness {
    Metres(u32),
    SameDepartment,
    SameRegion,
    OtherRegion,
    Unknown,
    /// Hidden address; whether it lies in the region of the need.
    Hidden(Option<bool>),
}

impl Nearness {
    /// Breaks ties between equal scores; what is not known in metres comes last.
    pub(super) const fn metres(self) -> u32 {
        match self {
            Self::Metres(metres) => metres,
            _ => u32::MAX,
        }
    }
}

pub(super) fn nearness(need: &NeedFacts, service: &Service, distances: &dyn Distances) -> Nearness {
    let (from, to) = (&need.spot, &service.place.spot);
    let same_region = from.region.as_ref().zip(to.region.as_ref()).map(|(a, b)| a == b);
    // The exact place of a hidden address must not even be used: its rank would tell it (DP-35).
    if service.visibility == Visibility::HiddenAddress {
        return Nearness::Hidden(same_region);
    }
    if let Some(metres) = distances.metres(from, to) {
        return Nearness::Metres(metres);
    }
    let same_department = from.department.is_some() && from.department == to.department;
    match same_region {
        _ if same_department => Nearness::SameDepartment,
        Some(true) => Nearness::SameRegion,
        Some(false) => Nearness::OtherRegion,
        None => Nearness::Unknown,
    }
}

/// Points for nearness; excludes what does not work here or cannot be reached.
pub(super) fn judge<'s>(
    near: Nearness,
    need: &NeedFacts,
    person: &PersonFacts,
    service: &'s Service,
    reasons: &mut Vec<Reason<'s>>,
    excluded: &mut Vec<Exclusion<'s>>,
) -> u8 {
    let hidden = service.visibility == Visibility::HiddenAddress;
    if covers(&service.coverage, &need.spot, hidden) == Some(false) {
        excluded.push(Exclusion::OutOfArea);
    }
    reasons.push(Reason::Near(near));
    if service.remote == Some(true) {
        reasons.push(Reason::Remote);
        return points(near, person).max(20);
    }
    if person.mobility == Some(Mobility::Homebound) {
        match near {
            Nearness::Metres(metres) if metres <= HOMEBOUND_METRES => {}
            Nearness::Metres(_) | Nearness::OtherRegion | Nearness::Hidden(Some(false)) => {
                excluded.push(Exclusion::OutOfReach);
            }
            _ => reasons.push(Reason::ReachUnknown),
        }
    }
    points(near, person)
}

fn points(near: Nearness, person: &PersonFacts) -> u8 {
    let most = Score::MOST.distance;
    match near {
        Nearness::Metres(metres) => {
            let weight = if matches!(person.mobility, Some(Mobility::Limited | Mobility::Homebound)) {
                2
            } else {
                1
            };
            score::falling(most, HALF_WAY_METRES, u64::from(metres) * weight)
        }
        Nearness::SameDepartment => 16,
        Nearness::SameRegion | Nearness::Hidden(Some(true)) => 12,
        Nearness::OtherRegion | Nearness::Hidden(Some(false)) => 2,
        Nearness::Unknown | Nearness::Hidden(None) => score::unknown(most),
    }
}

/// Whether one of the areas served holds the spot; `None` when the areas or the spot are not known. A hidden
/// address is judged by region, whatever finer areas its entry names.
pub(super) fn covers(coverage: &BTreeSet<PCode>, spot: &Spot, by_region: bool) -> Option<bool> {
    let region = spot.region.as_ref()?;
    if coverage.is_empty() {
        return None;
    }
    Some(coverage.iter().any(|area| match &spot.department {
        Some(department) if !by_region => area.holds(department),
        _ => area.holds(region) || region.holds(area),
    }))
}
