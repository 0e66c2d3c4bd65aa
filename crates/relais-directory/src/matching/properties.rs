use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{samples::*, strategies::*, *};
use crate::{Service, Spot, Visibility};

fn order(found: &Matches<'_>) -> (Vec<ServiceId>, Vec<ServiceId>) {
    (
        found.fits.iter().map(|f| f.service.id).collect(),
        found.excluded.iter().map(|e| e.service.id).collect(),
    )
}

proptest! {
    #[test]
    fn every_service_stands_in_exactly_one_list(need in needs(), person in people(), services in services()) {
        let (mut fits, mut excluded) = order(&find(&need, &person, &services, MEASURES));
        let all: BTreeSet<_> = services.iter().map(|s| s.id).collect();
        prop_assert!(fits.iter().all(|id| !excluded.contains(id)));
        fits.append(&mut excluded);
        prop_assert_eq!(fits.len(), services.len());
        prop_assert_eq!(fits.into_iter().collect::<BTreeSet<_>>(), all);
    }

    #[test]
    fn every_exclusion_and_every_fit_says_why_in_both_languages(
        need in needs(), person in people(), services in services()
    ) {
        let (found, today) = (find(&need, &person, &services, MEASURES), need.now.date());
        for out in &found.excluded {
            prop_assert!(!out.reasons.is_empty());
            for said in out.reasons.iter().map(|r| r.sentence(&words(), today)) {
                prop_assert!(!said.fr.trim().is_empty() && !said.en.trim().is_empty() && said.fr != said.en);
            }
        }
        for fit in &found.fits {
            prop_assert!(fit.reasons.len() >= 6);
            for said in fit.reasons.iter().map(|r| r.tell(&words(), today).sentence) {
                prop_assert!(!said.fr.trim().is_empty() && !said.en.trim().is_empty() && said.fr != said.en);
            }
        }
    }

    #[test]
    fn the_order_does_not_depend_on_the_order_of_the_question(
        need in needs(), person in people(), services in services(), turn in 0usize..24
    ) {
        let mut turned = services.clone();
        turned.reverse();
        let by = turn.min(turned.len());
        turned.rotate_left(by);
        prop_assert_eq!(
            order(&find(&need, &person, &services, MEASURES)),
            order(&find(&need, &person, &turned, MEASURES))
        );
    }

    #[test]
    fn the_fits_come_best_first(need in needs(), person in people(), services in services()) {
        let found = find(&need, &person, &services, MEASURES);
        for pair in found.fits.windows(2) {
            let rank = |f: &Fit<'_>| (f.standing, std::cmp::Reverse(f.score.total()));
            prop_assert!(rank(&pair[0]) <= rank(&pair[1]));
            prop_assert!(pair[0].score.total() <= 100);
        }
    }

    #[test]
    fn a_minor_never_gets_a_service_for_adults(
        need in needs(), person in people(), services in services(), age in 0u8..18
    ) {
        let minor = PersonFacts { age: if age == 0 { Ages::MINOR } else { Ages::years(age) }, ..person };
        let adults_only: BTreeSet<_> =
            services.iter().filter(|s| s.eligibility.min_age.is_some_and(|min| min >= 18)).map(|s| s.id).collect();
        let found = find(&need, &minor, &services, MEASURES);
        prop_assert!(found.fits.iter().all(|f| !adults_only.contains(&f.service.id)));
    }

    #[test]
    fn the_prefilter_leaves_out_no_service_that_fits(need in needs(), person in people(), services in services()) {
        let filter = Prefilter::of(&need);
        let (all, _) = order(&find(&need, &person, &services, MEASURES));
        let (kept, _) = order(&find(&need, &person, services.iter().filter(|s| filter.keeps(s)), MEASURES));
        prop_assert_eq!(all, kept);
    }

    #[test]
    fn dp_35_where_a_hidden_shelter_stands_in_its_region_changes_nothing(
        need in needs(), person in people(), services in services(), km in 0.0..100.0
    ) {
        let hidden: Vec<_> = services
            .into_iter()
            .map(|s| Service { visibility: Visibility::HiddenAddress, ..s })
            .collect();
        let mut moved = hidden.clone();
        for shelter in &mut moved {
            let spot = &mut shelter.place.spot;
            *spot = Spot { region: spot.region.clone(), department: None, ..north_of_douala(km) };
        }
        let (before, after) = (find(&need, &person, &hidden, MEASURES), find(&need, &person, &moved, MEASURES));
        prop_assert_eq!(order(&before), order(&after));
        for (a, b) in before.fits.iter().zip(&after.fits) {
            prop_assert_eq!(&a.reasons, &b.reasons);
            prop_assert_eq!(a.service.place, b.service.place);
        }
    }
}
