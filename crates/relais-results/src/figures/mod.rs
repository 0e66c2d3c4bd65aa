//! Who answers and who does not: the figures of one cohort, pure. Tallies come from the database, thresholds from
//! the definition; what goes out is masked.

mod spread;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use relais_kernel::{Id, Organisation};
use relais_mechanism::Thresholds;
use relais_referral::{
    partition::{Group, Partition, PartitionClass},
    referral::DeclineReason,
    store::figures::{Reached, Tally, Took},
};

pub use spread::{Spread, spread};

use crate::masking::{Masked, MaskedRow, Row, Shown, Table};

/// What was counted in one period.
#[derive(Debug, Clone, Default)]
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
    pub providers: Vec<(Id<Organisation>, Cut)>,
    /// `None` for persons whose region nobody wrote down.
    pub regions: Vec<(Option<String>, Cut)>,
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

/// A line before it is masked.
#[derive(Debug, Clone, Default)]
struct Raw {
    partition: Partition,
    survivors: u64,
    reached: u64,
    missed: u64,
    reasons: BTreeMap<DeclineReason, u64>,
    acknowledged: Vec<(u64, u64)>,
    decided: Vec<(u64, u64)>,
}

impl Raw {
    fn add(&mut self, tally: &Tally) {
        let Some(class) = tally.class else { return };
        self.partition.add(class, tally.count);
        if let PartitionClass::Declined(reason) = class {
            *self.reasons.entry(reason).or_default() += tally.count;
        }
        self.survivors += if tally.survivor { tally.count } else { 0 };
        match tally.emergency {
            Some(Reached::InTime) => self.reached += tally.count,
            Some(Reached::Late) => self.missed += tally.count,
            Some(Reached::Open) | None => {}
        }
    }

    /// A line in which most need protection says how many survivors there are.
    fn threshold(&self, thresholds: Thresholds) -> u64 {
        u64::from(
            if self.survivors * 2 >= self.partition.total() && self.survivors > 0 {
                thresholds.survivor.max(thresholds.operational)
            } else {
                thresholds.operational
            },
        )
    }

    fn groups(&self) -> Vec<u64> {
        Group::ALL
            .iter()
            .map(|group| self.partition.count(*group))
            .collect()
    }

    fn cut(&self, groups: MaskedRow, emergencies: MaskedRow, threshold: u64) -> Cut {
        let mut reasons: Vec<_> = self
            .reasons
            .iter()
            .filter(|(_, count)| **count >= threshold)
            .map(|(reason, count)| (std::cmp::Reverse(*count), *reason))
            .collect();
        reasons.sort();
        Cut {
            groups,
            emergencies,
            to_acknowledge: spread(&self.acknowledged, threshold),
            to_decide: spread(&self.decided, threshold),
            main_reasons: reasons.into_iter().map(|(_, reason)| reason).collect(),
        }
    }
}

/// The figures of a period as they may be printed. Below a threshold of one everything may: an organisation reads
/// its own referrals one by one anyway.
pub fn figures(counts: &Counts, thresholds: Thresholds) -> Figures {
    let mut overall = Raw::default();
    let mut providers: BTreeMap<Id<Organisation>, Raw> = BTreeMap::new();
    let mut regions: BTreeMap<Option<String>, Raw> = BTreeMap::new();
    let mut outside = 0;
    for tally in &counts.tallies {
        outside += if tally.class.is_none() { tally.count } else { 0 };
        if tally.class.is_some() {
            overall.add(tally);
            providers.entry(tally.to).or_default().add(tally);
            regions.entry(tally.region.clone()).or_default().add(tally);
        }
    }
    type Place = fn(&mut Raw) -> &mut Vec<(u64, u64)>;
    let times: [(&[Took], Place); 2] = [
        (&counts.acknowledged, |raw| &mut raw.acknowledged),
        (&counts.decided, |raw| &mut raw.decided),
    ];
    for (all, place) in times {
        for took in all {
            let one = (took.minutes, took.count);
            place(&mut overall).push(one);
            place(providers.entry(took.to).or_default()).push(one);
            place(regions.entry(took.region.clone()).or_default()).push(one);
        }
    }
    printed(&overall, &providers, &regions, outside, thresholds)
}

fn printed(
    overall: &Raw,
    providers: &BTreeMap<Id<Organisation>, Raw>,
    regions: &BTreeMap<Option<String>, Raw>,
    outside: u64,
    thresholds: Thresholds,
) -> Figures {
    let threshold = u64::from(thresholds.operational);
    let given: BTreeSet<DeclineReason> = overall.reasons.keys().copied().collect();
    let reasons: Vec<u64> = given
        .iter()
        .filter_map(|r| overall.reasons.get(r))
        .copied()
        .collect();
    let declined = Group::ALL
        .iter()
        .position(|group| *group == Group::Declined)
        .unwrap_or(0);
    let masked = |cells: &dyn Fn(&Raw) -> Vec<u64>, columns, reasons| -> Masked {
        let row = |raw: &Raw| Row {
            cells: cells(raw),
            threshold: raw.threshold(thresholds),
        };
        Table {
            columns,
            providers: providers.values().map(row).collect(),
            regions: regions.values().map(row).collect(),
            reasons,
            threshold,
        }
        .masked()
    };
    let groups = masked(&Raw::groups, Group::ALL.len(), Some((declined, reasons)));
    let urgent = masked(&|raw| vec![raw.reached, raw.missed], 2, None);
    let line =
        |raw: &Raw, groups: MaskedRow, urgent: MaskedRow| raw.cut(groups, urgent, raw.threshold(thresholds));
    let mut by_provider: Vec<_> = providers
        .iter()
        .zip(groups.providers.into_iter().zip(urgent.providers))
        .map(|((id, raw), (groups, urgent))| (*id, line(raw, groups, urgent)))
        .collect();
    by_provider.sort_by(|(_, a), (_, b)| worst(b).total_cmp(&worst(a)));
    let by_region = regions
        .iter()
        .zip(groups.regions.into_iter().zip(urgent.regions))
        .map(|((code, raw), (groups, urgent))| (code.clone(), line(raw, groups, urgent)));
    Figures {
        regions: by_region.collect(),
        providers: by_provider,
        reasons: given.into_iter().zip(groups.reasons).collect(),
        outside: Shown::alone(outside, threshold),
        overall: overall.cut(groups.overall, urgent.overall, threshold),
    }
}

/// Sorts by what is printed, so that the order gives nothing away.
pub(crate) fn worst(cut: &Cut) -> f64 {
    cut.silent_share().unwrap_or(-1.0)
}
