use std::{fmt, str::FromStr};

use relais_kernel::{NotACode, ShortCode};
use serde::{Deserialize, Serialize};

/// What opens a report again, for the person who made it: 80 random bits in sixteen characters. It is shown once; what is
/// kept only tells it again.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportCode(ShortCode, ShortCode);

impl ReportCode {
    /// The code of sixteen bytes that nobody can guess, of which the low five bits count.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        let half = |from: usize| std::array::from_fn(|at| bytes[from + at]);
        Self(ShortCode::from_bytes(half(0)), ShortCode::from_bytes(half(8)))
    }

    /// The sixteen characters in a row.
    pub fn compact(self) -> String {
        format!("{}{}", self.0.compact(), self.1.compact())
    }
}

impl fmt::Display for ReportCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.0, self.1)
    }
}

impl fmt::Debug for ReportCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReportCode (not shown)")
    }
}

impl FromStr for ReportCode {
    type Err = NotACode;

    /// Reads it as people type it, like [`ShortCode`].
    fn from_str(text: &str) -> Result<Self, NotACode> {
        let typed: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        if !typed.is_ascii() || typed.len() != 16 {
            return Err(NotACode);
        }
        Ok(Self(typed[..8].parse()?, typed[8..].parse()?))
    }
}
