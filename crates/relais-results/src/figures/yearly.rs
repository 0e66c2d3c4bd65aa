//! The figures of a year as they were published, month after month, with each quarter and the year when they end: a pure
//! function of what was counted and kept at each publication.

use std::collections::BTreeSet;

use jiff::civil::Date;
use relais_kernel::{Id, Organisation};
use relais_mechanism::Thresholds;
use relais_referral::{partition::Group, referral::DeclineReason};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Behind, Counts, Cut, Figures, Grouping, Line, merged,
    raw::{Lines, Raw},
    worst,
};
use crate::{
    masking::{Masked, MaskedRow, Row, Series, Shown, Span, Table},
    period::{Grain, Period},
};

/// What is kept of a month when it is published. What is counted of its referrals later changes nothing of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Release {
    pub counts: Counts,
    /// Those in force on the day.
    pub thresholds: Thresholds,
    /// Which lines are printed as one: in the month, and in the quarter and the year that end with it.
    pub groupings: Vec<Grouping>,
}

/// A person behind the figures: the case, who was asked to serve, and where.
pub type Person = (Uuid, Id<Organisation>, Option<String>);

/// Which lines have too few people behind them to be printed by themselves.
pub fn grouped<'a>(
    counts: impl IntoIterator<Item = &'a Counts>,
    people: &[Person],
    thresholds: Thresholds,
) -> Grouping {
    let lines = Lines::of(counts);
    let usual = u64::from(thresholds.operational);
    let of = |raw: Option<&Raw>| raw.map_or(usual, |raw| raw.threshold(thresholds));
    let cases: BTreeSet<Uuid> = people.iter().map(|(case, ..)| *case).collect();
    let by_provider: Vec<_> = people
        .iter()
        .map(|(case, line, _)| Behind {
            case: *case,
            line: *line,
        })
        .collect();
    let by_region: Vec<_> = people
        .iter()
        .map(|(case, _, line)| Behind {
            case: *case,
            line: line.clone(),
        })
        .collect();
    Grouping {
        rare: (cases.len() as u64) < lines.overall.threshold(thresholds),
        providers: merged(&by_provider, |line| of(lines.providers.get(line))),
        regions: merged(&by_region, |line| of(lines.regions.get(line))),
    }
}

/// The figures of all periods that end with these months, which follow each other from the January of the year on.
pub fn published(year: Period, releases: &[Release]) -> Vec<(Period, Figures)> {
    let mut press = Press::default();
    for (with, month) in year.months().take(releases.len()).enumerate() {
        press.publish(month, &releases[..=with]);
    }
    press.read()
}

/// Of a month with which nothing longer ends.
const ANY_DAY: Date = jiff::civil::date(2000, 1, 1);

/// A period that nothing else is published of.
pub(super) fn alone(counts: &Counts, thresholds: Thresholds) -> Figures {
    let mut press = Press::default();
    let release = Release {
        counts: counts.clone(),
        thresholds,
        groupings: vec![Grouping::default()],
    };
    press.publish(Period::of(Grain::Month, ANY_DAY), &[release]);
    // One month was published, and no quarter ends with it.
    press.read().remove(0).1
}

/// What was published of a year so far.
#[derive(Default)]
struct Press {
    providers: Vec<Id<Organisation>>,
    regions: Vec<Option<String>>,
    pages: Vec<Page>,
    groups: Series,
    urgent: Series,
    outside: Series,
}

/// One period before it is masked.
struct Page {
    period: Period,
    lines: Lines,
    thresholds: Thresholds,
    grouping: Grouping,
}

impl Press {
    /// Publishes a month, the last of these, and what ends with it.
    fn publish(&mut self, month: Period, releases: &[Release]) {
        let Some(last) = releases.last() else { return };
        let lines = Lines::of([&last.counts]);
        append(&mut self.providers, lines.providers.keys());
        append(&mut self.regions, lines.regions.keys());
        let first = self.pages.len();
        for (period, grouping) in Period::ending_with(month).zip(&last.groupings) {
            let months = usize::from(period.grain().months().unsigned_abs());
            let counts = releases.iter().rev().take(months).map(|release| &release.counts);
            self.pages.push(Page {
                period,
                lines: Lines::of(counts),
                thresholds: last.thresholds,
                grouping: grouping.clone(),
            });
        }
        let fresh = &self.pages[first..];
        let tables = |of: &dyn Fn(&Page) -> Table| -> Vec<(Span, Table)> {
            fresh.iter().map(|page| (page.span(), of(page))).collect()
        };
        let groups = tables(&|page| {
            let reasons = DeclineReason::ALL.iter();
            let reasons = reasons.map(|reason| page.lines.overall.reasons.get(reason).copied().unwrap_or(0));
            Table {
                reasons: Some((declined(), reasons.collect())),
                ..self.table(page, Group::ALL.len(), &Raw::groups)
            }
        });
        let urgent = tables(&|page| self.table(page, 2, &|raw| vec![raw.reached, raw.missed]));
        let outside = tables(&|page| Table::lone(page.lines.outside, page.threshold()));
        self.groups.publish(groups);
        self.urgent.publish(urgent);
        self.outside.publish(outside);
    }

