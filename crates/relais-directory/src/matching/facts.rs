use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime};
use relais_kernel::{AgeBand, Priority, Sex};

use crate::{Code, OrganisationId, Spot};

/// What is looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct NeedFacts {
    /// Codes of the mechanism's list of needs: whoever serves one of them answers the need.
    pub needs: BTreeSet<Code>,
    pub priority: Priority,
    /// Where the person is, or wants the service.
    pub spot: Spot,
    /// The present, in the mechanism's own time zone.
    pub now: DateTime,
    /// The day on which a place is wanted; today when it is wanted at once.
    pub wanted_on: Date,
}

/// As much of the person as decides who can take them. What is not known is `None`, excludes nobody and is marked
/// as to be confirmed. Nothing here is kept: a match is worked out each time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PersonFacts {
    pub age: Ages,
    pub sex: Option<Sex>,
    /// Of another nationality than the mechanism's country.
    pub foreign: Option<bool>,
    /// Without a right of residence.
    pub irregular: Option<bool>,
    /// The languages the person speaks, the preferred one first; empty: not known.
    pub languages: Vec<Code>,
    /// The target groups the person belongs to.
    pub groups: Option<BTreeSet<Code>>,
    /// Groups the person may belong to: what stands in clear is a neutral code for them.
    pub perhaps: BTreeSet<Code>,
    /// The documents the person holds.
    pub documents: Option<BTreeSet<Code>>,
    pub mobility: Option<Mobility>,
    /// Organisations that the person does not want to hear of them (consent: *withheld from*, domain §3 F2).
    pub avoid: BTreeSet<OrganisationId>,
}

/// How far a person can go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mobility {
    Free,
    /// Walks or travels with difficulty: each kilometre counts twice.
    Limited,
    /// Cannot travel: only what is near, or is given at a distance.
    Homebound,
}

/// The ages that a person may have, in completed years, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ages {
    from: u8,
    to: u8,
}

impl Default for Ages {
    fn default() -> Self {
        Self::UNKNOWN
    }
}

impl Ages {
    pub const UNKNOWN: Self = Self { from: 0, to: u8::MAX };
    /// Under 18, exact age unknown.
    pub const MINOR: Self = Self { from: 0, to: 17 };

    pub const fn years(age: u8) -> Self {
        Self { from: age, to: age }
    }

    pub fn band(band: AgeBand) -> Self {
        let (from, to) = band.range();
        Self {
            from,
            to: to.unwrap_or(u8::MAX),
        }
    }

    pub const fn is_minor(self) -> bool {
        self.to < 18
    }

    pub const fn is_adult(self) -> bool {
        self.from >= 18
    }

    /// Whether someone of these ages is of an age between the two ends: surely, surely not, or `None` for perhaps.
    pub fn within(self, min: Option<u8>, max: Option<u8>) -> Option<bool> {
        let (min, max) = (min.unwrap_or(0), max.unwrap_or(u8::MAX));
        if self.to < min || self.from > max || min > max {
            Some(false)
        } else if self.from >= min && self.to <= max {
            Some(true)
        } else {
            None
        }
    }
}
