use super::*;
use jiff::civil::date;

const TODAY: Date = date(2026, 11, 20);

fn now() -> Timestamp {
    "2026-11-20T09:00:00Z".parse().unwrap()
}

fn counted(available: u32) -> Capacity {
    let then = "2026-10-01T09:00:00Z".parse().unwrap();
    let declared = Capacity::declared(Some(15), Some(available), None, then).unwrap();
    Capacity {
        waiting_days: Some(4),
        ..declared
    }
    .take(then)
}

#[test]
fn whatever_is_offered_is_accepted_and_survives_a_form() {
    let current = counted(6);
    for update in FirstTap::ALL
        .iter()
        .flat_map(|tap| tap.second_taps(Some(&current), TODAY))
    {
        assert_eq!(update.to_string().parse(), Ok(update));
        let after = update.apply(Some(&current), TODAY, now()).unwrap();
        assert_eq!(
            (after.as_of, after.monthly, after.waiting_days),
            (now(), Some(15), Some(4))
        );
    }
}

#[test]
fn what_the_provider_says_replaces_the_count() {
    let beyond = counted(0);
    assert_eq!(beyond.beyond, 1);
    let after = CapacityUpdate::Places(4)
        .apply(Some(&beyond), TODAY, now())
        .unwrap();
    assert_eq!(
        (after.available_now, after.beyond, after.state),
        (Some(4), 0, CapacityState::Open)
    );
}

#[test]
fn confirming_changes_the_day_only() {
    let before = counted(6);
    let after = CapacityUpdate::Confirm
        .apply(Some(&before), TODAY, now())
        .unwrap();
    assert_eq!(
        after,
        Capacity {
            as_of: now(),
            ..before
        }
    );
    assert_eq!(
        CapacityUpdate::Confirm
            .apply(None, TODAY, now())
            .unwrap_err()
            .code,
        "NothingToConfirm"
    );
    assert!(FirstTap::Unchanged.second_taps(None, TODAY).is_empty());
}

#[test]
fn a_closed_service_opens_when_its_provider_says_so() {
    let closed = CapacityUpdate::Closed
        .apply(Some(&counted(6)), TODAY, now())
        .unwrap();
    assert_eq!(
        (closed.state, closed.available_now),
        (CapacityState::Closed, None)
    );
    let open = CapacityUpdate::Places(5)
        .apply(Some(&closed), TODAY, now())
        .unwrap();
    assert_eq!(open.state, CapacityState::Open);
}

#[test]
fn full_until_a_day_that_is_past_or_far_is_refused() {
    let refused = |date| {
        CapacityUpdate::Full(Some(date))
            .apply(None, TODAY, now())
            .unwrap_err()
    };
    assert_eq!(refused(TODAY).code, "NextDateNotAhead");
    assert_eq!(refused(date(2028, 1, 1)).code, "NextDateTooFar");
    assert_eq!(refused(TODAY).field.as_deref(), Some("next_date"));
    let full = CapacityUpdate::Full(Some(date(2026, 12, 4)))
        .apply(None, TODAY, now())
        .unwrap();
    assert_eq!(
        (full.state, full.next_date),
        (CapacityState::Full, Some(date(2026, 12, 4)))
    );
}

#[test]
fn a_slip_of_the_finger_is_refused() {
    assert_eq!(
        CapacityUpdate::Places(10_000)
            .apply(None, TODAY, now())
            .unwrap_err()
            .code,
        "TooManyPlaces"
    );
    for text in [
        "",
        "places",
        "places:-1",
        "places:many",
        "full:soon",
        "closed:now",
    ] {
        assert!(text.parse::<CapacityUpdate>().is_err(), "{text}");
    }
}

#[test]
fn no_more_places_are_offered_than_the_month_has() {
    let offered = FirstTap::Places.second_taps(Some(&counted(6)), TODAY);
    assert_eq!(offered, [1, 2, 3, 5, 10, 15].map(CapacityUpdate::Places));
}
