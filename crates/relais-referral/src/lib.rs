#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod coded;

pub mod actions;
pub mod answer;
pub mod api;
pub mod clocks;
pub mod messages;
pub mod notice;
pub mod packages;
pub mod pages;
pub mod partition;
pub mod queries;
pub mod referral;
pub mod room;
pub mod sending;
pub mod store;
pub mod transfer;

#[cfg(test)]
mod fixtures;

pub use coded::UnknownCode;
