#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod catalogue;
pub mod courier;
pub mod database;
mod failure;
pub mod jobs;
mod literal;
mod migration;
mod migrations;
mod queue;
mod replace;
mod slug;
pub mod stamp;
mod table;
#[cfg(feature = "testing")]
pub mod testing;
mod waits;

pub use catalogue::{Column, ColumnKind, columns, primary_key, tables};
pub use database::{Database, Engine, UnitOfWork, copy_sqlite};
pub use failure::{Corrupt, Failure, SERIALIZATION, is_duplicate};
pub use migration::{MigrateError, Migration, Pending, migrate, pending, steps_done};
pub use migrations::own_migrations;
pub use replace::replace;
pub use sea_orm;
pub use slug::{NotASlug, Slug};
pub use waits::Waits;
