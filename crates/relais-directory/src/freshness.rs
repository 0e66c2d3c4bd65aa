use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

/// An entry of a service that takes emergencies is verified again within this many days (domain §2.4).
pub const EMERGENCY_WINDOW_DAYS: u16 = 90;
/// Every other entry (domain §2.4).
pub const WINDOW_DAYS: u16 = 180;

/// How much the last verification of an entry is still worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Freshness {
    /// Verified within its window.
    Fresh { age_days: u32, due_on: Date },
    /// Past the day on which it was due again.
    Stale { age_days: u32, due_on: Date },
    /// Nobody ever vouched for it.
    NeverAssured,
}

/// The window of a service, in days.
pub const fn window_days(takes_emergencies: bool) -> u16 {
    if takes_emergencies {
        EMERGENCY_WINDOW_DAYS
    } else {
        WINDOW_DAYS
    }
}

/// The day on which the entry is due again: the last day on which it still counts as fresh.
pub fn due_on(assured_on: Date, takes_emergencies: bool) -> Date {
    assured_on
        .checked_add(i64::from(window_days(takes_emergencies)).days())
        .unwrap_or(Date::MAX)
}

/// The freshness of an entry on a day. A verification dated after that day counts as of today: it was made in
/// another time zone or with a wrong clock, and is not older than today.
pub fn freshness(assured_on: Option<Date>, takes_emergencies: bool, today: Date) -> Freshness {
    let Some(assured_on) = assured_on else {
        return Freshness::NeverAssured;
    };
    let due_on = due_on(assured_on, takes_emergencies);
    let age_days = days_between(assured_on, today);
    if today > due_on {
        Freshness::Stale { age_days, due_on }
    } else {
        Freshness::Fresh { age_days, due_on }
    }
}

/// Whole days from `from` to `to`; 0 when `to` comes first.
pub(crate) fn days_between(from: Date, to: Date) -> u32 {
    from.until(to)
        .map_or(0, |span| u32::try_from(span.get_days()).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_emergency_entry_is_due_after_ninety_days_and_another_after_a_hundred_and_eighty() {
        let day = date(2026, 1, 1);
        assert_eq!(due_on(day, true), date(2026, 4, 1));
        assert_eq!(due_on(day, false), date(2026, 6, 30));
    }

    #[test]
    fn the_day_it_is_due_still_counts_and_the_next_does_not() {
        let assured = Some(date(2026, 1, 1));
        assert!(matches!(
            freshness(assured, true, date(2026, 4, 1)),
            Freshness::Fresh { age_days: 90, .. }
        ));
        assert!(matches!(
            freshness(assured, true, date(2026, 4, 2)),
            Freshness::Stale { age_days: 91, .. }
        ));
    }

    #[test]
    fn what_nobody_vouched_for_is_not_fresh() {
        assert_eq!(freshness(None, false, date(2026, 1, 1)), Freshness::NeverAssured);
    }

    #[test]
    fn a_verification_of_tomorrow_is_of_today() {
        let found = freshness(Some(date(2026, 1, 2)), false, date(2026, 1, 1));
        assert!(matches!(found, Freshness::Fresh { age_days: 0, .. }));
    }
}
