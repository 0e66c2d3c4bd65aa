//! What the directory promises, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod changing;
mod importing;
mod narrowing;
mod town;
