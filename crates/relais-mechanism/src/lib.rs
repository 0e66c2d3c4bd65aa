//! The definition of a mechanism: steps, roles, deadlines, lists; packs and inheritance.
#![forbid(unsafe_code)]

mod deadlines;

pub use deadlines::{Deadlines, PriorityDeadlines};
