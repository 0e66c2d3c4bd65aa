//! What referrals promise, on both engines: the main job from end to end, answers without an account, deadlines,
//! recall.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answering;
mod api;
mod by_pin;
mod choosing;
mod clocks;
mod copying;
mod country;
mod disclosures;
mod emergency_messages;
mod erasing;
mod fixed;
mod following;
mod hidden_needs;
mod legal_orders;
mod mechanisms;
mod messaging;
mod mission_messages;
mod overtaken;
mod pages;
mod program;
mod queue;
mod recall;
mod recovery_messages;
mod redirecting;
mod seat;
mod shelters;
mod slip;
mod states;
mod telephone;
mod the_loop;
mod transfer_messages;
mod transferring;
mod transfers_by_programs;
mod world;
