#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod aead;
pub mod canonical;
mod error;
mod key;
mod locked;
mod master;
pub mod names;
mod organisation;
pub mod package;
mod part;
mod phonetic;
mod search;
mod suite;
mod value;
mod wrap;

pub use error::SealError;
pub use key::{Key, KeyId};
pub use locked::{Effort, LockedMaster};
pub use master::MasterKey;
pub use organisation::{OrganisationPair, OrganisationPublic, receive_key, send_key};
pub use package::Signature;
pub use part::{JoinFault, Part};
pub use search::{Token, TokenKind, birth_year_token, layer, name_tokens, token};
pub use suite::Suite;
pub use value::{Context, Sealed, open, seal};
pub use wrap::{unwrap_key, unwrap_secret, wrap, wrap_secret};
pub use zeroize::Zeroizing;

#[cfg(test)]
mod tests;
