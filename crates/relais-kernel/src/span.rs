use std::{fmt, str::FromStr};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::WorkCalendar;

/// How long a clock runs: calendar hours, calendar days, or working days of the mechanism (domain §2.2).
/// Packs write it `2 h`, `14 d` or `5 wd`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Span {
    Hours(u32),
    Days(u32),
    WorkingDays(u32),
}

impl Span {
    /// The instant this span ends when it starts at `from`.
    pub fn after(self, from: Timestamp, calendar: &WorkCalendar) -> Timestamp {
        let plain = |hours: u32| {
            from.checked_add(SignedDuration::from_hours(i64::from(hours)))
                .unwrap_or(Timestamp::MAX)
        };
        match self {
            Self::Hours(hours) => plain(hours),
            Self::Days(days) => plain(days.saturating_mul(24)),
            Self::WorkingDays(days) => calendar.add_working_days(from, days),
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hours(n) => write!(f, "{n} h"),
            Self::Days(n) => write!(f, "{n} d"),
            Self::WorkingDays(n) => write!(f, "{n} wd"),
        }
    }
}

/// The text is not a span such as `2 h`, `14 d` or `5 wd`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a span such as `2 h`, `14 d` or `5 wd`")]
pub struct NotASpan(pub String);

impl FromStr for Span {
    type Err = NotASpan;

    fn from_str(text: &str) -> Result<Self, NotASpan> {
        let wrong = || NotASpan(text.to_owned());
        let (number, unit) = text.trim().split_once(' ').ok_or_else(wrong)?;
        let number = number
            .parse::<u32>()
            .ok()
            .filter(|n| (1..=3660).contains(n))
            .ok_or_else(wrong)?;
        match unit.trim() {
            "h" => Ok(Self::Hours(number)),
            "d" => Ok(Self::Days(number)),
            "wd" => Ok(Self::WorkingDays(number)),
            _ => Err(wrong()),
        }
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_as_packs_write_them() {
        assert_eq!("5 wd".parse(), Ok(Span::WorkingDays(5)));
        assert_eq!("72 h".parse(), Ok(Span::Hours(72)));
        assert!("5".parse::<Span>().is_err());
        assert!("0 d".parse::<Span>().is_err());
        assert!("5 weeks".parse::<Span>().is_err());
    }
}
