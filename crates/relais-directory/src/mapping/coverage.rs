use std::collections::{BTreeMap, BTreeSet};

use relais_geography::Gazetteer;

use crate::{Code, OrganisationId, PCode, Service, Visibility, whereabouts::shown_coverage};

/// The areas that a service says it serves; where it says nothing, the one in which it is, and of a hidden place no
/// more than the region (DP-35). Matching is more generous with what nobody filled in: it asks who may help, and the
/// mapping asks where nobody does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// Served as a whole or in part.
    pub regions: BTreeSet<PCode>,
    pub departments: BTreeSet<PCode>,
}

impl Reach {
    pub fn of(service: &Service, places: &Gazetteer) -> Self {
        let mut reach = Self::default();
        let hidden = service.visibility == Visibility::HiddenAddress;
        for area in &shown_coverage(service) {
            reach.take(area, places);
        }
        if service.coverage.is_empty() {
            let spot = &service.place.spot;
            reach.regions.extend(spot.region.clone());
            if !hidden {
                reach.departments.extend(spot.department.clone());
            }
        }
        reach
    }

    fn take(&mut self, area: &PCode, places: &Gazetteer) {
        let code = |text: &str| text.parse::<PCode>().ok();
        if let Some(department) = places.department(area.as_str()) {
            self.departments.insert(area.clone());
            self.regions.extend(code(&department.region));
        } else {
            self.regions.insert(area.clone());
            let within = places.departments(area.as_str());
            self.departments.extend(within.filter_map(|d| code(&d.pcode)));
        }
    }
}

/// Who serves a need in a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub region: PCode,
    pub services: usize,
    pub organisations: BTreeSet<OrganisationId>,
}

/// One need over the whole country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedCoverage {
    pub need: Code,
    /// One for each region, in the order asked for.
    pub cells: Vec<Cell>,
    /// The departments that no service says it serves.
    pub bare_departments: Vec<PCode>,
}

impl NeedCoverage {
    /// The regions where nobody answers the need.
    pub fn bare_regions(&self) -> impl Iterator<Item = &PCode> {
        self.cells
            .iter()
            .filter(|cell| cell.services == 0)
            .map(|cell| &cell.region)
    }
}

/// Where each need is served (SV-03): needs by regions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    pub needs: Vec<NeedCoverage>,
    /// Every service of a region, whatever need it answers.
    pub all: Vec<Cell>,
    /// Entries that do not say what areas they serve, and count where they are.
    pub unsaid: usize,
}

impl Coverage {
    /// Counts entries in use; of others, nothing is promised today.
    pub fn of(services: &[Service], needs: &[Code], regions: &[PCode], places: &Gazetteer) -> Self {
        let reached: Vec<_> = services
            .iter()
            .map(|service| (service, Reach::of(service, places)))
            .collect();
        let mut by_need: BTreeMap<&Code, Vec<(&Service, Reach)>> = BTreeMap::new();
        for (service, reach) in &reached {
            for need in &service.needs {
                by_need.entry(need).or_default().push((service, reach.clone()));
            }
        }
        let of_need = |need: &Code| {
            let serving = by_need.get(need).map_or(&[][..], Vec::as_slice);
            NeedCoverage {
                need: need.clone(),
                cells: regions.iter().map(|region| cell(region, serving)).collect(),
                bare_departments: bare_departments(regions, serving, places),
            }
        };
        Self {
            needs: needs.iter().map(of_need).collect(),
            all: regions.iter().map(|region| cell(region, &reached)).collect(),
            unsaid: services.iter().filter(|s| s.coverage.is_empty()).count(),
        }
    }
}

fn cell(region: &PCode, serving: &[(&Service, Reach)]) -> Cell {
    let here = || serving.iter().filter(|(_, reach)| reach.regions.contains(region));
    Cell {
        region: region.clone(),
        services: here().count(),
        organisations: here().map(|(service, _)| service.organisation).collect(),
    }
}

fn bare_departments(regions: &[PCode], serving: &[(&Service, Reach)], places: &Gazetteer) -> Vec<PCode> {
    let all = regions
        .iter()
        .flat_map(|region| places.departments(region.as_str()));
    let codes = all.filter_map(|department| department.pcode.parse::<PCode>().ok());
    codes
        .filter(|code| !serving.iter().any(|(_, reach)| reach.departments.contains(code)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::samples::{code, in_region, service, somebody};

    const REGIONS: [&str; 2] = ["CM001", "CM002"];

    fn cover(services: &[Service]) -> NeedCoverage {
        let regions = REGIONS.map(|r| r.parse().unwrap());
        let coverage = Coverage::of(services, &[code("health")], &regions, Gazetteer::embedded());
        coverage.needs.into_iter().next().unwrap()
    }

    #[test]
    fn a_region_that_nobody_serves_is_bare_with_all_its_departments() {
        let found = cover(&[]);
        assert_eq!(found.bare_regions().count(), 2);
        let all: usize = REGIONS
            .iter()
            .map(|r| Gazetteer::embedded().departments(r).count())
            .sum();
        assert_eq!(found.bare_departments.len(), all);
    }

    #[test]
    fn a_service_of_one_department_serves_a_part_of_its_region() {
        let mut one = service(somebody(1), "health", in_region("CM001"));
        let department = Gazetteer::embedded().departments("CM001").next().unwrap();
        one.coverage = [department.pcode.parse().unwrap()].into();
        let found = cover(&[one]);
        assert_eq!((found.cells[0].services, found.cells[1].services), (1, 0));
        let bare = &found.bare_departments;
        assert!(!bare.contains(&department.pcode.parse().unwrap()) && !bare.is_empty());
    }

    #[test]
    fn a_service_of_a_region_serves_each_of_its_departments() {
        let mut one = service(somebody(1), "health", in_region("CM002"));
        one.coverage = ["CM001".parse().unwrap()].into();
        let found = cover(&[one.clone(), one]);
        assert_eq!(
            (found.cells[0].services, found.cells[0].organisations.len()),
            (2, 1)
        );
        assert!(
            found
                .bare_departments
                .iter()
                .all(|d| d.as_str().starts_with("CM002"))
        );
    }

    #[test]
    fn dp_35_where_a_hidden_service_is_counts_for_its_region_and_for_no_department() {
        let mut one = service(somebody(1), "health", in_region("CM001"));
        let department = Gazetteer::embedded().departments("CM001").next().unwrap();
        one.place.spot.department = department.pcode.parse().ok();
        let seen = cover(std::slice::from_ref(&one)).bare_departments.len();
        one.visibility = Visibility::HiddenAddress;
        let found = cover(std::slice::from_ref(&one));
        assert_eq!(found.cells[0].services, 1);
        assert_eq!(found.bare_departments.len(), seen + 1);
    }
}
