use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How soon a referral has to be answered (domain §2.2): emergency, urgent, normal. Sorts most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Priority {
    #[serde(rename = "E")]
    Emergency,
    #[serde(rename = "U")]
    Urgent,
    #[serde(rename = "N")]
    Normal,
}

impl Priority {
    pub const ALL: [Self; 3] = [Self::Emergency, Self::Urgent, Self::Normal];

    /// The letter used on forms and in packs.
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Emergency => "E",
            Self::Urgent => "U",
            Self::Normal => "N",
        }
    }
}

impl FromStr for Priority {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|p| p.letter() == text).ok_or(())
    }
}
