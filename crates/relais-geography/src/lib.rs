#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod gazetteer;
mod map;
mod outlines;
mod places;
mod point;
mod reading;
mod spelling;

pub use gazetteer::Gazetteer;
pub use map::{Caption, Map, Mark, Picture, Size};
pub use places::{Country, Department, Region, Town};
pub use point::{Point, distance_km};
pub use spelling::folded;
