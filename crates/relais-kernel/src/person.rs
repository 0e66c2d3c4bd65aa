use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Sex as recorded for matching and disaggregation; "not asked" and "refused" are the absence of a value elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    Female,
    Male,
    Other,
}

impl Sex {
    pub const ALL: [Self; 3] = [Self::Female, Self::Male, Self::Other];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
            Self::Other => "other",
        }
    }
}

impl FromStr for Sex {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|s| s.code() == text).ok_or(())
    }
}

/// The age bands of the standard disaggregation (domain §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum AgeBand {
    #[serde(rename = "0-4")]
    Under5,
    #[serde(rename = "5-11")]
    From5,
    #[serde(rename = "12-17")]
    From12,
    #[serde(rename = "18-24")]
    From18,
    #[serde(rename = "25-59")]
    From25,
    #[serde(rename = "60+")]
    From60,
}

impl AgeBand {
    pub const ALL: [Self; 6] = [
        Self::Under5,
        Self::From5,
        Self::From12,
        Self::From18,
        Self::From25,
        Self::From60,
    ];

    /// The band of an age in completed years.
    pub const fn of(age: u8) -> Self {
        match age {
            0..=4 => Self::Under5,
            5..=11 => Self::From5,
            12..=17 => Self::From12,
            18..=24 => Self::From18,
            25..=59 => Self::From25,
            _ => Self::From60,
        }
    }

    pub const fn code(self) -> &'static str {
        match self {
            Self::Under5 => "0-4",
            Self::From5 => "5-11",
            Self::From12 => "12-17",
            Self::From18 => "18-24",
            Self::From25 => "25-59",
            Self::From60 => "60+",
        }
    }

    /// Everyone in this band is under 18.
    pub const fn is_minor(self) -> bool {
        matches!(self, Self::Under5 | Self::From5 | Self::From12)
    }

    /// First and last age in completed years; the last band has no end.
    pub const fn range(self) -> (u8, Option<u8>) {
        match self {
            Self::Under5 => (0, Some(4)),
            Self::From5 => (5, Some(11)),
            Self::From12 => (12, Some(17)),
            Self::From18 => (18, Some(24)),
            Self::From25 => (25, Some(59)),
            Self::From60 => (60, None),
        }
    }
}

impl FromStr for AgeBand {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|b| b.code() == text).ok_or(())
    }
}
