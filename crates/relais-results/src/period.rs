//! The periods that figures are given for: calendar months, quarters and years, and no others (security requirement
//! 73). Two of one grain never overlap, so that no two of them can be subtracted from each other; a quarter and a
//! year are masked together with what they are made of ([ADR 45](../../../docs/adr/0045-figures-are-published-once.md)).

use std::{fmt, str::FromStr};

use jiff::{ToSpan, civil::Date};
use relais_kernel::{Timestamp, WorkCalendar};

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    Month,
    Quarter,
    Year,
}

impl Grain {
    /// From the shortest to the longest.
    pub const ALL: [Self; 3] = [Self::Month, Self::Quarter, Self::Year];

    /// In months.
    pub const fn months(self) -> i8 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }
}

/// A calendar month, quarter or year, where the mechanism is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    since: Date,
    grain: Grain,
}

/// A text that names no period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a month, quarter or year")]
pub struct NotAPeriod;

impl Period {
    /// How many days after its end the figures of a period are published: by then every deadline of answering has
    /// passed (decisions §3: five working days at most), and nothing is counted as pending any more.
    pub const SETTLES_IN_DAYS: i32 = 10;

    /// The one that a day belongs to.
    pub fn of(grain: Grain, day: Date) -> Self {
        let back = (day.month() - 1) % grain.months();
        let first = day.first_of_month();
        Self {
            since: first.checked_sub(i32::from(back).months()).unwrap_or(first),
            grain,
        }
    }

    /// The shortest that contains two days, in whichever order; of days in two years, the year of the later.
    pub fn around(one: Date, other: Date) -> Self {
        let holding = |grain| Self::of(grain, one) == Self::of(grain, other);
        let grain = Grain::ALL.into_iter().find(|grain| holding(*grain));
        Self::of(grain.unwrap_or(Grain::Year), one.max(other))
    }

    pub const fn grain(self) -> Grain {
        self.grain
    }

    pub const fn since(self) -> Date {
        self.since
    }

    /// Its last day.
    pub fn until(self) -> Date {
        let after = self.after().since;
        after.yesterday().unwrap_or(after)
    }

    /// The one before, of the same length.
    #[must_use]
    pub fn before(self) -> Self {
        let since = self
            .since
            .checked_sub(i32::from(self.grain.months()).months())
            .unwrap_or(self.since);
        Self { since, ..self }
    }

    /// The one after, of the same length.
    #[must_use]
    pub fn after(self) -> Self {
        let since = self
            .since
            .checked_add(i32::from(self.grain.months()).months())
            .unwrap_or(self.since);
        Self { since, ..self }
    }

    /// Whether the whole of another belongs to it; it contains itself.
    pub fn contains(self, other: Self) -> bool {
        self.grain >= other.grain && Self::of(self.grain, other.since) == self
    }

    /// Its months, the first one first.
    pub fn months(self) -> impl Iterator<Item = Self> {
        let first = Self::of(Grain::Month, self.since);
        std::iter::successors(Some(first), |month| Some(month.after()))
            .take(self.grain.months().unsigned_abs().into())
    }

    /// A month with the quarter and the year that end with it: what is published on one day.
    pub fn ending_with(month: Self) -> impl Iterator<Item = Self> {
        let longer = Grain::ALL.map(|grain| Self::of(grain, month.since));
        longer
            .into_iter()
            .filter(move |period| period.until() == month.until())
    }

    /// The day on which its figures are published.
    pub fn appears_on(self) -> Date {
        let until = self.until();
        until
            .checked_add((Self::SETTLES_IN_DAYS + 1).days())
            .unwrap_or(until)
    }

    /// The first instant, and the first that no longer belongs to it.
    pub fn bounds(self, calendar: &WorkCalendar) -> (Timestamp, Timestamp) {
        let start = |day: Date| {
            day.to_zoned(calendar.zone())
                .map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp())
        };
        (start(self.since), start(self.after().since))
    }
}

