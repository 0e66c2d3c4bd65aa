//! Needs (form F3): what a person lacks, how badly, and what becomes of it.

mod form;
mod record;
mod words;

#[cfg(test)]
mod tests;

pub use form::{NeedForm, NeedRead};
pub use record::{Need, NeedCommand, NeedEvent, NeedStatus};
pub use words::{NeedWords, Severity};
