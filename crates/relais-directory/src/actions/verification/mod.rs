//! Rounds of verification: opened and settled by the directory manager, answered by providers without an account.

mod open;
mod remind;
mod reply;
mod settle;

pub use open::{OpenRound, Opened, Whom};
pub use remind::RemindOfRounds;
pub use reply::ReplyToRound;
pub use settle::SettleReply;
