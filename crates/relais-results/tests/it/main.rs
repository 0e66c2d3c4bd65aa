//! What results promise, on both engines: figures that agree with the records, masked; the records behind them as
//! far as the reader may see them; and what each person finds on arrival.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

// The mechanism of the referral room's tests, with its commands.
#[allow(dead_code, reason = "the other room's tests use more of it")]
#[path = "../../../relais-referral/tests/it/country.rs"]
mod country;
#[allow(dead_code, reason = "the other room's tests use more of it")]
#[path = "../../../relais-referral/tests/it/world.rs"]
mod world;

// The bounds by which the masking itself is proven.
#[path = "../../src/masking/adding_up.rs"]
mod adding_up;

mod arrival;
mod arriving_transfers;
mod differencing;
mod figures;
mod keeping_all;
mod land;
mod pages;
