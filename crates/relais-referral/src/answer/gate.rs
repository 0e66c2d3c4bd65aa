use jiff::SignedDuration;
use relais_kernel::Timestamp;

/// How many codes and PINs may be tried in vain. Counted over all codes, not per code: whoever guesses tries each code once
/// (decisions §13). 40-bit codes with at most 100 misses an hour give a guesser with 100,000 codes in use one hit
/// in about twelve years; a tried source is slowed long before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GateRule {
    pub window: SignedDuration,
    /// Misses within the window from one source (a telephone number, an address).
    pub per_source: usize,
    /// Misses within the window over all sources.
    pub overall: usize,
}

impl Default for GateRule {
    fn default() -> Self {
        Self {
            window: SignedDuration::from_hours(1),
            per_source: 10,
            overall: 100,
        }
    }
}

/// Whether codes are taken now. Links are not concerned: their tokens cannot be guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    Open,
    /// Codes are not even looked up before then.
    Shut {
        until: Timestamp,
    },
}

impl GateRule {
    /// Decides from the moments of past misses, in any order: those of this source, and those of all.
    pub fn decide(&self, source: &[Timestamp], all: &[Timestamp], now: Timestamp) -> Gate {
        let until = [(source, self.per_source), (all, self.overall)]
            .into_iter()
            .filter_map(|(misses, limit)| self.full_until(misses, limit, now))
            .max();
        until.map_or(Gate::Open, |until| Gate::Shut { until })
    }

    /// When enough misses will have left the window; `None` when there is room.
    fn full_until(&self, misses: &[Timestamp], limit: usize, now: Timestamp) -> Option<Timestamp> {
        let leaves = |miss: &Timestamp| miss.checked_add(self.window).unwrap_or(Timestamp::MAX);
        let mut leaving: Vec<_> = misses.iter().map(leaves).filter(|end| *end > now).collect();
        leaving.sort_unstable();
        let too_many = leaving.len().checked_sub(limit)?;
        leaving.get(too_many).copied()
    }
}
