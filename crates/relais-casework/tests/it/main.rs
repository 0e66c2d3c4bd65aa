//! What the room of cases promises, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod annexes;
mod consents;
mod emergencies;
mod enquiries;
mod hand_over;
mod journeys;
mod missions;
mod neutral;
mod office;
mod orders;
mod overtaken;
mod pages;
mod persons;
mod plans;
mod programs;
mod reports;
mod requests;
mod retention;
