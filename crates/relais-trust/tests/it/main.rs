//! What trust promises, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod accounts;
mod journal;
mod once;
mod permission;
mod vault;
