use std::str::FromStr;

use jiff::{Timestamp, civil::Date};
use relais_kernel::Localised;
use serde::{Deserialize, Serialize};

/// How many people a service can still take (decisions §6; HSDS `service_capacity`). Acceptance takes a place, the
/// end of the service or a no-show gives it back, and what the provider says replaces it all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capacity {
    pub unit: Unit,
    /// Places per month, as agreed.
    pub monthly: Option<u32>,
    /// Places free now; `None` when the provider does not say.
    pub available_now: Option<u32>,
    /// People accepted although no place was free: the provider knows better than the count. They are the first to
    /// give back.
    #[serde(default)]
    pub beyond: u32,
    /// The first day with a place again.
    pub next_date: Option<Date>,
    /// Days between acceptance and the first appointment.
    pub waiting_days: Option<u16>,
    pub state: CapacityState,
    /// When the provider, or an acceptance, last changed it.
    pub as_of: Timestamp,
}

/// What is counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    #[default]
    Places,
    Beds,
    Appointments,
}

/// Whether the service takes more people (domain §3 F13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CapacityState {
    Open,
    Limited,
    Full,
    /// Takes nobody, whatever the count; only the provider opens it again.
    Closed,
}

impl CapacityState {
    pub const ALL: [Self; 4] = [Self::Open, Self::Limited, Self::Full, Self::Closed];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Limited => "limited",
            Self::Full => "full",
            Self::Closed => "closed",
        }
    }

    pub fn label(self) -> Localised {
        match self {
            Self::Open => Localised::new("ouvert", "open"),
            Self::Limited => Localised::new("limité", "limited"),
            Self::Full => Localised::new("complet", "full"),
            Self::Closed => Localised::new("fermé", "closed"),
        }
    }

    /// The state that a number of free places means: none is full; three or fewer, or a fifth of the month or less,
    /// is limited.
    pub fn of(available: u32, monthly: Option<u32>) -> Self {
        match available {
            0 => Self::Full,
            1..=3 => Self::Limited,
            n if monthly.is_some_and(|m| n <= m / 5) => Self::Limited,
            _ => Self::Open,
        }
    }
}

impl FromStr for CapacityState {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|s| s.code() == text).ok_or(())
    }
}

impl Capacity {
    /// What a provider says of its places on the day it is entered. A number wins over a state that contradicts it,
    /// except that a closed service stays closed.
    pub fn declared(
        monthly: Option<u32>,
        available_now: Option<u32>,
        state: Option<CapacityState>,
        now: Timestamp,
    ) -> Option<Self> {
        let state = match (state, available_now) {
            (Some(CapacityState::Closed), _) => CapacityState::Closed,
            (_, Some(n)) => CapacityState::of(n, monthly),
            (Some(state), None) => state,
            (None, None) => return None,
        };
        let unit = Unit::default();
        Some(Self {
            unit,
            monthly,
            available_now,
            beyond: 0,
            next_date: None,
            waiting_days: None,
            state,
            as_of: now,
        })
    }

    /// A referral was accepted.
    #[must_use]
    pub fn take(mut self, now: Timestamp) -> Self {
        match self.available_now {
            Some(0) => self.beyond = self.beyond.saturating_add(1),
            Some(n) => self.available_now = Some(n - 1),
            None => {}
        }
        self.counted(now)
    }

    /// The service ended for somebody, or somebody did not come.
    #[must_use]
    pub fn give_back(mut self, now: Timestamp) -> Self {
        match self.available_now {
            Some(_) if self.beyond > 0 => self.beyond -= 1,
            // More free places than the month has would be a promise that nobody made.
            Some(n) => {
                let most = self.monthly.unwrap_or(u32::MAX).max(n);
                self.available_now = Some(n.saturating_add(1).min(most));
            }
            None => {}
        }
        self.counted(now)
    }

    /// Places free now, 0 when the service is full by its own word.
    pub fn free(&self) -> Option<u32> {
        match self.state {
            CapacityState::Full | CapacityState::Closed => Some(0),
            CapacityState::Open | CapacityState::Limited => self.available_now,
        }
    }

    fn counted(mut self, now: Timestamp) -> Self {
        if let (Some(n), true) = (self.available_now, self.state != CapacityState::Closed) {
            self.state = CapacityState::of(n, self.monthly);
            if n > 0 {
                self.next_date = None;
            }
        }
        self.as_of = now;
        self
    }
}

#[cfg(test)]
#[path = "capacity_tests.rs"]
mod tests;
