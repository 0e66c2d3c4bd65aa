//! What the directory promises, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answering;
mod asking;
mod brought;
mod carrying;
mod changing;
mod exporting;
mod finding;
mod hiding;
mod importing;
mod mapping;
mod narrowing;
mod offering;
mod showing;
mod standard;
mod town;
mod trusting;
mod uploading;
mod verifying;
