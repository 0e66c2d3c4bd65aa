//! The database contracts, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod courier;
mod jobs;
mod migrating;
mod planning;
mod writing;
