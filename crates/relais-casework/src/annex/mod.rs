//! The protection annexes (form F4): child, gender-based violence, trafficking. All of it is survivor-critical;
//! that an annex exists at all is told to nobody but those who are named on the case (DP-12).

mod form;
mod holders;
mod record;
mod trafficking;

#[cfg(test)]
mod tests;

pub use form::AnnexForm;
pub use holders::Holders;
pub use record::{Annexes, ChildAnnex, GbvAnnex};
pub use trafficking::{TraffickingAnnex, TraffickingStatus};
