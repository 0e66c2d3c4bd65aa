use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// A day of the week, as packs write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    pub fn of(date: Date) -> Self {
        match date.weekday() {
            jiff::civil::Weekday::Monday => Self::Monday,
            jiff::civil::Weekday::Tuesday => Self::Tuesday,
            jiff::civil::Weekday::Wednesday => Self::Wednesday,
            jiff::civil::Weekday::Thursday => Self::Thursday,
            jiff::civil::Weekday::Friday => Self::Friday,
            jiff::civil::Weekday::Saturday => Self::Saturday,
            jiff::civil::Weekday::Sunday => Self::Sunday,
        }
    }
}

/// The working days of a mechanism: its weekend, its fixed holidays (month, day) and its dated ones, in its
/// own time zone (domain §2.2: normal referrals are counted in working days of the mechanism's calendar).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorkCalendar {
    /// IANA name, for instance `Africa/Douala`.
    pub time_zone: String,
    pub weekend: BTreeSet<Weekday>,
    /// Holidays of every year, as (month, day).
    pub yearly: BTreeSet<(i8, i8)>,
    /// Holidays that move from year to year.
    pub dated: BTreeSet<Date>,
}

impl WorkCalendar {
    pub fn is_working_day(&self, date: Date) -> bool {
        !self.weekend.contains(&Weekday::of(date))
            && !self.yearly.contains(&(date.month(), date.day()))
            && !self.dated.contains(&date)
    }

    /// The civil date of an instant where the mechanism is.
    pub fn date_of(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone()).date()
    }

    /// The instant `days` working days after `from`, at the same time of day. An instant on a day off counts
    /// from the beginning of the next working day, so a referral sent on Saturday loses nothing to Sunday.
    pub fn add_working_days(&self, from: Timestamp, days: u32) -> Timestamp {
        let zone = self.zone();
        let start = from.to_zoned(zone.clone());
        let mut date = start.date();
        let mut time = start.time();
        // A calendar without working days would never end: no year has more than 366 days off.
        let mut steps_left = 366 * 3 + days;
        if !self.is_working_day(date) {
            time = jiff::civil::Time::midnight();
            while !self.is_working_day(date) && steps_left > 0 {
                date = date.tomorrow().unwrap_or(Date::MAX);
                steps_left -= 1;
            }
        }
        let mut left = days;
        while left > 0 && steps_left > 0 {
            date = date.tomorrow().unwrap_or(Date::MAX);
            steps_left -= 1;
            if self.is_working_day(date) {
                left -= 1;
            }
        }
        date.to_datetime(time)
            .to_zoned(zone)
            .map(|z| z.timestamp())
            .unwrap_or_else(|_| {
                from.checked_add(SignedDuration::from_hours(24 * i64::from(days)))
                    .unwrap_or(Timestamp::MAX)
            })
    }

    /// The zone; UTC when the name is unknown (packs are checked on loading, so it is known).
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cameroon() -> WorkCalendar {
        WorkCalendar {
            time_zone: "Africa/Douala".into(),
            weekend: [Weekday::Saturday, Weekday::Sunday].into(),
            yearly: [(5, 1), (5, 20)].into(),
            dated: BTreeSet::new(),
        }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_weekend_does_not_count() {
        // Friday 14:00 in Douala (UTC+1) plus two working days is Tuesday 14:00.
        assert_eq!(
            cameroon().add_working_days(at("2026-11-20T13:00:00Z"), 2),
            at("2026-11-24T13:00:00Z")
        );
    }

    #[test]
    fn a_holiday_does_not_count() {
        // Tuesday 19 May 2026, the 20th is the national day.
        assert_eq!(
            cameroon().add_working_days(at("2026-05-19T09:00:00Z"), 1),
            at("2026-05-21T09:00:00Z")
        );
    }

    #[test]
    fn what_is_sent_on_a_saturday_counts_from_monday_morning() {
        assert_eq!(
            cameroon().add_working_days(at("2026-11-21T10:00:00Z"), 2),
            at("2026-11-24T23:00:00Z")
        );
    }

    proptest::proptest! {
        #[test]
        fn more_working_days_never_end_earlier(second in 1_700_000_000i64..1_900_000_000, days in 0u32..60) {
            let from = Timestamp::from_second(second).unwrap();
            let (shorter, longer) = (cameroon().add_working_days(from, days), cameroon().add_working_days(from, days + 1));
            proptest::prop_assert!(from <= shorter && shorter < longer);
        }
    }
}
