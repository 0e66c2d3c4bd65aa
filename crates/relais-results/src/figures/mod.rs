//! Who answers and who does not: the figures of one cohort, pure. Tallies come from the database, thresholds from
//! the definition; what goes out is masked.

mod grouping;
mod raw;
mod spread;
mod yearly;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use relais_kernel::{Id, Organisation};
use relais_mechanism::Thresholds;
use relais_referral::{
    partition::{Group, Partition, PartitionClass},
    referral::DeclineReason,
    store::figures::{Tally, Took},
};
use serde::{Deserialize, Serialize};

pub use grouping::{Behind, Grouping, merged};
pub use spread::{Spread, spread};
pub use yearly::{Release, grouped, published};

use crate::masking::{MaskedRow, Shown};

/// What was counted in one period.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Counts {
    pub tallies: Vec<Tally>,
    pub acknowledged: Vec<Took>,
    pub decided: Vec<Took>,
}

/// One line of the figures: everything, a provider or a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// In the order of [`Group::ALL`], with the cohort as total.
    pub groups: MaskedRow,
    /// Reached within 24 hours, and not; the total is the emergencies whose 24 hours are over.
    pub emergencies: MaskedRow,
    pub to_acknowledge: Spread,
    pub to_decide: Spread,
    /// The reasons given often enough to be named, the most frequent first.
    pub main_reasons: Vec<DeclineReason>,
    /// How many different people stand behind the line at least (k); `None` where fewer do.
    pub people: Option<u64>,
}

/// Which line of a table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Line<K> {
    Of(K),
    /// Those that are printed as one, because too few people stand behind each.
    Others,
}

/// The figures of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    pub overall: Cut,
    /// Declined, by reason.
    pub reasons: Vec<(DeclineReason, Shown)>,
    /// Withdrawn or cancelled before a decision: not in the cohort.
    pub outside: Shown,
    /// Who does not answer stands first.
    pub providers: Vec<(Line<Id<Organisation>>, Cut)>,
    /// By P-code; `None` for persons whose region nobody wrote down.
    pub regions: Vec<(Line<Option<String>>, Cut)>,
}

impl Cut {
    pub fn of(&self, group: Group) -> Shown {
        let place = Group::ALL.iter().position(|g| *g == group);
        place
            .and_then(|place| self.groups.cells.get(place).copied())
            .unwrap_or(Shown::Withheld)
    }

    /// Emergencies reached within 24 hours.
    pub fn reached(&self) -> Shown {
        self.emergencies.cells.first().copied().unwrap_or(Shown::Withheld)
    }

    pub fn not_reached(&self) -> Shown {
        self.emergencies.cells.get(1).copied().unwrap_or(Shown::Withheld)
    }

    /// The shares in thousandths, which add up to 1,000, where nothing of the line is masked.
    pub fn shares(&self) -> Option<BTreeMap<Group, u16>> {
        let mut partition = Partition::default();
        for group in Group::ALL {
            let class = match group {
                Group::Accepted => PartitionClass::Accepted,
                // The shares do not depend on the reasons.
                Group::Declined => PartitionClass::Declined(DeclineReason::Other),
                Group::AcknowledgedOnly => PartitionClass::AcknowledgedOnly,
                Group::NoResponse => PartitionClass::NoResponse,
                Group::Pending => PartitionClass::Pending,
            };
            partition.add(class, self.of(*group).plain()?);
        }
        partition.per_mille()
    }

    /// The share of one group in thousandths, where it and the whole are printed: the one that adds up with the
    /// others where all are.
    pub fn share_of(&self, group: Group) -> Option<u16> {
        if let Some(shares) = self.shares() {
            return shares.get(&group).copied();
        }
        let (part, all) = (self.of(group).plain()?, self.groups.total.plain()?);
        let rounded = (part * 1_000 + all / 2).checked_div(all)?;
        u16::try_from(rounded).ok()
    }

    /// The share without any answer, where it is printed.
    pub fn silent_share(&self) -> Option<f64> {
        let (silent, all) = (self.of(Group::NoResponse).plain()?, self.groups.total.plain()?);
        (all > 0).then(|| silent as f64 / all as f64)
    }
}

/// The figures of a period alone, as they may be printed. Below a threshold of one everything may: an organisation reads
/// its own referrals one by one anyway.
pub fn figures(counts: &Counts, thresholds: Thresholds) -> Figures {
    yearly::alone(counts, thresholds)
}

/// Sorts by what is printed, so that the order gives nothing away; what is printed as one comes last.
pub(crate) fn worst<K>((line, cut): &(Line<K>, Cut)) -> f64 {
    match line {
        Line::Of(_) => cut.silent_share().unwrap_or(-1.0),
        Line::Others => -2.0,
    }
}
