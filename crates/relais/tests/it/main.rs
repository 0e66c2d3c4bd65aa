//! The real program on a folder of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod console;
mod demonstration;
mod full_disk;
mod help;
mod history;
mod killed;
mod looking;
mod packs;
mod saving;
mod secrecy;
mod starting;
mod visitor;
