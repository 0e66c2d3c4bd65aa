/// How long something took, in minutes at the precision shown: minutes, then whole hours, from two days on days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spread {
    /// It happened to nobody: missing, not nought.
    Missing,
    /// It happened to fewer than this.
    Under(u64),
    Known {
        median: u64,
        p90: u64,
    },
}

/// Median and 90th percentile by nearest rank, from pairs of minutes and how many took them.
pub fn spread(took: &[(u64, u64)], threshold: u64) -> Spread {
    let mut sorted = took.to_vec();
    sorted.sort_unstable();
    let all: u64 = sorted.iter().map(|(_, count)| count).sum();
    if all == 0 {
        return Spread::Missing;
    }
    if all < threshold {
        return Spread::Under(threshold);
    }
    let at = |percent: u64| {
        let rank = (all * percent).div_ceil(100);
        let mut seen = 0;
        let found = sorted.iter().find(|(_, count)| {
            seen += count;
            seen >= rank
        });
        found.map_or(0, |(minutes, _)| *minutes)
    };
    Spread::Known {
        median: at(50),
        p90: at(90),
    }
}
