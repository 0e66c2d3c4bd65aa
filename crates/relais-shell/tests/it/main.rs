//! The shell around a small site, asked as browsers, programs and attackers ask.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod commands;
mod guarding;
mod languages;
mod listening;
mod logging;
mod site;
mod troubles;
