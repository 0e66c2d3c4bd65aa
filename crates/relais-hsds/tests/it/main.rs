//! What this crate makes, held against the standard's own files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod assembly;
mod documents;
mod faults;
mod nesting;
mod openapi;
mod pages;
mod shelf;
mod table;
