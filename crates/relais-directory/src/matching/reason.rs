use jiff::civil::Date;
use relais_kernel::Localised;
use serde::Serialize;

use super::{EmergencyStanding, Nearness, exclusion::Rule};
use crate::{Access, Code, Fee, Freshness};

/// One thing worth knowing about a service that can take the person: what speaks for it, what against, what is to
/// be asked, what nobody filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason<'s> {
    /// No condition stands against the person, as far as conditions and person are known.
    Eligible,
    ToConfirm(Rule<'s>),
    /// The provider's other conditions, in its own words.
    Conditions(&'s Localised),
    /// Closed now, announced open again by the day wanted.
    ReopeningDue(Date),
    Emergency(EmergencyStanding),
    Near(Nearness),
    /// Can be given by telephone or on line.
    Remote,
    /// The person cannot travel, and how far it is cannot be told.
    ReachUnknown,
    Room(Room),
    /// The capacity was last touched so many days ago, which is long.
    CapacityDeclared(u32),
    Language(Language<'s>),
    /// Days until the first appointment.
    Wait(Option<u16>),
    Assured(Freshness),
    Access(Access),
    Fee(&'s Fee),
}

/// What is known of the room left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    Places(u32),
    Open,
    Limited,
    /// Full now, announced free by the day wanted.
    Due(Date),
    Unknown,
}

/// What is known of a common language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Language<'s> {
    Speaks(&'s Code),
    Interpreter,
    /// Does not speak the one that the person prefers, nor another of theirs.
    NotSpoken(Code),
    ServiceUnknown,
    PersonUnknown,
}

/// How a reason bears on the choice, so that a page can mark it with more than colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bearing {
    For,
    Neutral,
    Against,
    /// To be asked before referring.
    ToConfirm,
    /// Nobody filled it in. Missing is not zero (design §1.7).
    Missing,
}
