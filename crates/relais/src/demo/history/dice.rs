use relais_kernel::{Entropy, SeededEntropy};

/// Seeded choices: the same seed gives the same demonstration.
pub struct Dice(SeededEntropy);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(SeededEntropy::new(seed))
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high - low).unwrap_or(0) + 1;
        low + i64::try_from(self.0.below(width)).unwrap_or(0)
    }

    pub fn index(&self, length: usize) -> usize {
        usize::try_from(self.0.below(length as u64)).unwrap_or(0)
    }

    /// True so many times in a hundred.
    pub fn percent(&self, share: u64) -> bool {
        self.0.below(100) < share
    }

    pub fn one<'a, T>(&self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.index(of.len()))
    }

    /// One of several, each as often as its weight says.
    pub fn weighted<T: Clone>(&self, of: &[(T, u64)], otherwise: T) -> T {
        let total = of.iter().map(|(_, weight)| weight).sum();
        let mut drawn = self.0.below(total);
        for (value, weight) in of {
            if drawn < *weight {
                return value.clone();
            }
            drawn -= weight;
        }
        otherwise
    }

    pub fn shuffle<T>(&self, all: &mut [T]) {
        for last in (1..all.len()).rev() {
            all.swap(last, self.index(last + 1));
        }
    }
}
