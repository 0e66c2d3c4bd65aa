use jiff::{ToSpan, civil::Date};

use super::Coverage;
use crate::{Code, Organisation, OrganisationId, PCode};

/// An end of funding within these days is told, while there is still time to look for other money.
const FUNDING_WINDOW_DAYS: i64 = 90;

/// A need that one organisation alone serves in some regions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alone {
    pub need: Code,
    pub regions: Vec<PCode>,
}

/// An organisation whose funding ends soon or has ended, and what nobody else would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    pub organisation: OrganisationId,
    pub until: Date,
    pub alone: Vec<Alone>,
}

/// The organisations in use whose funding ends within [`FUNDING_WINDOW_DAYS`] or has ended, the first first.
pub fn ending(organisations: &[Organisation], coverage: &Coverage, today: Date) -> Vec<Ending> {
    let last = today.checked_add(FUNDING_WINDOW_DAYS.days()).unwrap_or(Date::MAX);
    let serves = |id: OrganisationId| {
        let mut cells = coverage.needs.iter().flat_map(|need| &need.cells);
        cells.any(|cell| cell.organisations.contains(&id))
    };
    let mut found: Vec<_> = organisations
        .iter()
        .filter_map(|of| Some((of.id, of.mapping.funded_until?)))
        .filter(|(id, until)| *until <= last && serves(*id))
        .map(|(organisation, until)| Ending {
            organisation,
            until,
            alone: alone(organisation, coverage),
        })
        .collect();
    found.sort_by_key(|ending| (ending.until, ending.organisation));
    found
}

fn alone(organisation: OrganisationId, coverage: &Coverage) -> Vec<Alone> {
    let of_need = coverage.needs.iter().map(|need| Alone {
        need: need.need.clone(),
        regions: need
            .cells
            .iter()
            .filter(|cell| cell.organisations.len() == 1 && cell.organisations.contains(&organisation))
            .map(|cell| cell.region.clone())
            .collect(),
    });
    of_need.filter(|alone| !alone.regions.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::samples::{code, in_region, organisation, service, somebody};
    use jiff::civil::date;
    use relais_geography::Gazetteer;

    fn told(until: Option<Date>) -> Vec<Ending> {
        let (one, other) = (organisation(1, until), organisation(2, None));
        let both = ["CM001".parse().unwrap(), "CM002".parse().unwrap()];
        let mut services = vec![
            service(somebody(1), "health", in_region("CM001")),
            service(somebody(2), "health", in_region("CM001")),
            service(somebody(1), "health", in_region("CM002")),
        ];
        services[2].place.spot.region = "CM002".parse().ok();
        let coverage = Coverage::of(&services, &[code("health")], &both, Gazetteer::embedded());
        ending(&[one, other], &coverage, date(2026, 3, 1))
    }

    #[test]
    fn funding_that_ends_within_ninety_days_is_told_with_what_nobody_else_does() {
        let found = told(Some(date(2026, 5, 30)));
        assert_eq!(found[0].organisation, somebody(1));
        let only = &found[0].alone;
        assert_eq!(
            (only.len(), only[0].regions.clone()),
            (1, vec!["CM002".parse().unwrap()])
        );
    }

    #[test]
    fn what_ends_later_or_is_not_known_is_not_told_and_what_ended_is() {
        assert_eq!(told(Some(date(2026, 5, 31))), []);
        assert_eq!(told(None), []);
        assert_eq!(told(Some(date(2026, 2, 1))).len(), 1);
    }
}
