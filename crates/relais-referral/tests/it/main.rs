//! The main job from end to end, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod the_loop;
mod world;
