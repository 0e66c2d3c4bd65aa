use super::*;
use proptest::prelude::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

fn with(monthly: u32, available: u32) -> Capacity {
    Capacity::declared(Some(monthly), Some(available), None, at(0)).unwrap()
}

#[test]
fn an_acceptance_takes_a_place_and_the_last_one_makes_it_full() {
    let capacity = with(10, 1).take(at(1));
    assert_eq!(
        (capacity.available_now, capacity.state),
        (Some(0), CapacityState::Full)
    );
    assert_eq!(capacity.as_of, at(1));
}

#[test]
fn the_end_of_a_service_gives_its_place_back() {
    let capacity = with(10, 1).take(at(1)).give_back(at(2));
    assert_eq!(
        (capacity.available_now, capacity.state),
        (Some(1), CapacityState::Limited)
    );
}

#[test]
fn somebody_taken_beyond_the_last_place_gives_no_place_back() {
    let capacity = with(10, 0).take(at(1)).give_back(at(2));
    assert_eq!(capacity.available_now, Some(0));
    assert_eq!(capacity.give_back(at(3)).available_now, Some(1));
}

#[test]
fn a_closed_service_stays_closed_whatever_comes_back() {
    let closed = Capacity::declared(Some(10), Some(5), Some(CapacityState::Closed), at(0)).unwrap();
    assert_eq!(closed.give_back(at(1)).state, CapacityState::Closed);
}

#[test]
fn unknown_places_stay_unknown() {
    let capacity = Capacity::declared(Some(10), None, Some(CapacityState::Open), at(0)).unwrap();
    assert_eq!(capacity.clone().take(at(1)).available_now, None);
    assert_eq!(capacity.give_back(at(1)).available_now, None);
    assert_eq!(Capacity::declared(Some(10), None, None, at(0)), None);
}

#[test]
fn a_number_wins_over_a_state_that_contradicts_it() {
    let capacity = Capacity::declared(Some(40), Some(0), Some(CapacityState::Open), at(0)).unwrap();
    assert_eq!(capacity.state, CapacityState::Full);
}

proptest! {
    #[test]
    fn taking_and_giving_back_as_often_leaves_the_count_as_it_was(available in 0u32..20, rounds in 0u32..40) {
        let mut capacity = with(40, available);
        for i in 0..rounds { capacity = capacity.take(at(i64::from(i))); }
        for i in 0..rounds { capacity = capacity.give_back(at(i64::from(i))); }
        prop_assert_eq!(capacity.available_now, Some(available));
        prop_assert_eq!(capacity.beyond, 0);
    }

    #[test]
    fn no_more_places_come_back_than_the_month_has(available in 0u32..=40, rounds in 0u32..80) {
        let mut capacity = with(40, available);
        for i in 0..rounds { capacity = capacity.give_back(at(i64::from(i))); }
        prop_assert!(capacity.available_now.unwrap() <= 40);
    }
}
