use std::fmt;

use futures::future::BoxFuture;
use relais_kernel::Timestamp;

use super::{Channel, Order, Why};
use crate::Failure;

/// What leaves. It lives as long as its sending.
#[derive(Clone, PartialEq, Eq)]
pub enum Letter {
    Mail {
        to: String,
        subject: String,
        body: String,
    },
    Sms {
        to: String,
        text: String,
    },
}

impl Letter {
    pub const fn channel(&self) -> Channel {
        match self {
            Self::Mail { .. } => Channel::Mail,
            Self::Sms { .. } => Channel::Sms,
        }
    }
}

impl fmt::Debug for Letter {
    /// Addresses and links stay out of logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Letter({})", self.channel().code())
    }
}

/// What became of an order when it was to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// The same message for each way that leads to the recipient, the one they prefer first.
    Letters(Vec<Letter>),
    /// It cannot be written; somebody is shown why.
    Not(Why),
    /// What it was about is over: nobody needs it any more.
    Overtaken,
}

/// Writes the message of an order, when it leaves.
pub trait Author: Send + Sync {
    fn write<'a>(&'a self, order: &'a Order, now: Timestamp) -> BoxFuture<'a, Result<Written, Failure>>;
}
