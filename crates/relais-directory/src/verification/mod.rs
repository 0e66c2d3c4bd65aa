//! Rounds in which providers vouch for what the directory says of them, by a link and without an account (domain §2.4).

mod facts;
mod reply;

pub use facts::{Fact, Facts};
pub use reply::{Outcome, Reply, ReplyKind};

use jiff::SignedDuration;

/// How long a link of a round can be answered.
pub const ROUND: SignedDuration = SignedDuration::from_hours(24 * 30);

/// The kind of message that brings the link.
pub const MESSAGE: &str = "verification";
