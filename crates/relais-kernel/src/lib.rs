//! The foundation on which every room of Relais stands: ids, clock and entropy as arguments, localised
//! text, dates and working days, refusals. Nothing here reads a file, a socket or a database.
//!
//! ```
//! use relais_kernel::{Lang, Localised};
//! let yes = Localised::new("Oui", "Yes");
//! assert_eq!(yes.get(Lang::Fr), "Oui");
//! ```
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod calendar;
mod clock;
mod entropy;
mod id;
mod language;
mod person;
mod priority;
mod refusal;
mod sensitivity;
mod span;

pub use calendar::{Weekday, WorkCalendar};
pub use clock::{Clock, FixedClock, SystemClock};
pub use entropy::{Entropy, SeededEntropy, SystemEntropy};
pub use id::{
    Agreement, AnswerLink, Case, Consent, Entry, Grant, Id, Mechanism, Need, NotACode, Organisation, Package,
    Place, PublicRef, Referral, Service, ShortCode, Transfer, User,
};
pub use language::{Lang, Localised};
pub use person::{AgeBand, Sex};
pub use priority::Priority;
pub use refusal::{Refusal, Refusals};
pub use sensitivity::Sensitivity;
pub use span::{NotASpan, Span};

pub use jiff::{self, Timestamp, civil::Date};
