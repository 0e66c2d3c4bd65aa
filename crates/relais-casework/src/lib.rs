//! Person, case, consent, need, plan, follow-up and closure: the work of a case manager with one person.
//!
//! Everything here is pure so far: values, their rules and their life cycles. Who may do a step, the clocks
//! and the code lists come from the mechanism's definition; time and chance are arguments.
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod actor;
pub mod answer;
pub mod case;
pub mod code;
pub mod consent;
pub mod sealed;

use relais_kernel::Id;

pub type CaseId = Id<relais_kernel::Case>;
pub type ConsentId = Id<relais_kernel::Consent>;
pub type NeedId = Id<relais_kernel::Need>;
pub type OrganisationId = Id<relais_kernel::Organisation>;
pub type UserId = Id<relais_kernel::User>;
pub type ExceptionId = Id<consent::LawfulException>;
