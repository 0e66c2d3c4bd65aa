//! What people ask of referrals: one file per command, each one transaction.

mod announce;
mod answer;
mod author;
mod carry;
pub mod clockwork;
mod confirm_erasure;
mod draft;
mod draft_several;
pub mod emergency;
pub mod erasure;
mod incoming;
pub mod leaving;
mod links;
pub mod mission;
mod notes;
mod post;
pub mod recall;
pub mod recovery;
mod seen;
mod send;
mod sms;
mod step;
mod telephone;
pub mod transfer;

pub use answer::{AnswerReferral, FindByCode, PinTried, TryPin, Wish};
pub use author::MessageAuthor;
pub use confirm_erasure::{ConfirmErasure, NoteErasureTold};
pub use draft::{DraftReferral, RedirectReferral};
pub use draft_several::{DraftReferrals, Drafted};
pub use incoming::{Incoming, Switchboard};
pub use links::{OpenSlip, RenewLink, TellPin};
pub use post::SendAgain;
pub use seen::Seen;
pub use send::SendReferral;
pub use sms::on_sms;
pub use step::StepReferral;
pub use telephone::NoteTelephoneAnswer;

pub(crate) use announce::{announce, announce_link};
pub(crate) use answer::is_pin;
pub(crate) use carry::{Carried, carry};
