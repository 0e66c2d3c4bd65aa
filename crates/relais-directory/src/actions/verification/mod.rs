//! Rounds of verification: opened and settled by the directory manager, answered by providers without an account.

mod open;
mod reply;
mod settle;

pub use open::{OpenRound, Opened, Whom};
pub use reply::ReplyToRound;
pub use settle::SettleReply;