/// `2026-11`, `2026-Q4`, `2026`: how a period is named in addresses, files and rows.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.since.year(), self.since.month());
        match self.grain {
            Grain::Month => write!(f, "{year:04}-{month:02}"),
            Grain::Quarter => write!(f, "{year:04}-Q{}", (month - 1) / 3 + 1),
            Grain::Year => write!(f, "{year:04}"),
        }
    }
}

impl FromStr for Period {
    type Err = NotAPeriod;

    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        let (year, part) = text
            .split_once('-')
            .map_or((text, None), |(y, part)| (y, Some(part)));
        let number = |text: &str, digits: usize| {
            let plain = text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
            plain
                .then(|| text.parse::<i16>().ok())
                .flatten()
                .ok_or(NotAPeriod)
        };
        let year = number(year, 4)?;
        // The calendar reaches back and ahead further than any mechanism.
        if !(1970..=9000).contains(&year) {
            return Err(NotAPeriod);
        }
        let (grain, month) = match part {
            None => (Grain::Year, 1),
            Some(part) => match part.strip_prefix('Q') {
                Some(quarter) => match number(quarter, 1)? {
                    quarter @ 1..=4 => (Grain::Quarter, quarter * 3 - 2),
                    _ => return Err(NotAPeriod),
                },
                None => (Grain::Month, number(part, 2)?),
            },
        };
        let month = i8::try_from(month).map_err(|_| NotAPeriod)?;
        let since = Date::new(year, month, 1).map_err(|_| NotAPeriod)?;
        Ok(Self { since, grain })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn period(code: &str) -> Period {
        code.parse().unwrap()
    }

    #[test]
    fn a_period_is_named_by_its_code_and_nothing_else_is_one() {
        for code in ["2026-11", "2026-Q4", "2026", "1970-01"] {
            assert_eq!(period(code).to_string(), code);
        }
        for code in [
            "",
            "26",
            "2026-13",
            "2026-00",
            "2026-Q5",
            "2026-Q0",
            "2026-1",
            "2026-11-01",
            "2026-q4",
            "0001",
            "+026",
            "9999-12",
        ] {
            assert_eq!(code.parse::<Period>(), Err(NotAPeriod), "{code}");
        }
    }

    #[test]
    fn sec_73_two_periods_of_one_length_never_overlap_and_of_two_lengths_one_contains_the_other() {
        let days = (0..800).map(|n| date(2025, 1, 1).checked_add(n.days()).unwrap());
        for day in days {
            for grain in Grain::ALL {
                let here = Period::of(grain, day);
                assert!(here.since() <= day && day <= here.until());
                assert!(here.before().until() < here.since() && here.until() < here.after().since());
                for longer in Grain::ALL.into_iter().filter(|longer| *longer >= grain) {
                    assert!(Period::of(longer, day).contains(here));
                }
                assert_eq!(here.months().last().unwrap().until(), here.until());
            }
        }
    }

    #[test]
    fn two_free_days_belong_to_the_shortest_period_that_holds_both() {
        let around = |one: Date, other: Date| Period::around(one, other).to_string();
        assert_eq!(around(date(2026, 11, 3), date(2026, 11, 20)), "2026-11");
        assert_eq!(around(date(2026, 11, 20), date(2026, 10, 3)), "2026-Q4");
        assert_eq!(around(date(2026, 8, 28), date(2026, 11, 26)), "2026");
        assert_eq!(around(date(2025, 12, 28), date(2026, 1, 3)), "2026");
    }

    #[test]
    fn the_last_day_counts_whole_and_figures_appear_after_the_deadlines() {
        let calendar = relais_mechanism::builtin("cameroun-demo").unwrap().calendar;
        let (since, until) = period("2026-Q1").bounds(&calendar);
        // Douala is one hour ahead of UTC.
        assert_eq!(since.to_string(), "2025-12-31T23:00:00Z");
        assert_eq!(until.to_string(), "2026-03-31T23:00:00Z");
        assert_eq!(period("2026-02").appears_on(), date(2026, 3, 11));
        let ending: Vec<_> = Period::ending_with(period("2026-12"))
            .map(|p| p.to_string())
            .collect();
        assert_eq!(ending, ["2026-12", "2026-Q4", "2026"]);
        assert_eq!(Period::ending_with(period("2026-11")).count(), 1);
    }
}
