#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod catalogue;
pub mod database;
mod failure;
mod migration;
pub mod stamp;
mod table;
#[cfg(feature = "testing")]
pub mod testing;

pub use catalogue::{Column, ColumnKind, columns, tables};
pub use database::{Database, Engine, UnitOfWork};
pub use failure::{Corrupt, Failure, SERIALIZATION, is_duplicate};
pub use migration::{MigrateError, Migration, Pending, migrate, pending};
pub use sea_orm;
