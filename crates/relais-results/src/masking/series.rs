use std::collections::BTreeMap;

use super::{
    Masked, MaskedRow, Row, Shown, Table,
    apart::keep_apart,
    layer::{Cell, Layer},
    network::Turn,
    plan::{Plan, Spot},
};

/// Which months of a year a table counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// From 0.
    pub first: u8,
    pub months: u8,
}

impl Span {
    /// For a table that no other has anything in common with.
    pub const ALONE: Self = Self { first: 0, months: 1 };

    const fn contains(self, other: Self) -> bool {
        self.first <= other.first && other.first + other.months <= self.first + self.months
    }
}

/// The tables of a year in the order in which they are published. Each is masked for readers who keep all that was
/// published before: what was printed stays as it is, and what comes gives way.
///
/// Lines keep their places: a table may have more of them than those before it, never others.
#[derive(Debug, Clone, Default)]
pub struct Series(Vec<Published>);

#[derive(Debug, Clone)]
struct Published {
    span: Span,
    table: Table,
    cells: BTreeMap<Spot, Cell>,
}

impl Series {
    /// Publishes tables at one time: a month, and what ends with it.
    pub fn publish(&mut self, tables: Vec<(Span, Table)>) {
        let fresh = tables.into_iter().map(|(span, table)| Published {
            span,
            table,
            cells: BTreeMap::new(),
        });
        let before = self.0.len();
        self.0.extend(fresh);
        let lines =
            |of: fn(&Table) -> &Vec<Row>| self.0.iter().map(|p| of(&p.table).len()).max().unwrap_or(0);
        let (providers, regions) = (lines(|table| &table.providers), lines(|table| &table.regions));
        for published in &mut self.0 {
            published.table.providers.resize(providers, Row::default());
            published.table.regions.resize(regions, Row::default());
        }
        let Some(last) = self.0.last() else { return };
        let plan = Plan::of(&last.table);
        let laid = self.0.iter().map(|published| published.laid(&plan));
        let mut layers: Vec<Layer> = laid.collect();
        let spans: Vec<Span> = self.0.iter().map(|published| published.span).collect();
        keep_apart(&mut layers, &plan.spots, &nested(&spans));
        // What nothing new contains is hidden as it was.
        let touched = |table: &usize| spans[before..].iter().any(|new| new.contains(spans[*table]));
        let touched: Vec<usize> = (0..spans.len()).filter(touched).collect();
        plan.network.close(&mut layers, &turns(&spans), &touched);
        for (published, layer) in self.0.iter_mut().zip(layers) {
            let settled = layer.0.into_iter().map(|cell| Cell {
                settled: true,
                ..cell
            });
            published.cells = plan.spots.iter().copied().zip(settled).collect();
        }
    }

    /// What is printed of each table, in the order of publication.
    pub fn read(&self) -> Vec<Masked> {
        self.0.iter().map(Published::read).collect()
    }
}

impl Published {
    /// The figures with what was printed of them.
    fn laid(&self, plan: &Plan) -> Layer {
        let mut layer = plan.layer(&self.table);
        let old = !self.cells.is_empty();
        for (cell, spot) in layer.0.iter_mut().zip(&plan.spots) {
            match self.cells.get(spot) {
                Some(known) => *cell = *known,
                // A line that came later is nought here.
                None => cell.settled = old,
            }
        }
        layer
    }

    fn shown(&self, spot: Spot) -> Shown {
        self.cells.get(&spot).map_or(Shown::Withheld, |cell| cell.shown)
    }

    fn row(&self, at: impl Fn(usize) -> Spot) -> MaskedRow {
        MaskedRow {
            total: self.shown(at(0)),
            cells: (1..=self.table.columns)
                .map(|column| self.shown(at(column)))
                .collect(),
        }
    }

    /// Of lines that are printed as one: what is left of everything without those that are printed by themselves, where
    /// all of these are. It says nothing that the page does not.
    fn others(&self, rows: &[Row], at: impl Fn(usize, usize) -> Spot) -> Option<MaskedRow> {
        let merged = || rows.iter().filter(|row| row.merged);
        let threshold = merged().map(|row| row.threshold).max()?;
        let rest = |column: usize| {
            let alone = (0..rows.len()).filter(|line| !rows[*line].merged);
            let printed = alone
                .map(|line| at(line, column))
                .chain([Spot::Whole { column }])
                .all(|spot| self.shown(spot).plain().is_some());
            if printed {
                Shown::alone(merged().map(|row| row.count(column)).sum(), threshold)
            } else {
                Shown::Withheld
            }
        };
        Some(MaskedRow {
            total: rest(0),
            cells: (1..=self.table.columns).map(rest).collect(),
        })
    }

    fn read(&self) -> Masked {
        let table = &self.table;
        Masked {
            overall: self.row(|column| Spot::Whole { column }),
            providers: (0..table.providers.len())
                .map(|line| self.row(|column| Spot::Provider { line, column }))
                .collect(),
            other_providers: self.others(&table.providers, |line, column| Spot::Provider { line, column }),
            regions: (0..table.regions.len())
                .map(|line| self.row(|column| Spot::Region { line, column }))
                .collect(),
            other_regions: self.others(&table.regions, |line, column| Spot::Region { line, column }),
            reasons: (0..table.reasons.as_ref().map_or(0, |(_, all)| all.len()))
                .map(|reason| self.shown(Spot::Reason(reason)))
                .collect(),
        }
    }
}

/// Pairs of tables, the first within the second or the same.
fn nested(spans: &[Span]) -> Vec<(usize, usize)> {
    let all = || spans.iter().enumerate();
    all()
        .flat_map(|(narrow, one)| {
            let wider = all()
                .filter(move |(wide, other)| *wide == narrow || (**other != *one && other.contains(*one)));
            wider.map(move |(wide, _)| (narrow, wide))
        })
        .collect()
}

/// What can change together so that months still add up to quarters and years: a month and all that contains it, or one
/// month against another, with whatever contains only one of them.
fn turns(spans: &[Span]) -> Vec<Turn> {
    let within = |month: usize| -> Vec<usize> {
        (0..spans.len())
            .filter(|table| spans[*table].contains(spans[month]))
            .collect()
    };
    let months: Vec<usize> = (0..spans.len())
        .filter(|table| {
            !(0..spans.len()).any(|other| other != *table && spans[*table].contains(spans[other]))
        })
        .collect();
    let mut all: Vec<Turn> = Vec::new();
    for (place, month) in months.iter().enumerate() {
        let here = within(*month);
        all.push(here.iter().map(|table| (*table, true)).collect());
        for other in &months[place + 1..] {
            let there = within(*other);
            let only = |ours: &[usize], theirs: &[usize], same: bool| -> Turn {
                let apart = ours.iter().filter(|table| !theirs.contains(table));
                apart.map(|table| (*table, same)).collect()
            };
            let mut turn = only(&here, &there, true);
            turn.extend(only(&there, &here, false));
            // Two months that nothing contains yet change each for itself.
            if turn.len() < here.len() + there.len() {
                all.push(turn);
            }
        }
    }
    all
}
