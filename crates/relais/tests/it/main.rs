//! The real program on a folder of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod administering;
#[cfg(target_os = "linux")]
mod alone;
mod breaching;
mod console;
mod definitions;
mod demonstration;
mod directory;
mod full_disk;
mod hearing;
mod help;
mod history;
mod killed;
mod leaving;
mod looking;
mod packs;
mod rights;
mod rotating;
mod saving;
mod sealing;
mod sealing_elsewhere;
mod secrecy;
mod starting;
mod story;
mod strangers;
mod telling;
mod upgrading;
mod visitor;
mod witnessing;
