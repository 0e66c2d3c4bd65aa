use futures::future::BoxFuture;
use relais_kernel::{PublicRef, Timestamp};

use super::{Letter, Why};

/// A letter on its way out.
#[derive(Debug, Clone, Copy)]
pub struct Posting<'a> {
    /// The same at every try, so that a gateway or a mailbox can tell a repeated one.
    pub id: PublicRef,
    pub letter: &'a Letter,
    pub now: Timestamp,
}

/// Why a gateway did not take a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The gateway itself does not answer: others are not tried for a while.
    Down(Why),
    /// Trying later may work.
    Later(Why),
    /// Trying again is useless.
    Never(Why),
}

/// A way out of the house: a mail server, an SMS gateway, a folder.
pub trait Gateway: Send + Sync {
    fn post<'a>(&'a self, posting: Posting<'a>) -> BoxFuture<'a, Result<(), Trouble>>;
}
