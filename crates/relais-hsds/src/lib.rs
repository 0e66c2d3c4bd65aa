//! The Human Services Data Specification (Open Referral HSDS 3.2.3, and the names that 3.3 adds): its objects as data,
//! records of them, the nested documents that its API gives, and its tabular packages in and out.
//!
//! Nothing here knows a database or a page; the directory keeps the records and decides what the public sees.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod kind;
mod objects;
pub mod openapi;
#[cfg(feature = "oracle")]
pub mod oracle;
pub mod package;
mod record;
mod shelf;
mod tree;

pub use kind::{Field, Kind, Link, Need, Type};
pub use record::{Record, Words};
pub use shelf::Shelf;
pub use tree::{Object, Value};

/// The version of the standard that is spoken.
pub const VERSION: &str = "3.2.3";
