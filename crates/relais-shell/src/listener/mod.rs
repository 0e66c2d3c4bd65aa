//! The HTTP listener: our own accept loop with limits on everything a client can stretch (security §5).

mod limits;
mod serve;

pub use limits::Limits;
pub use serve::{Peer, serve};
