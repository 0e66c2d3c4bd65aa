//! What was counted, line by line, before it is masked.

use std::collections::BTreeMap;

use relais_kernel::{Id, Organisation};
use relais_mechanism::Thresholds;
use relais_referral::{
    partition::{Group, Partition, PartitionClass},
    referral::DeclineReason,
    store::figures::{Reached, Tally, Took},
};

use super::{Counts, Cut, spread};
use crate::masking::MaskedRow;

/// A line before it is masked.
#[derive(Debug, Clone, Default)]
pub struct Raw {
    partition: Partition,
    survivors: u64,
    pub reached: u64,
    pub missed: u64,
    pub reasons: BTreeMap<DeclineReason, u64>,
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
    pub fn threshold(&self, thresholds: Thresholds) -> u64 {
        u64::from(
            if self.survivors * 2 >= self.partition.total() && self.survivors > 0 {
                thresholds.survivor.max(thresholds.operational)
            } else {
                thresholds.operational
            },
        )
    }

    pub fn groups(&self) -> Vec<u64> {
        Group::ALL
            .iter()
            .map(|group| self.partition.count(*group))
            .collect()
    }

    /// Times and reasons of several lines, which are printed as one.
    pub fn together(all: &[&Self]) -> Self {
        let mut one = Self::default();
        for raw in all {
            one.acknowledged.extend(&raw.acknowledged);
            one.decided.extend(&raw.decided);
            for (reason, count) in &raw.reasons {
                *one.reasons.entry(*reason).or_default() += count;
            }
        }
        one
    }

    /// The line as it is printed, and whether as many people as the threshold asks stand behind it.
    pub fn cut(&self, groups: MaskedRow, emergencies: MaskedRow, threshold: u64, people: bool) -> Cut {
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
            people: people.then_some(threshold),
        }
    }
}

/// The lines of a period.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    pub overall: Raw,
    pub providers: BTreeMap<Id<Organisation>, Raw>,
    pub regions: BTreeMap<Option<String>, Raw>,
    pub outside: u64,
}

impl Lines {
    /// Of one or several periods that do not overlap.
    pub fn of<'a>(all: impl IntoIterator<Item = &'a Counts>) -> Self {
        let mut lines = Self::default();
        all.into_iter().for_each(|counts| lines.count(counts));
        lines
    }

    fn count(&mut self, counts: &Counts) {
        for tally in &counts.tallies {
            self.outside += if tally.class.is_none() { tally.count } else { 0 };
            if tally.class.is_some() {
                self.overall.add(tally);
                self.providers.entry(tally.to).or_default().add(tally);
                self.regions.entry(tally.region.clone()).or_default().add(tally);
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
                place(&mut self.overall).push(one);
                place(self.providers.entry(took.to).or_default()).push(one);
                place(self.regions.entry(took.region.clone()).or_default()).push(one);
            }
        }
    }
}
