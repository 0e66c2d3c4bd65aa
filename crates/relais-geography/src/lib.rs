#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod gazetteer;
mod places;
mod point;
mod reading;
mod spelling;

pub use gazetteer::Gazetteer;
pub use places::{Country, Department, Region, Town};
pub use point::{Point, distance_km};
pub use spelling::folded;
