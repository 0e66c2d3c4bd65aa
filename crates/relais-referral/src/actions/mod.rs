//! What people ask of referrals: one file per command, each one transaction.

mod answer;
mod carry;
pub mod clockwork;
mod draft;
mod links;
mod notes;
pub mod recall;
mod send;
mod sms;
mod step;

pub use answer::{AnswerReferral, FindByCode, PinTried, TryPin, Wish};
pub use draft::{DraftReferral, RedirectReferral};
pub use links::{OpenSlip, RenewLink};
pub use send::SendReferral;
pub use sms::on_sms;
pub use step::StepReferral;

pub(crate) use carry::{Carried, carry};
pub(crate) use links::not_under_way;
