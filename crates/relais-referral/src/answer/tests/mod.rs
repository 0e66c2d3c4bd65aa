mod links;
mod short_messages;

use jiff::{SignedDuration, civil::Time};
use relais_kernel::{Date, Lang, Priority, SeededEntropy, ShortCode, Timestamp};

use super::*;
use crate::fixtures::{World, id, later, monday, waitlist};
use crate::messages::gsm7_length;
use crate::referral::{AnswerVia, Command, ContactPlan, DeclineReason, NotReason, Outcome, Work};
