//! What trust promises, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod accounts;
mod administration;
mod appointing;
mod breaching;
mod erasing;
mod journal;
mod ministry;
mod once;
mod own_account;
mod passkeys;
mod permission;
mod reading;
mod recovery;
mod rotating;
mod sign_on;
mod soft_key;
mod travelling;
mod vault;
