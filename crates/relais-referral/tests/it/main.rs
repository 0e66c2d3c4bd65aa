//! What referrals promise, on both engines: the main job from end to end, answers without an account, deadlines,
//! recall.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answering;
mod clocks;
mod country;
mod pages;
mod queue;
mod recall;
mod redirecting;
mod seat;
mod slip;
mod the_loop;
mod world;
