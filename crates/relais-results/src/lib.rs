#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod api;
pub mod figures;
pub mod kept;
pub mod masking;
mod pages;
pub mod queries;
pub mod room;

pub use api::api;
pub use pages::{TEXTS, pages};
