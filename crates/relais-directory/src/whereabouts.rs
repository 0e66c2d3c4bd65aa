use std::{collections::BTreeSet, fmt};

use relais_geography::Gazetteer;
use serde::{Deserialize, Serialize};

use crate::{Contact, PCode, Point, Service, Visibility};

/// Everything that would tell where a hidden service is: what is finer than its region, the departments it serves, how
/// it is reached (DP-35). The database holds it sealed, apart from the entry. `Debug` shows none of it.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Whereabouts {
    pub department: Option<PCode>,
    pub town: Option<String>,
    pub point: Option<Point>,
    pub address: Option<String>,
    pub coverage: BTreeSet<PCode>,
    pub contact: Contact,
}

impl fmt::Debug for Whereabouts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Whereabouts (sealed)")
    }
}

impl Service {
    /// Only its region may stand in clear.
    pub fn is_hidden(&self) -> bool {
        self.visibility == Visibility::HiddenAddress
    }

    /// The entry as it may lie in clear, and what has to be sealed of it: nothing of one that is not hidden.
    pub fn parted(&self) -> (Self, Option<Whereabouts>) {
        let mut clear = self.clone();
        if !self.is_hidden() {
            return (clear, None);
        }
        let place = &mut clear.place;
        let apart = Whereabouts {
            department: place.spot.department.take(),
            town: place.spot.town.take(),
            point: place.spot.point.take(),
            address: place.address.take(),
            coverage: std::mem::replace(&mut clear.coverage, regions(&self.coverage)),
            contact: std::mem::take(&mut clear.contact),
        };
        (clear, Some(apart))
    }

    /// The whole entry again.
    #[must_use]
    pub fn rejoined(mut self, apart: Whereabouts) -> Self {
        let spot = &mut self.place.spot;
        (spot.department, spot.town, spot.point) = (apart.department, apart.town, apart.point);
        self.place.address = apart.address;
        self.coverage = apart.coverage;
        self.contact = apart.contact;
        self
    }
}

/// The areas it says it serves, as far as members may know: of a hidden place the regions alone (DP-35).
pub(crate) fn shown_coverage(service: &Service) -> BTreeSet<PCode> {
    match service.visibility {
        Visibility::HiddenAddress => regions(&service.coverage),
        Visibility::Public | Visibility::Members => service.coverage.clone(),
    }
}

/// The regions of these areas: a shelter that serves one department would tell by it where it is.
pub(crate) fn regions(areas: &BTreeSet<PCode>) -> BTreeSet<PCode> {
    let places = Gazetteer::embedded();
    let region = |area: &PCode| match places.department(area.as_str()) {
        Some(department) => department.region.parse().ok(),
        None => Some(area.clone()),
    };
    areas.iter().filter_map(region).collect()
}
