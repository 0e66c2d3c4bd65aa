use jiff::{ToSpan, civil::Date};
use relais_kernel::{Refusal, Timestamp, WorkCalendar};

/// From a day to a day, both included, where the mechanism is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    since: Date,
    until: Date,
}

/// Why two days are no period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAPeriod {
    EndsBeforeItBegins,
    /// Between two such periods single referrals would stand out.
    Short,
    /// More than ten years.
    Long,
}

impl Period {
    /// The shortest that figures are given for.
    const SHORTEST_DAYS: i32 = 7;
    const LONGEST_DAYS: i32 = 3_653;

    /// # Errors
    /// [`NotAPeriod`].
    pub fn new(since: Date, until: Date) -> Result<Self, NotAPeriod> {
        let days = since.until(until).map_or(i32::MAX, |span| span.get_days());
        match days + 1 {
            ..=0 => Err(NotAPeriod::EndsBeforeItBegins),
            1..Self::SHORTEST_DAYS => Err(NotAPeriod::Short),
            Self::SHORTEST_DAYS..=Self::LONGEST_DAYS => Ok(Self { since, until }),
            _ => Err(NotAPeriod::Long),
        }
    }

    /// So many days up to today.
    pub fn last_days(today: Date, days: u16) -> Self {
        let days = i64::from(days).max(i64::from(Self::SHORTEST_DAYS));
        Self {
            since: today.checked_sub((days - 1).days()).unwrap_or(today),
            until: today,
        }
    }

    pub const fn since(self) -> Date {
        self.since
    }

    pub const fn until(self) -> Date {
        self.until
    }

    /// The first instant, and the first that no longer belongs to it.
    pub fn bounds(self, calendar: &WorkCalendar) -> (Timestamp, Timestamp) {
        let start = |day: Date| {
            day.to_zoned(calendar.zone())
                .map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp())
        };
        (
            start(self.since),
            start(self.until.tomorrow().unwrap_or(self.until)),
        )
    }
}

impl NotAPeriod {
    pub fn refusal(self) -> Refusal {
        match self {
            Self::EndsBeforeItBegins => Refusal::new(
                "PeriodBackwards",
                "La période finit avant de commencer.",
                "The period ends before it begins.",
            ),
            Self::Short => Refusal::new(
                "PeriodTooShort",
                "Choisissez au moins sept jours : sur moins, une seule personne se reconnaîtrait.",
                "Choose at least seven days: over fewer, a single person could be recognised.",
            ),
            Self::Long => Refusal::new(
                "PeriodTooLong",
                "Choisissez dix ans au plus.",
                "Choose ten years at most.",
            ),
        }
        .at("au")
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_period_has_at_least_seven_days_in_order() {
        let first = date(2026, 3, 1);
        assert_eq!(
            Period::new(first, date(2026, 2, 27)),
            Err(NotAPeriod::EndsBeforeItBegins)
        );
        assert_eq!(Period::new(first, date(2026, 3, 6)), Err(NotAPeriod::Short));
        assert!(Period::new(first, date(2026, 3, 7)).is_ok());
        assert_eq!(Period::new(first, date(2040, 3, 7)), Err(NotAPeriod::Long));
    }

    #[test]
    fn the_last_day_counts_whole() {
        let calendar = relais_mechanism::builtin("cameroun-demo").unwrap().calendar;
        let (since, until) = Period::last_days(date(2026, 3, 10), 90).bounds(&calendar);
        // Douala is one hour ahead of UTC.
        assert_eq!(since.to_string(), "2025-12-10T23:00:00Z");
        assert_eq!(until.to_string(), "2026-03-10T23:00:00Z");
    }
}
