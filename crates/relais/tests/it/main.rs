//! The real program on a folder of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod console;
mod demonstration;
mod help;
mod looking;
mod packs;
mod saving;
mod starting;
