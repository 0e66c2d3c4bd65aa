//! The real program on a folder of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod console;
mod demonstration;
mod help;
mod history;
mod looking;
mod packs;
mod saving;
mod starting;
