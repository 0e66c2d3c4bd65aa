#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod actions;
mod api;
pub mod figures;
pub mod kept;
pub mod masking;
mod pages;
pub mod period;
pub mod queries;
pub mod room;
pub mod store;

pub use api::api;
pub use pages::{TEXTS, pages};
