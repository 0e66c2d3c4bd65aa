#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod coded;

pub mod answer;
pub mod clocks;
pub mod messages;
pub mod packages;
pub mod partition;
pub mod referral;
pub mod sending;
pub mod transfer;

#[cfg(test)]
mod fixtures;

pub use coded::UnknownCode;
