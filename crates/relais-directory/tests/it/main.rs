//! What the directory promises, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod asking;
mod changing;
mod exporting;
mod hiding;
mod importing;
mod narrowing;
mod showing;
mod town;
mod uploading;
