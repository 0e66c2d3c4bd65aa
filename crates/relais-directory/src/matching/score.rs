use serde::Serialize;

/// The rank of a service among those that can take a person, in points of 100. Whole numbers, so that two machines
/// rank alike. What is not known gets two fifths of its points: less than a good known value, never nothing.
///
/// | aspect | most | how |
/// |---|---|---|
/// | eligibility | 20 | 5 less for each condition to be confirmed |
/// | distance | 25 | 25 × 20 km / (20 km + distance); a person who moves with difficulty: distance twice |
/// | capacity | 20 | 12 + 2 per free place up to four; open 14, limited 12, announced 6 |
/// | language | 15 | the preferred language 15, another 12, an interpreter 9, none 2 |
/// | waiting | 10 | 10 × 7 / (7 + days) |
/// | freshness | 10 | from 10 on the day of verification to 5 on the day it is due again, then 2 |
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Score {
    pub eligibility: u8,
    pub distance: u8,
    pub capacity: u8,
    pub language: u8,
    pub waiting: u8,
    pub freshness: u8,
}

impl Score {
    pub const MOST: Self = Self {
        eligibility: 20,
        distance: 25,
        capacity: 20,
        language: 15,
        waiting: 10,
        freshness: 10,
    };

    /// 0 to 100.
    pub const fn total(self) -> u8 {
        self.eligibility + self.distance + self.capacity + self.language + self.waiting + self.freshness
    }
}

/// What an unknown value is worth: two fifths of the most.
pub(super) const fn unknown(most: u8) -> u8 {
    most * 2 / 5
}

/// `most` halved at `half`, and so on towards nothing.
pub(super) fn falling(most: u8, half: u64, value: u64) -> u8 {
    u8::try_from(u64::from(most) * half / half.saturating_add(value)).unwrap_or(most)
}

/// Points lost for each condition that is to be confirmed.
pub(super) fn eligibility(to_confirm: usize) -> u8 {
    Score::MOST
        .eligibility
        .saturating_sub(u8::try_from(to_confirm.saturating_mul(5)).unwrap_or(u8::MAX))
}
