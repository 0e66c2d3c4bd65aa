#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod deadlines;
mod definition;
mod diff;
mod pack;
mod register;
mod store;

pub use deadlines::{Deadlines, PriorityDeadlines};
pub use definition::*;
pub use diff::{Difference, DifferenceKind, diff};
pub use pack::{
    BuiltinPacks, PackError, PackErrors, PackFiles, PackFolder, PackLibrary, Spot, builtin, load, load_pack,
};
pub use register::{AssessmentEntry, Register, RegisterEntry, register};
pub use store::{Definitions, LoadDefinition, MechanismFace, mechanisms, migrations, role_codes};
