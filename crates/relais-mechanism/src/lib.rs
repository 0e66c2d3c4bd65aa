//! The definition of a mechanism: steps, roles, deadlines, lists; packs and inheritance.
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod deadlines;
mod definition;

pub use deadlines::{Deadlines, PriorityDeadlines};
pub use definition::*;
