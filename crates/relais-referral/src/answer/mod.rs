//! Answering without an account: the link, the code, the slip, and what a short message means (decisions §13,
//! issue 2 item 7). GET changes nothing; nothing here ever shows who the person is.

mod gate;
mod link;
mod reading;
mod reply;
mod sms;
mod vocabulary;

#[cfg(test)]
mod tests;

pub use gate::{Gate, GateRule};
pub use link::{AnswerLink, Opening, PinTry};
pub use reply::{Unclear, confirmed, erased, not_possible, too_many};
pub use sms::{Intent, SmsAnswer, read_sms};
