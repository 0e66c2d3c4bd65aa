//! The ledger of consent (form F2): purpose × recipients × data categories. It decides what may be sent to
//! whom, nothing of it is ever erased, and refusing costs the person nothing (DP-05 to DP-11, DP-14).

mod check;
mod cover;
mod exception;
mod form;
mod giver;
mod ledger;
mod narrowing_form;
mod record;
mod terms;
mod words;
mod written;

#[cfg(test)]
mod cover_properties;
#[cfg(test)]
mod cover_tests;
#[cfg(test)]
mod exception_tests;
#[cfg(test)]
mod form_tests;
#[cfg(test)]
mod giver_tests;
#[cfg(test)]
mod ledger_tests;
#[cfg(test)]
mod narrowing_tests;
#[cfg(test)]
mod withdrawal_tests;

pub use cover::{Asked, Cover, Gap, Opening, Receiver};
pub use exception::{ExceptionState, LawfulException, LegalBasis, LegalOrder, Plea};
pub use form::{ConsentForm, ConsentRead, Named, Taking};
pub use giver::{Assent, Decider, Giver, Person};
pub use ledger::Ledger;
pub use narrowing_form::{NarrowingForm, Restricting};
pub use record::{Consent, ConsentState, Narrowing};
pub use terms::{Mode, Party, Recipients, Taken, Term, Terms, TextVersion};
pub use words::ConsentWords;
pub use written::{ConsentEvent, Giving, Scope, Written};
