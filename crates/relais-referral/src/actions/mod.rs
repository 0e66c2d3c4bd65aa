//! What people ask of referrals: one file per command, each one transaction.

mod carry;
mod draft;
mod notes;
mod send;
mod step;

pub use draft::{DraftReferral, RedirectReferral};
pub use send::SendReferral;
pub use step::StepReferral;

pub(crate) use carry::{Carried, carry};
