//! Finding who can take a person: for a need, a place and a person, the services that fit, ranked, each with its
//! reasons, and those that do not, each with its reasons too (issue 2, item 5).
//!
//! Decisions:
//! - What is unknown never excludes: it is marked as to be confirmed or as not given.
//! - **Emergencies**: a service that says it does not accept them is excluded, one that says nothing stays, last.
//!   Those that accept come first, and among them those open at this hour, then those whose hours nobody gave, then
//!   those closed now: an emergency is not sent to a nearer door that is shut. A wait of more than a day excludes.
//! - A service that is full until after the day wanted is excluded with that date: the case worker may still ask for
//!   a place on its waiting list.
//! - **Hidden addresses**: rank, reasons and place are worked out from the region alone, so that the distance of a
//!   shelter cannot be read from its rank either (DP-35).

mod conditions;
mod exclusion;
mod facts;
mod merits;
mod nearness;
mod prefilter;
mod reason;
mod score;
mod telling;

use std::cmp::Reverse;

use relais_kernel::{Localised, PublicRef};

pub use exclusion::{Exclusion, Rule};
pub use facts::{Ages, Mobility, NeedFacts, PersonFacts};
pub use nearness::Nearness;
pub use prefilter::Prefilter;
pub use reason::{Bearing, Language, Reason, Room};
pub use score::Score;
pub use telling::Told;

use crate::{Distances, FreshnessRules, OrganisationId, Service, ServiceId, ShownPlace};

/// By what distance and freshness are measured.
#[derive(Clone, Copy)]
pub struct Measures<'m> {
    pub distances: &'m dyn Distances,
    pub freshness: FreshnessRules,
}

/// The answer: every service that was looked at is in exactly one of the two.
#[derive(Debug, Clone, Default)]
pub struct Matches<'s> {
    /// The best first.
    pub fits: Vec<Fit<'s>>,
    /// In the order of their public references.
    pub excluded: Vec<Excluded<'s>>,
}

/// A service that can take the person, as far as is known.
#[derive(Debug, Clone)]
pub struct Fit<'s> {
    pub service: Shown<'s>,
    /// For an emergency only.
    pub standing: Option<EmergencyStanding>,
    pub score: Score,
    pub reasons: Vec<Reason<'s>>,
}

/// A service that cannot, with at least one reason.
#[derive(Debug, Clone)]
pub struct Excluded<'s> {
    pub service: Shown<'s>,
    pub reasons: Vec<Exclusion<'s>>,
}

/// What a list may show of a service: never more of a hidden address than its region.
#[derive(Debug, Clone)]
pub struct Shown<'s> {
    pub id: ServiceId,
    pub public_ref: PublicRef,
    pub organisation: OrganisationId,
    pub name: &'s Localised,
    pub place: ShownPlace<'s>,
}

/// Where a service stands in an emergency, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EmergencyStanding {
    OpenNow,
    HoursUnknown,
    ClosedNow,
    NotSaid,
}

impl<'s> Shown<'s> {
    fn of(service: &'s Service) -> Self {
        Self {
            id: service.id,
            public_ref: service.public_ref,
            organisation: service.organisation,
            name: &service.name,
            place: service.place.shown(service.visibility),
        }
    }
}

/// Sorts the services into those that can take the person and those that cannot. One pass over the services, then a
/// sort of those that fit; the order does not depend on the order in which they came.
pub fn find<'s>(
    need: &NeedFacts,
    person: &PersonFacts,
    services: impl IntoIterator<Item = &'s Service>,
    measures: Measures<'_>,
) -> Matches<'s> {
    let mut ranked = Vec::new();
    let mut excluded = Vec::new();
    for service in services {
        match weigh(need, person, service, measures) {
            Ok(found) => ranked.push(found),
            Err(reasons) => excluded.push(Excluded {
                service: Shown::of(service),
                reasons,
            }),
        }
    }
    ranked.sort_by_cached_key(|(fit, metres)| {
        (
            fit.standing,
            Reverse(fit.score.total()),
            *metres,
            fit.service.public_ref,
            fit.service.id,
        )
    });
    excluded.sort_by_key(|e| (e.service.public_ref, e.service.id));
    Matches {
        fits: ranked.into_iter().map(|(fit, _)| fit).collect(),
        excluded,
    }
}

/// A fit with the metres that break ties, or the reasons against it.
fn weigh<'s>(
    need: &NeedFacts,
    person: &PersonFacts,
    service: &'s Service,
    measures: Measures<'_>,
) -> Result<(Fit<'s>, u32), Vec<Exclusion<'s>>> {
    if service.needs.is_disjoint(&need.needs) {
        return Err(vec![Exclusion::NeedNotServed]);
    }
    let (mut reasons, mut excluded) = (Vec::with_capacity(12), Vec::new());
    let standing = conditions::emergency(need, service, &mut reasons, &mut excluded);
    conditions::entry(need, person, service, &mut reasons, &mut excluded);
    let to_confirm = conditions::eligibility(person, service, &mut reasons, &mut excluded);
    let near = nearness::nearness(need, service, measures.distances);
    let distance = nearness::judge(near, need, person, service, &mut reasons, &mut excluded);
    let capacity = merits::capacity(need, service, &mut reasons, &mut excluded);
    if !excluded.is_empty() {
        return Err(excluded);
    }
    let score = Score {
        eligibility: score::eligibility(to_confirm),
        distance,
        capacity,
        language: merits::language(person, service, &mut reasons),
        waiting: merits::waiting(service, &mut reasons),
        freshness: merits::assurance(need, service, measures.freshness, &mut reasons),
    };
    merits::practical(service, &mut reasons);
    Ok((
        Fit {
            service: Shown::of(service),
            standing,
            score,
            reasons,
        },
        near.metres(),
    ))
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod ranking_tests;
#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod strategies;
#[cfg(test)]
mod tests;
