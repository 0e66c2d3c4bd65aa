use relais_kernel::{Localised, Span};
use serde::{Deserialize, Serialize};

use super::Role;

/// A rung of the ladder (domain §2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EscalationLevel {
    E1,
    E2,
    E3,
}

/// Whose people a rung calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Sender,
    Receiver,
    Mechanism,
}

/// How much a rung learns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Detail {
    /// The referral by its code, without identity.
    Coded,
    /// Figures only.
    Anonymised,
}

/// Who is called when nobody answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EscalationRung {
    pub name: Localised,
    pub side: Side,
    pub role: Role,
    pub detail: Detail,
}

/// The escalation ladder; when it is climbed is for the deadlines to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalation {
    /// The receiver's supervisor.
    pub e1: EscalationRung,
    /// The coordinator.
    pub e2: EscalationRung,
    /// The committee, in figures.
    pub e3: EscalationRung,
    /// A reminder goes out when this share of a deadline has passed, in percent, ascending.
    pub reminders_at_percent: Vec<u8>,
}

impl Escalation {
    pub const fn rung(&self, level: EscalationLevel) -> &EscalationRung {
        match level {
            EscalationLevel::E1 => &self.e1,
            EscalationLevel::E2 => &self.e2,
            EscalationLevel::E3 => &self.e3,
        }
    }
}

/// How long a directory entry counts as fresh (domain §2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryRules {
    /// Services that accept emergencies.
    pub verify_emergency_every: Span,
    pub verify_every: Span,
}

/// Under which count a figure is not printed (decisions §4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thresholds {
    /// Members' operational tables; never under 5.
    pub operational: u16,
    /// Survivor-critical data.
    pub survivor: u16,
    /// Everything public.
    pub public: u16,
}

impl Thresholds {
    /// A mechanism may raise a threshold, and never lower it under this.
    pub const LOWEST: u16 = 5;
}
