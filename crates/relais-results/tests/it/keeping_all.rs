//! What a reader knows who keeps all pages: the figures on each, and what adds up to what.

use std::collections::{BTreeMap, BTreeSet};

use relais_kernel::{Id, Organisation};
use relais_referral::{
    partition::{Group, PartitionClass},
    referral::DeclineReason,
    store::figures::Tally,
};
use relais_results::{
    figures::{Cut, Figures, Line},
    masking::Shown,
    period::{Grain, Period},
};

use crate::adding_up::{Knowledge, Unknown};

/// A figure, named alike on every page: a line, and a column (0 is the total).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    Whole(usize),
    Provider(Id<Organisation>, usize),
    OtherProviders(usize),
    Region(Option<String>, usize),
    OtherRegions(usize),
    Reason(DeclineReason),
}

impl Name {
    pub fn column(&self) -> usize {
        match self {
            Self::Whole(c) | Self::Provider(_, c) | Self::OtherProviders(c) => *c,
            Self::Region(_, c) | Self::OtherRegions(c) => *c,
            Self::Reason(_) => 99,
        }
    }
}

pub const COLUMNS: usize = 5;

pub fn shown_in(cut: &Cut, column: usize) -> Shown {
    column
        .checked_sub(1)
        .map_or(cut.groups.total, |place| cut.groups.cells[place])
}

fn counted(tallies: &[Tally], column: usize, belongs: impl Fn(&Tally) -> bool) -> u64 {
    let group = column.checked_sub(1).map(|place| Group::ALL[place]);
    let those = tallies.iter().filter(|tally| belongs(tally)).filter(|tally| {
        let class = tally.class.map(PartitionClass::group);
        class.is_some() && (group.is_none() || class == group)
    });
    those.map(|tally| tally.count).sum()
}

/// Everything on one page: what it counts, and what is printed of it; `None` for what is not there.
pub fn page(figures: &Figures, tallies: &[Tally]) -> BTreeMap<Name, (u64, Option<Shown>)> {
    let mut all = BTreeMap::new();
    let providers: BTreeSet<_> = tallies
        .iter()
        .filter(|t| t.class.is_some())
        .map(|t| t.to)
        .collect();
    let regions: BTreeSet<_> = tallies
        .iter()
        .filter(|t| t.class.is_some())
        .map(|t| t.region.clone())
        .collect();
    for column in 0..=COLUMNS {
        let whole = counted(tallies, column, |_| true);
        all.insert(
            Name::Whole(column),
            (whole, Some(shown_in(&figures.overall, column))),
        );
        let mut left = (0, 0);
        for id in &providers {
            let count = counted(tallies, column, |tally| tally.to == *id);
            let line = figures.providers.iter().find(|(line, _)| *line == Line::Of(*id));
            left.0 += if line.is_none() { count } else { 0 };
            let shown = line.map(|(_, cut)| shown_in(cut, column));
            all.insert(Name::Provider(*id, column), (count, shown));
        }
        for code in &regions {
            let count = counted(tallies, column, |tally| tally.region == *code);
            let line = figures
                .regions
                .iter()
                .find(|(line, _)| *line == Line::Of(code.clone()));
            left.1 += if line.is_none() { count } else { 0 };
            let shown = line.map(|(_, cut)| shown_in(cut, column));
            all.insert(Name::Region(code.clone(), column), (count, shown));
        }
        if let Some((_, cut)) = figures.providers.iter().find(|(line, _)| *line == Line::Others) {
            all.insert(
                Name::OtherProviders(column),
                (left.0, Some(shown_in(cut, column))),
            );
        }
        if let Some((_, cut)) = figures.regions.iter().find(|(line, _)| *line == Line::Others) {
            all.insert(Name::OtherRegions(column), (left.1, Some(shown_in(cut, column))));
        }
    }
    for reason in DeclineReason::ALL {
        let those = tallies
            .iter()
            .filter(|t| t.class == Some(PartitionClass::Declined(*reason)));
        let shown = figures.reasons.iter().find(|(given, _)| given == reason);
        let shown = shown.map_or(Shown::Plain(0), |(_, shown)| *shown);
        all.insert(Name::Reason(*reason), (those.map(|t| t.count).sum(), Some(shown)));
    }
    all
}

/// What a reader of all pages knows, and where each figure is in it.
pub fn knowledge(
    pages: &BTreeMap<Period, BTreeMap<Name, (u64, Option<Shown>)>>,
) -> (Knowledge, BTreeMap<(Period, Name), usize>) {
    let mut known = Knowledge::default();
    let mut places = BTreeMap::new();
    for (period, page) in pages {
        for (name, (truth, shown)) in page {
            let (least, most) = match shown {
                Some(Shown::Plain(count)) => (*count, *count),
                Some(Shown::Under(threshold)) => (1, threshold - 1),
                Some(Shown::Withheld) => (1, u64::MAX / 4096),
                None => (0, u64::MAX / 4096),
            };
            let place = known.learn(Unknown {
                truth: *truth,
                least,
                most,
            });
            places.insert((*period, name.clone()), place);
        }
        let of = |fits: &dyn Fn(&Name) -> bool| -> Vec<usize> {
            page.keys()
                .filter(|name| fits(name))
                .map(|name| places[&(*period, name.clone())])
                .collect()
        };
        let at = |name: &Name| places.get(&(*period, name.clone())).copied();
        let unprinted = |name: &Name| page.get(name).is_some_and(|(_, shown)| shown.is_none());
        let mut sums = Vec::new();
        for name in page.keys() {
            let place = at(name).unwrap();
            match name {
                Name::Whole(column) => {
                    sums.push((place, of(&|n| matches!(n, Name::Provider(_, c) if c == column))));
                    sums.push((place, of(&|n| matches!(n, Name::Region(_, c) if c == column))));
                }
                Name::OtherProviders(column) => {
                    sums.push((
                        place,
                        of(&|n| matches!(n, Name::Provider(_, c) if c == column) && unprinted(n)),
                    ));
                }
                Name::OtherRegions(column) => {
                    sums.push((
                        place,
                        of(&|n| matches!(n, Name::Region(_, c) if c == column) && unprinted(n)),
                    ));
                }
                _ => {}
            }
            if name.column() == 0 {
                let cells = |column: usize| match name {
                    Name::Whole(_) => at(&Name::Whole(column)),
                    Name::Provider(id, _) => at(&Name::Provider(*id, column)),
                    Name::OtherProviders(_) => at(&Name::OtherProviders(column)),
                    Name::Region(code, _) => at(&Name::Region(code.clone(), column)),
                    Name::OtherRegions(_) => at(&Name::OtherRegions(column)),
                    Name::Reason(_) => None,
                };
                sums.push((place, (1..=COLUMNS).filter_map(cells).collect()));
            }
        }
        let declined = 1 + Group::ALL
            .iter()
            .position(|group| *group == Group::Declined)
            .unwrap();
        let reasons = of(&|name| matches!(name, Name::Reason(_)));
        sums.push((at(&Name::Whole(declined)).unwrap(), reasons));
        sums.into_iter()
            .for_each(|(whole, parts)| known.adds_up(whole, parts));
    }
    for ((period, name), place) in &places {
        let others = matches!(name, Name::OtherProviders(_) | Name::OtherRegions(_));
        if period.grain() != Grain::Month && !others {
            let months = period
                .months()
                .filter_map(|month| places.get(&(month, name.clone())).copied());
            known.adds_up(*place, months.collect());
        }
    }
    (known, places)
}