    fn table(&self, page: &Page, columns: usize, cells: &dyn Fn(&Raw) -> Vec<u64>) -> Table {
        let row = |raw: Option<&Raw>, merged: bool| Row {
            cells: raw.map_or_else(|| vec![0; columns], cells),
            threshold: raw.map_or_else(|| page.threshold(), |raw| raw.threshold(page.thresholds)),
            merged,
        };
        let (lines, grouping) = (&page.lines, &page.grouping);
        let providers = self.providers.iter();
        let regions = self.regions.iter();
        Table {
            columns,
            providers: providers
                .map(|id| row(lines.providers.get(id), grouping.providers.contains(id)))
                .collect(),
            regions: regions
                .map(|code| row(lines.regions.get(code), grouping.regions.contains(code)))
                .collect(),
            reasons: None,
            threshold: page.threshold(),
            rare: grouping.rare,
        }
    }

    fn read(self) -> Vec<(Period, Figures)> {
        let (groups, urgent, outside) = (self.groups.read(), self.urgent.read(), self.outside.read());
        let printed = groups.into_iter().zip(urgent).zip(outside);
        let pages = self.pages.iter().zip(printed);
        pages
            .map(|(page, ((groups, urgent), outside))| {
                let figures = page.figures(
                    (&self.providers, &self.regions),
                    (groups, urgent),
                    outside.overall.total,
                );
                (page.period, figures)
            })
            .collect()
    }
}

/// The place of the column that the reasons are behind.
fn declined() -> usize {
    let place = Group::ALL.iter().position(|group| *group == Group::Declined);
    place.unwrap_or(0)
}

/// Lines keep their places as others come.
fn append<'a, K: Clone + PartialEq + 'a>(known: &mut Vec<K>, lines: impl Iterator<Item = &'a K>) {
    for line in lines {
        if !known.contains(line) {
            known.push(line.clone());
        }
    }
}

impl Page {
    fn span(&self) -> Span {
        Span {
            first: (self.period.since().month() - 1).unsigned_abs(),
            months: self.period.grain().months().unsigned_abs(),
        }
    }

    fn threshold(&self) -> u64 {
        u64::from(self.thresholds.operational)
    }

    fn figures(
        &self,
        (providers, regions): (&[Id<Organisation>], &[Option<String>]),
        (groups, urgent): (Masked, Masked),
        outside: Shown,
    ) -> Figures {
        let (lines, merged) = (&self.lines, &self.grouping);
        let cut = |raw: &Raw, groups: MaskedRow, urgent: MaskedRow| {
            raw.cut(groups, urgent, raw.threshold(self.thresholds), !merged.rare)
        };
        let mut by_provider = printed(
            providers.iter().filter(|id| lines.providers.contains_key(id)),
            |id| merged.providers.contains(id),
            |id| {
                let line = providers.iter().position(|known| known == id).unwrap_or(0);
                (
                    &lines.providers[id],
                    groups.providers[line].clone(),
                    urgent.providers[line].clone(),
                )
            },
            &cut,
        );
        let mut by_region = printed(
            regions.iter().filter(|code| lines.regions.contains_key(code)),
            |code| merged.regions.contains(code),
            |code| {
                let line = regions.iter().position(|known| known == code).unwrap_or(0);
                (
                    &lines.regions[code],
                    groups.regions[line].clone(),
                    urgent.regions[line].clone(),
                )
            },
            &cut,
        );
        if let (Some(groups), Some(urgent)) = (groups.other_providers, urgent.other_providers) {
            let raws = merged.providers.iter().filter_map(|id| lines.providers.get(id));
            by_provider.push((
                Line::Others,
                self.others(&raws.collect::<Vec<_>>(), groups, urgent),
            ));
        }
        if let (Some(groups), Some(urgent)) = (groups.other_regions, urgent.other_regions) {
            let raws = merged.regions.iter().filter_map(|code| lines.regions.get(code));
            by_region.push((
                Line::Others,
                self.others(&raws.collect::<Vec<_>>(), groups, urgent),
            ));
        }
        by_provider.sort_by(|a, b| worst(b).total_cmp(&worst(a)).then_with(|| a.0.cmp(&b.0)));
        by_region.sort_by(|a, b| a.0.cmp(&b.0));
        let reasons = DeclineReason::ALL.iter().copied().zip(groups.reasons);
        Figures {
            overall: cut(&lines.overall, groups.overall, urgent.overall),
            reasons: reasons.filter(|(_, shown)| *shown != Shown::Plain(0)).collect(),
            outside,
            providers: by_provider,
            regions: by_region,
        }
    }

    /// The line of those that are printed as one, under the highest of their thresholds.
    fn others(&self, raws: &[&Raw], groups: MaskedRow, urgent: MaskedRow) -> Cut {
        let threshold = raws.iter().map(|raw| raw.threshold(self.thresholds)).max();
        let threshold = threshold.unwrap_or_else(|| self.threshold());
        Raw::together(raws).cut(groups, urgent, threshold, !self.grouping.rare)
    }
}

/// The lines that are printed by themselves.
fn printed<'a, K: Clone + 'a>(
    lines: impl Iterator<Item = &'a K>,
    merged: impl Fn(&K) -> bool,
    read: impl Fn(&K) -> (&'a Raw, MaskedRow, MaskedRow),
    cut: &dyn Fn(&Raw, MaskedRow, MaskedRow) -> Cut,
) -> Vec<(Line<K>, Cut)> {
    let alone = lines.filter(|line| !merged(line));
    alone
        .map(|line| {
            let (raw, groups, urgent) = read(line);
            (Line::Of(line.clone()), cut(raw, groups, urgent))
        })
        .collect()
}
