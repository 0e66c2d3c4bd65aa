//! Small numbers (decisions §4). A count under the threshold is printed `<5`, and as many others are withheld as it
//! takes that nobody gets it back by adding and subtracting what is printed: on the same page, and on the pages of the
//! months, quarters and years that the same referrals are counted in.
//!
//! The figures of a page are laid out as a circulation ([ADR 21](../../../docs/adr/0021-masking-as-a-circulation.md)):
//! each figure flows from one node to another, and at every node what comes in equals what goes out. That is what
//! a reader knows: every row and every column adds up. Another set of figures that adds up as well exists exactly
//! when there is a way round through figures that are not printed; where there is none, the cheapest one is opened.
//! The pages of a year lie over each other as [layers](layer), and a way round goes through several of them at once
//! ([ADR 45](../../../docs/adr/0045-figures-are-published-once.md)).

mod apart;
mod layer;
mod network;
mod plan;
mod series;
mod table;

#[cfg(test)]
mod adding_up;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod time_tests;

pub use series::{Series, Span};
pub use table::{Masked, MaskedRow, Row, Table};

/// What a reader is shown of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shown {
    Plain(u64),
    /// At least one, and fewer than this.
    Under(u64),
    /// It would give a small one away, or is one that "fewer than" would.
    Withheld,
}

impl Shown {
    /// A count that stands alone, with nothing beside it that adds up to it.
    pub const fn alone(count: u64, threshold: u64) -> Self {
        if count > 0 && count < threshold {
            Self::Under(threshold)
        } else {
            Self::Plain(count)
        }
    }

    pub const fn plain(self) -> Option<u64> {
        match self {
            Self::Plain(count) => Some(count),
            Self::Under(_) | Self::Withheld => None,
        }
    }
}
