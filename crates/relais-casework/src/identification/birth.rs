use jiff::civil::Date;
use relais_kernel::AgeBand;
use serde::{Deserialize, Serialize};

/// How old a person is, as it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Birth {
    On(Date),
    /// In completed years on the day it was said.
    Aged {
        years: u8,
        on: Date,
        estimated: bool,
    },
}

impl Birth {
    /// The age in completed years on a day; `None` before birth or beyond 120. An age that was only said grows a
    /// year with each year that has passed since.
    pub fn age_on(self, day: Date) -> Option<u8> {
        let years_since = |from: Date| {
            let before_anniversary = (day.month(), day.day()) < (from.month(), from.day());
            day.year() - from.year() - i16::from(before_anniversary)
        };
        let age = match self {
            Self::On(born) => years_since(born),
            Self::Aged { years, on, .. } => i16::from(years) + years_since(on).max(0),
        };
        u8::try_from(age).ok().filter(|age| *age <= 120)
    }

    pub fn band_on(self, day: Date) -> Option<AgeBand> {
        self.age_on(day).map(AgeBand::of)
    }

    /// The year of birth, for finding people again; within a year when only the age was said.
    pub fn year(self) -> i16 {
        match self {
            Self::On(born) => born.year(),
            Self::Aged { years, on, .. } => on.year() - i16::from(years),
        }
    }
}
