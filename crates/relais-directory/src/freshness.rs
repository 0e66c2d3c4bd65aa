use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

/// After how many days an entry is to be verified again; the mechanism's definition says so (domain §2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreshnessRules {
    /// For services that accept emergencies.
    pub emergency_days: u16,
    pub days: u16,
}

impl Default for FreshnessRules {
    /// 90 days for emergency services, 180 for the others (domain §2.4).
    fn default() -> Self {
        Self {
            emergency_days: 90,
            days: 180,
        }
    }
}

impl FreshnessRules {
    pub const fn window_days(self, takes_emergencies: bool) -> u16 {
        if takes_emergencies {
            self.emergency_days
        } else {
            self.days
        }
    }

    /// The day on which the entry is due again: the last day on which it still counts as fresh.
    pub fn due_on(self, assured_on: Date, takes_emergencies: bool) -> Date {
        assured_on
            .checked_add(i64::from(self.window_days(takes_emergencies)).days())
            .unwrap_or(Date::MAX)
    }

    /// The freshness of an entry on a day. A verification dated after that day counts as of today: it was made in
    /// another time zone or with a wrong clock, and is not older than today.
    pub fn judge(self, assured_on: Option<Date>, takes_emergencies: bool, today: Date) -> Freshness {
        let Some(assured_on) = assured_on else {
            return Freshness::NeverAssured;
        };
        let due_on = self.due_on(assured_on, takes_emergencies);
        let age_days = days_between(assured_on, today);
        if today > due_on {
            Freshness::Stale { age_days, due_on }
        } else {
            Freshness::Fresh { age_days, due_on }
        }
    }
}

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

/// Whole days from `from` to `to`; 0 when `to` comes first.
pub(crate) fn days_between(from: Date, to: Date) -> u32 {
    from.until(to)
        .map_or(0, |span| u32::try_from(span.get_days()).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const RULES: FreshnessRules = FreshnessRules {
        emergency_days: 90,
        days: 180,
    };

    #[test]
    fn an_emergency_entry_is_due_after_ninety_days_and_another_after_a_hundred_and_eighty() {
        let day = date(2026, 1, 1);
        assert_eq!(RULES.due_on(day, true), date(2026, 4, 1));
        assert_eq!(RULES.due_on(day, false), date(2026, 6, 30));
    }

    #[test]
    fn the_day_it_is_due_still_counts_and_the_next_does_not() {
        let assured = Some(date(2026, 1, 1));
        assert!(matches!(
            RULES.judge(assured, true, date(2026, 4, 1)),
            Freshness::Fresh { age_days: 90, .. }
        ));
        assert!(matches!(
            RULES.judge(assured, true, date(2026, 4, 2)),
            Freshness::Stale { age_days: 91, .. }
        ));
    }

    #[test]
    fn what_nobody_vouched_for_is_not_fresh() {
        assert_eq!(
            RULES.judge(None, false, date(2026, 1, 1)),
            Freshness::NeverAssured
        );
    }

    #[test]
    fn a_verification_of_tomorrow_is_of_today() {
        let found = RULES.judge(Some(date(2026, 1, 2)), false, date(2026, 1, 1));
        assert!(matches!(found, Freshness::Fresh { age_days: 0, .. }));
    }
}
