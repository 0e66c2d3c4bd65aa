//! An answer from elsewhere to "can this be got back?": it knows nothing of how figures are masked, only what is
//! printed and what adds up to what, and looks for other figures that agree with all of it.
#![allow(dead_code, reason = "the tests of the rooms use different parts of it")]

/// A number that a reader looks for.
#[derive(Debug, Clone, Copy)]
pub struct Unknown {
    pub truth: u64,
    /// What the print says of it: at least, and at most.
    pub least: u64,
    pub most: u64,
}

/// Everything that a reader knows.
#[derive(Debug, Clone, Default)]
pub struct Knowledge {
    unknowns: Vec<Unknown>,
    /// A whole and its parts.
    sums: Vec<(usize, Vec<usize>)>,
    /// The sums in which each stands.
    within: Vec<Vec<usize>>,
}

/// How far from the truth other figures are looked for: those that are found are a proof.
const REACH: u64 = 2;
/// More tries than any of these tests needs.
const PATIENCE: u32 = 200_000;

type Ranges = Vec<(u64, u64)>;

impl Knowledge {
    pub fn learn(&mut self, unknown: Unknown) -> usize {
        assert!(
            (unknown.least..=unknown.most).contains(&unknown.truth),
            "what is printed is not true: {unknown:?}"
        );
        self.unknowns.push(unknown);
        self.within.push(Vec::new());
        self.unknowns.len() - 1
    }

    pub fn adds_up(&mut self, whole: usize, parts: Vec<usize>) {
        let sum: u64 = parts.iter().map(|part| self.unknowns[*part].truth).sum();
        assert_eq!(sum, self.unknowns[whole].truth, "a sum that is none");
        for each in parts.iter().chain([&whole]) {
            self.within[*each].push(self.sums.len());
        }
        self.sums.push((whole, parts));
    }

    /// Whether other figures agree with all that is known, in which this one is another.
    pub fn could_differ(&self, place: usize) -> bool {
        let truth = self.unknowns[place].truth;
        [truth + 1, truth.saturating_sub(1)].into_iter().any(|value| {
            let mut ranges: Ranges = self.unknowns.iter().map(near).collect();
            let fits = value != truth && (ranges[place].0..=ranges[place].1).contains(&value);
            ranges[place] = (value, value);
            let mut left = PATIENCE;
            fits && self.narrowed(&mut ranges, vec![place]) && self.search(&ranges, &mut left)
        })
    }

    fn search(&self, ranges: &Ranges, left: &mut u32) -> bool {
        let open = (0..ranges.len()).filter(|place| ranges[*place].0 < ranges[*place].1);
        let Some(place) = open.min_by_key(|place| ranges[*place].1 - ranges[*place].0) else {
            return true;
        };
        let truth = self.unknowns[place].truth;
        let mut values: Vec<u64> = (ranges[place].0..=ranges[place].1).collect();
        values.sort_by_key(|value| value.abs_diff(truth));
        for value in values {
            if *left == 0 {
                return false;
            }
            *left -= 1;
            let mut next = ranges.clone();
            next[place] = (value, value);
            if self.narrowed(&mut next, vec![place]) && self.search(&next, left) {
                return true;
            }
        }
        false
    }

    /// Draws the ranges together until no sum says more; false when one cannot be kept.
    fn narrowed(&self, ranges: &mut Ranges, mut changed: Vec<usize>) -> bool {
        while let Some(place) = changed.pop() {
            for sum in &self.within[place] {
                let (whole, parts) = &self.sums[*sum];
                let least: u64 = parts.iter().map(|part| ranges[*part].0).sum();
                let most: u64 = parts.iter().map(|part| ranges[*part].1).sum();
                let (below, above) = ranges[*whole];
                let mut told = vec![(*whole, (below.max(least), above.min(most)))];
                for part in parts {
                    let (low, high) = ranges[*part];
                    let low_then = low.max(below.saturating_sub(most - high));
                    let Some(high_then) = above.checked_sub(least - low) else {
                        return false;
                    };
                    told.push((*part, (low_then, high.min(high_then))));
                }
                for (each, range) in told {
                    if range.0 > range.1 {
                        return false;
                    }
                    if ranges[each] != range {
                        ranges[each] = range;
                        changed.push(each);
                    }
                }
            }
        }
        true
    }
}

fn near(unknown: &Unknown) -> (u64, u64) {
    (
        unknown.least.max(unknown.truth.saturating_sub(REACH)),
        unknown.most.min(unknown.truth + REACH),
    )
}
