use std::collections::{BTreeMap, BTreeSet};

use crate::{Code, OrganisationId, PCode, Service, Visibility};

/// More providers of one need in one department than this are looked at (SV-05).
const PROVIDERS_ENOUGH: usize = 2;

/// Below this share of their places in use they stand beside each other rather than side by side (SV-05).
const USE_ENOUGH: f64 = 0.5;

/// Several providers of one need in one department, who are not needed for their number (SV-05).
#[derive(Debug, Clone, PartialEq)]
pub struct Doubled {
    pub need: Code,
    pub department: PCode,
    pub organisations: BTreeSet<OrganisationId>,
    /// Places in use of those declared, from 0 to 1; `None` when nobody there says how many it has.
    pub used: Option<f64>,
}

/// Where more than [`PROVIDERS_ENOUGH`] organisations serve one need with less than half of their places in use, or
/// without saying. A hidden place is in no group: the department would tell where it is (DP-35).
pub fn doubled(services: &[Service]) -> Vec<Doubled> {
    let mut groups: BTreeMap<(&Code, &PCode), Vec<&Service>> = BTreeMap::new();
    for service in services {
        let seen = service.visibility != Visibility::HiddenAddress;
        if let Some(department) = service.place.spot.department.as_ref().filter(|_| seen) {
            for need in &service.needs {
                groups.entry((need, department)).or_default().push(service);
            }
        }
    }
    groups
        .into_iter()
        .filter_map(|(of, group)| look(of, &group))
        .collect()
}

fn look((need, department): (&Code, &PCode), group: &[&Service]) -> Option<Doubled> {
    let organisations: BTreeSet<_> = group.iter().map(|service| service.organisation).collect();
    let used = used(group);
    let loose = used.is_none_or(|share| share < USE_ENOUGH);
    (organisations.len() > PROVIDERS_ENOUGH && loose).then(|| Doubled {
        need: need.clone(),
        department: department.clone(),
        organisations,
        used,
    })
}

fn used(group: &[&Service]) -> Option<f64> {
    let said = group.iter().filter_map(|service| {
        let capacity = service.capacity.as_ref()?;
        Some((f64::from(capacity.monthly?), f64::from(capacity.free()?)))
    });
    let (places, free) = said.fold((0.0, 0.0), |(places, free), (month, left)| {
        (places + month, free + left.min(month))
    });
    (places > 0.0).then(|| (places - free) / places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::samples::{in_department, service, somebody, with_places};

    fn three(free: u32) -> Vec<Service> {
        (1..=3)
            .map(|n| {
                with_places(
                    service(somebody(n), "health", in_department("CM001001")),
                    10,
                    free,
                )
            })
            .collect()
    }

    #[test]
    fn sv_05_three_providers_with_most_places_free_are_told_and_with_few_free_they_are_not() {
        let found = doubled(&three(8));
        assert_eq!(found.len(), 1);
        assert!((found[0].used.unwrap() - 0.2).abs() < 1e-9);
        assert_eq!(found[0].organisations.len(), 3);
        assert_eq!(doubled(&three(5)), []);
    }

    #[test]
    fn two_providers_are_no_duplication_however_many_services_they_have() {
        let mut two = three(8);
        two[2].organisation = somebody(1);
        assert_eq!(doubled(&two), []);
    }

    #[test]
    fn where_nobody_says_its_places_the_group_is_told_without_a_figure() {
        let mut three = three(8);
        three.iter_mut().for_each(|service| service.capacity = None);
        assert_eq!(doubled(&three)[0].used, None);
    }

    #[test]
    fn dp_35_a_hidden_service_is_in_no_group() {
        let mut three = three(8);
        three[0].visibility = Visibility::HiddenAddress;
        assert_eq!(doubled(&three), []);
    }
}
