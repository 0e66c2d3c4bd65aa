//! The mapping of who does what, where, for whom (cartographie des acteurs; domain §3 F13): what is asked of each
//! organisation beyond its services, where needs are served, and where mandates lie over each other.

mod charted;
mod coverage;
mod doubled;
mod ending;

pub use charted::{Agreement, Mapping, Validation};
pub use coverage::{Cell, Coverage, NeedCoverage, Reach};
pub use doubled::{Doubled, doubled};
pub use ending::{Alone, Ending, ending};

#[cfg(test)]
mod samples;
