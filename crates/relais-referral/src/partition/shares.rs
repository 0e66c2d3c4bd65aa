use std::collections::BTreeMap;

use super::PartitionClass;
use crate::coded::coded;
use crate::referral::DeclineReason;

coded! {
    /// The five shares that add up to 100 %.
    Group {
        Accepted = "accepted", "acceptés", "accepted";
        Declined = "declined", "non acceptés", "declined";
        AcknowledgedOnly = "acknowledged_only", "accusé de réception seul", "acknowledged only";
        NoResponse = "no_response", "sans réponse", "no response";
        Pending = "pending", "en attente", "pending";
    }
}

impl PartitionClass {
    pub const fn group(self) -> Group {
        match self {
            Self::Accepted => Group::Accepted,
            Self::Declined(_) => Group::Declined,
            Self::AcknowledgedOnly => Group::AcknowledgedOnly,
            Self::NoResponse => Group::NoResponse,
            Self::Pending => Group::Pending,
        }
    }
}

/// The counts of a cohort.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Partition(BTreeMap<PartitionClass, u64>);

impl Partition {
    pub fn add(&mut self, class: PartitionClass, count: u64) {
        *self.0.entry(class).or_default() += count;
    }

    /// The referrals of the cohort.
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }

    pub fn count(&self, group: Group) -> u64 {
        self.0
            .iter()
            .filter(|(class, _)| class.group() == group)
            .map(|(_, n)| n)
            .sum()
    }

    pub fn declined(&self, reason: DeclineReason) -> u64 {
        self.0
            .get(&PartitionClass::Declined(reason))
            .copied()
            .unwrap_or(0)
    }

    /// The shares in thousandths, rounded so that they add up to exactly 1,000 (largest remainder); `None` for an
    /// empty cohort, because nothing of nothing is no share.
    pub fn per_mille(&self) -> Option<BTreeMap<Group, u16>> {
        let total = u128::from(self.total());
        if total == 0 {
            return None;
        }
        let mut parts: Vec<(Group, u128, u128)> = Group::ALL
            .iter()
            .map(|group| {
                let scaled = u128::from(self.count(*group)) * 1_000;
                (*group, scaled / total, scaled % total)
            })
            .collect();
        let missing = 1_000_u128.saturating_sub(parts.iter().map(|(_, whole, _)| whole).sum());
        parts.sort_by_key(|(group, _, rest)| (std::cmp::Reverse(*rest), *group));
        let shares = parts.into_iter().zip(0u128..).map(|((group, whole, _), place)| {
            let share = whole + u128::from(place < missing);
            (group, u16::try_from(share).unwrap_or(1_000))
        });
        Some(shares.collect())
    }
}

impl FromIterator<PartitionClass> for Partition {
    fn from_iter<I: IntoIterator<Item = PartitionClass>>(classes: I) -> Self {
        let mut partition = Self::default();
        for class in classes {
            partition.add(class, 1);
        }
        partition
    }
}
