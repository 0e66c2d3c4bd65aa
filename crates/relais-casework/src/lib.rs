#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod actions;
pub mod actor;
pub mod annex;
pub mod answer;
pub mod api;
pub mod case;
pub mod closure;
pub mod code;
pub mod consent;
mod doors;
pub mod duplicates;
pub mod emergency;
pub mod enquiry;
pub mod followup;
pub mod form;
pub mod identification;
pub mod journey;
pub mod mission;
pub mod need;
pub mod pages;
pub mod plan;
pub mod queries;
pub mod report;
pub mod request;
pub mod retention;
pub mod room;
pub mod sealed;
pub mod store;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod pack_tests;

pub use doors::Doors;
use relais_kernel::Id;

/// The key of a case.
pub type CaseId = Id<relais_kernel::Case>;
/// The key of a consent.
pub type ConsentId = Id<relais_kernel::Consent>;
/// The key of a need.
pub type NeedId = Id<relais_kernel::Need>;
/// The key of an organisation.
pub type OrganisationId = Id<relais_kernel::Organisation>;
/// The key of a user.
pub type UserId = Id<relais_kernel::User>;
/// The key of a recorded lawful exception to consent.
pub type ExceptionId = Id<consent::LawfulException>;
/// The key of an emergency opening.
pub type OpeningId = Id<emergency::EmergencyOpening>;
