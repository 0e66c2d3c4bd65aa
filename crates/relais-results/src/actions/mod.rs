//! What this room does: it publishes figures, and nothing else.

mod release;

pub use release::{ReleaseFigures, release_due};
