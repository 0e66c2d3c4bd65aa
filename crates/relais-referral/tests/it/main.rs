//! What referrals promise, on both engines: the main job from end to end, answers without an account, deadlines,
//! recall.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answering;
mod api;
mod by_pin;
mod clocks;
mod country;
mod fixed;
mod hidden_needs;
mod mechanisms;
mod messaging;
mod pages;
mod program;
mod queue;
mod recall;
mod redirecting;
mod seat;
mod slip;
mod states;
mod telephone;
mod the_loop;
mod transferring;
mod transfers_by_programs;
mod world;
