use relais_kernel::{Priority, Weekday};

use super::{samples::*, *};
use crate::{Capacity, CapacityState, OpenHours, Opening, Service, ShownPlace, Spot, Visibility};

#[test]
fn the_nearer_of_two_alike_comes_first() {
    let (mut near, mut far) = (service(2), service(1));
    near.place.spot = north_of_douala(3.0);
    far.place.spot = north_of_douala(60.0);
    let found = find(&normal(), &person(), [&far, &near], MEASURES);
    assert_eq!(
        found.fits.iter().map(|f| f.service.id).collect::<Vec<_>>(),
        [near.id, far.id]
    );
}

#[test]
fn in_an_emergency_an_open_door_comes_before_a_nearer_shut_one() {
    let (mut open, mut shut, mut silent, mut refusing) = (service(4), service(3), service(2), service(1));
    open.emergency = Some(true);
    open.hours = Some(Opening::Always);
    open.place.spot = north_of_douala(80.0);
    shut.emergency = Some(true);
    shut.hours = Opening::weekly(vec![OpenHours::new(Weekday::Monday, 480, 960).unwrap()]);
    silent.hours = Some(Opening::Always);
    refusing.emergency = Some(false);
    let found = find(
        &need(Priority::Emergency),
        &person(),
        [&refusing, &silent, &shut, &open],
        MEASURES,
    );
    let standings: Vec<_> = found.fits.iter().filter_map(|f| f.standing).collect();
    assert_eq!(
        standings,
        [
            EmergencyStanding::OpenNow,
            EmergencyStanding::ClosedNow,
            EmergencyStanding::NotSaid
        ]
    );
    assert_eq!(found.excluded[0].reasons[0].code(), "EmergenciesNotAccepted");
    assert!(
        find(&normal(), &person(), [&refusing], MEASURES)
            .excluded
            .is_empty()
    );
}

#[test]
fn an_emergency_does_not_wait_forty_five_days() {
    let mut slow = service(1);
    slow.wait_days = Some(45);
    let said = excluded(&need(Priority::Emergency), &person(), &slow);
    assert_eq!(said, ["attente de 45 jours : trop longue pour une urgence"]);
}

#[test]
fn dp_35_a_hidden_shelter_shows_its_region_and_its_rank_tells_nothing_finer() {
    let shelter_at = |km| {
        let mut shelter = service(1);
        shelter.visibility = Visibility::HiddenAddress;
        shelter.place.spot = north_of_douala(km);
        shelter
    };
    let (near, far) = (shelter_at(1.0), shelter_at(90.0));
    for shelter in [&near, &far] {
        let found = find(&normal(), &person(), [shelter], MEASURES);
        let fit = &found.fits[0];
        assert_eq!(
            fit.service.place,
            ShownPlace::RegionOnly(shelter.place.spot.region.as_ref())
        );
        assert!(fits(&normal(), &person(), shelter).contains(&"même région, adresse protégée".into()));
    }
    let score = |s| find(&normal(), &person(), [s], MEASURES).fits[0].score;
    assert_eq!(score(&near), score(&far));
}

#[test]
fn who_cannot_travel_is_not_sent_far() {
    let mut far = service(1);
    far.place.spot = north_of_douala(60.0);
    let homebound = PersonFacts {
        mobility: Some(Mobility::Homebound),
        ..person()
    };
    assert_eq!(
        excluded(&normal(), &homebound, &far),
        ["trop loin : la personne ne peut pas se déplacer"]
    );
    far.remote = Some(true);
    assert!(fits(&normal(), &homebound, &far).contains(&"possible à distance".into()));
}

#[test]
fn a_service_of_another_area_is_excluded_and_one_that_says_nothing_is_not() {
    let mut elsewhere = service(1);
    elsewhere.coverage = ["CM004".parse().unwrap()].into();
    assert_eq!(
        excluded(&normal(), &person(), &elsewhere),
        ["n’intervient pas dans cette zone"]
    );
    elsewhere.coverage = ["CM004".parse().unwrap(), "CM005004".parse().unwrap()].into();
    assert!(!fits(&normal(), &person(), &elsewhere).is_empty());
}

#[test]
fn a_need_known_by_region_alone_is_met_by_a_service_of_a_part_of_it() {
    let mut wouri = service(1);
    wouri.coverage = ["CM005004".parse().unwrap()].into();
    let by_region = NeedFacts {
        spot: Spot {
            region: "CM005".parse().ok(),
            ..Spot::default()
        },
        ..normal()
    };
    assert!(!fits(&by_region, &person(), &wouri).is_empty());
    let elsewhere = NeedFacts {
        spot: Spot {
            department: "CM005001".parse().ok(),
            ..douala()
        },
        ..normal()
    };
    assert_eq!(
        excluded(&elsewhere, &person(), &wouri),
        ["n’intervient pas dans cette zone"]
    );
}

#[test]
fn two_that_are_alike_stand_in_the_order_of_their_public_references() {
    let (first, second) = (service(1), service(2));
    for asked in [[&first, &second], [&second, &first]] {
        let found = find(&normal(), &person(), asked, MEASURES);
        assert_eq!(
            found.fits.iter().map(|f| f.service.id).collect::<Vec<_>>(),
            [first.id, second.id]
        );
    }
}

#[test]
fn a_common_language_counts_more_than_an_interpreter_and_that_more_than_none() {
    let mut all = [service(1), service(2), service(3), service(4)];
    all[0].languages = codes(["eng"]);
    all[1].interpreter = Some(true);
    all[2].languages = codes(["fra", "eng"]);
    all[3].languages = codes(["ful"]);
    let person = PersonFacts {
        languages: vec![code("ful"), code("fra")],
        ..person()
    };
    let found = find(&normal(), &person, &all, MEASURES);
    assert_eq!(
        found.fits.iter().map(|f| f.service.id).collect::<Vec<_>>(),
        [3, 2, 1, 0].map(|n: usize| all[n].id)
    );
}

#[test]
fn each_kilometre_counts_twice_for_who_walks_with_difficulty() {
    let mut far = service(1);
    far.place.spot = north_of_douala(20.0);
    let points = |mobility| {
        let person = PersonFacts { mobility, ..person() };
        find(&normal(), &person, [&far], MEASURES).fits[0].score.distance
    };
    assert_eq!((points(None), points(Some(Mobility::Limited))), (12, 8));
}

#[test]
fn a_full_service_may_still_be_asked_and_a_closed_or_unsuitable_one_may_not() {
    let asked = |service: &Service, person: &PersonFacts| {
        let found = find(&normal(), person, [service], MEASURES);
        found.excluded[0]
            .reasons
            .iter()
            .all(Exclusion::may_still_be_asked)
    };
    let (mut full, mut closed, mut adults, mut papers) = (service(1), service(1), service(1), service(1));
    full.capacity = places(0);
    closed.capacity = Capacity::declared(
        None,
        None,
        Some(CapacityState::Closed),
        at("2026-11-19T08:00:00Z"),
    );
    adults.eligibility.min_age = Some(18);
    papers.eligibility.required_documents = codes(["id_card"]);
    let child = PersonFacts {
        age: Ages::years(9),
        documents: Some(codes([])),
        ..person()
    };
    assert_eq!(
        [&full, &closed, &adults, &papers].map(|s| asked(s, &child)),
        [true, false, false, true]
    );
}
