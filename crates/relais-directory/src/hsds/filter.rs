//! What it takes to be listed: everything that was asked, one condition after the other.

use relais_geography::{Point, distance_km};
use relais_hsds::Kind;
use uuid::Uuid;

use super::{Catalogue, Facets, Listed, Near, Region, Wanted, area::PostcodeFacts, item::Item};

impl Catalogue {
    pub(super) fn place(&self, near: &Near) -> Place {
        match near {
            Near::Postcode(code) => Place::Served(code.clone(), self.postcode(code)),
            Near::AroundPostcode(code, metres) => match self.postcode(code).centre {
                Some(centre) => Place::Around(centre, metres / 1000.0),
                None => Place::Nowhere,
            },
            Near::AroundPoint(point, metres) => Place::Around(*point, metres / 1000.0),
        }
    }

    fn postcode(&self, code: &str) -> PostcodeFacts {
        let there: Vec<&Facets> = self.with_postcode(code).collect();
        let points: Vec<Point> = there.iter().filter_map(|facets| facets.point).collect();
        #[expect(
            clippy::cast_precision_loss,
            reason = "fewer places than a float counts exactly"
        )]
        let mean = |of: fn(&Point) -> f64| points.iter().map(of).sum::<f64>() / points.len() as f64;
        PostcodeFacts {
            centre: Point::new(mean(|p| p.lat), mean(|p| p.lon)),
            names: there.iter().flat_map(|facets| facets.places.clone()).collect(),
        }
    }

    pub(super) fn point(&self, item: &Item) -> Option<Point> {
        self.location(item.facets.location?)?.point
    }

    /// The service of a service at a location, or the document itself.
    fn service_of<'a>(&'a self, listed: Listed, item: &'a Item) -> Option<&'a Facets> {
        match listed {
            Listed::ServiceAtLocations => self.facets(Listed::Services, item.facets.service?),
            _ => Some(&item.facets),
        }
    }

    pub(super) fn meets(&self, listed: Listed, item: &Item, wanted: &Wanted, place: Option<&Place>) -> bool {
        let Some(service) = self.service_of(listed, item) else {
            return false;
        };
        let own = &item.facets;
        let terms = || self.terms(listed, item, service);
        wanted
            .organization
            .is_none_or(|id| service.organization == Some(id))
            && wanted
                .modified_after
                .is_none_or(|after| service.modified.is_some_and(|at| at >= after))
            && wanted.parent.is_none_or(|id| own.parent == Some(id))
            && !(wanted.top_only && own.parent.is_some())
            && (wanted.taxonomies.is_empty() || in_taxonomies(listed, own, &terms(), &wanted.taxonomies))
            && (wanted.terms.is_empty() || {
                let held = terms();
                wanted
                    .terms
                    .iter()
                    .all(|term| held.iter().any(|(id, _)| id == term))
            })
            && (!wanted.in_use || matches!(service.status.as_deref(), Some("active" | "temporarily closed")))
            && wanted
                .language
                .as_ref()
                .is_none_or(|code| service.languages.contains(code))
            && wanted
                .region
                .as_ref()
                .is_none_or(|region| self.is_in(item, service, region))
            && ages(service, wanted)
            && hours(own, service, wanted)
            && place.is_none_or(|place| self.is_there(item, service, place))
    }

    /// Its own terms; where it is given, those of the service; of an organisation, those of its services.
    fn terms(&self, listed: Listed, item: &Item, service: &Facets) -> Vec<(Uuid, Option<Uuid>)> {
        let mut all = item.facets.terms.clone();
        match listed {
            Listed::ServiceAtLocations => all.extend(&service.terms),
            Listed::Organizations => {
                let services = self.belonging(Kind::Organization, item.id, Kind::Service);
                let services = services.filter_map(|id| self.facets(Listed::Services, id));
                all.extend(services.flat_map(|facets| facets.terms.clone()));
            }
            _ => {}
        }
        all
    }

    /// It serves the region, or is given there.
    fn is_in(&self, item: &Item, service: &Facets, region: &Region) -> bool {
        let own = service.areas.iter().chain(&item.facets.areas);
        let places = self.belonging(Kind::Service, item.id, Kind::ServiceAtLocation);
        let places = places.filter_map(|id| self.facets(Listed::ServiceAtLocations, id)?.location);
        let mut places = places
            .chain(item.facets.location)
            .filter_map(|id| self.location(id));
        own.into_iter().any(|area| area.names(region))
            || places.any(|location| location.places.contains(&region.name))
    }

    fn is_there(&self, item: &Item, service: &Facets, place: &Place) -> bool {
        match place {
            Place::Nowhere => false,
            Place::Around(centre, km) => self
                .point(item)
                .is_some_and(|point| distance_km(*centre, point) <= *km),
            Place::Served(code, facts) => {
                let areas = || item.facets.areas.iter().chain(&service.areas);
                areas().next().is_none() || areas().any(|area| area.holds(code, facts))
            }
        }
    }
}

/// Where something has to be, looked up once for a whole list.
pub(super) enum Place {
    Nowhere,
    Around(Point, f64),
    Served(String, PostcodeFacts),
}

fn in_taxonomies(listed: Listed, own: &Facets, terms: &[(Uuid, Option<Uuid>)], wanted: &[Uuid]) -> bool {
    wanted.iter().all(|taxonomy| match listed {
        Listed::TaxonomyTerms => own.taxonomy == Some(*taxonomy),
        _ => terms.iter().any(|(_, of)| *of == Some(*taxonomy)),
    })
}

fn ages(service: &Facets, wanted: &Wanted) -> bool {
    wanted
        .minimum_age
        .is_none_or(|age| service.maximum_age.is_none_or(|most| most >= age))
        && wanted
            .maximum_age
            .is_none_or(|age| service.minimum_age.is_none_or(|least| least <= age))
}

/// Open on that day, by the one hour and until the other. What gave no hours is not found by hours.
fn hours(own: &Facets, service: &Facets, wanted: &Wanted) -> bool {
    if wanted.day.is_none() && wanted.start_time.is_none() && wanted.end_time.is_none() {
        return true;
    }
    own.hours.iter().chain(&service.hours).any(|hours| {
        let on = wanted.day.as_ref().is_none_or(|day| hours.days.contains(day));
        // Times are written `HH:MM:SSZ`: texts compare as times.
        let by = wanted.start_time.as_deref().is_none_or(|time| {
            hours
                .from
                .as_deref()
                .and_then(|from| from.get(..5))
                .is_some_and(|from| from <= time)
        });
        let until = wanted.end_time.as_deref().is_none_or(|time| {
            hours
                .to
                .as_deref()
                .and_then(|to| to.get(..5))
                .is_some_and(|to| to >= time)
        });
        on && by && until
    })
}
