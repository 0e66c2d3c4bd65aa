//! The journal and its witness (security requirement 34): one side shows its checkpoints, the other, on another host and
//! in other hands, takes only what grew out of the last one. The text between them is that of C2SP tlog-witness, on the
//! network and on a memory stick alike.

mod asking;
mod door;
mod state;
#[cfg(test)]
mod tests;

pub use asking::{ask, by_http};
pub use door::door;
pub use state::{Refused, State};
