//! Identification and rapid screening (form F1): what was typed becomes clear facts and sealed answers.

mod birth;
mod confided;
mod form;
mod joined;
mod read;

#[cfg(test)]
mod secrecy_tests;
#[cfg(test)]
mod tests;

pub use birth::Birth;
pub use confided::{Confided, SafeContact};
pub use form::IdentificationForm;
pub use read::Identification;
