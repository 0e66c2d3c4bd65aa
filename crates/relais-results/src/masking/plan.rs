use super::{
    Table,
    layer::{Cell, Layer},
    network::Network,
};

/// Where a figure stands; of a line, the column 0 is its total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    Whole { column: usize },
    Provider { line: usize, column: usize },
    Region { line: usize, column: usize },
    Reason(usize),
}

/// How the figures of a page hang together. They flow from the grand total to each provider, through its cells to the
/// columns, through the columns' totals to the cells of the regions, and back to the grand total.
#[derive(Debug, Clone)]
pub struct Plan {
    pub network: Network,
    pub spots: Vec<Spot>,
}

impl Plan {
    /// For tables with as many lines, columns and reasons as this one.
    pub fn of(table: &Table) -> Self {
        let columns = table.columns;
        // Nodes: columns as providers fill them, columns as regions take them, the reasons, the grand total's ends.
        let (filled, taken) = (0, columns);
        let split = 2 * columns;
        let (out, back) = (split + 1, split + 2);
        let first = split + 3;
        let second = first + table.providers.len();
        let reasons_of = table.reasons.as_ref().map(|(column, _)| *column);
        let (mut ends, mut spots) = (Vec::new(), Vec::new());
        let mut put = |from, to, spot| {
            ends.push((from, to));
            spots.push(spot);
        };
        for line in 0..table.providers.len() {
            put(out, first + line, Spot::Provider { line, column: 0 });
            for place in 0..columns {
                let column = place + 1;
                put(first + line, filled + place, Spot::Provider { line, column });
            }
        }
        for line in 0..table.regions.len() {
            put(second + line, back, Spot::Region { line, column: 0 });
            for place in 0..columns {
                let column = place + 1;
                put(taken + place, second + line, Spot::Region { line, column });
            }
        }
        put(back, out, Spot::Whole { column: 0 });
        for place in 0..columns {
            let to = if reasons_of == Some(place) {
                split
            } else {
                taken + place
            };
            put(filled + place, to, Spot::Whole { column: place + 1 });
        }
        if let Some((column, reasons)) = &table.reasons {
            for reason in 0..reasons.len() {
                put(split, taken + column, Spot::Reason(reason));
            }
        }
        Self {
            network: Network::new(ends),
            spots,
        }
    }

    /// The figures of a table that was not printed before.
    pub fn layer(&self, table: &Table) -> Layer {
        let cell = |spot: &Spot| {
            let (count, threshold, apart) = table.at(*spot);
            let mut cell = Cell::of(count, threshold);
            if apart || table.rare {
                cell.guard();
            }
            cell
        };
        Layer(self.spots.iter().map(cell).collect())
    }
}

impl Table {
    /// The count at a spot, its threshold, and whether it is printed in a line with others only.
    fn at(&self, spot: Spot) -> (u64, u64, bool) {
        match spot {
            Spot::Provider { line, column } => {
                let row = &self.providers[line];
                (row.count(column), row.threshold, row.merged)
            }
            Spot::Region { line, column } => {
                let row = &self.regions[line];
                (row.count(column), row.threshold, row.merged)
            }
            Spot::Reason(reason) => {
                let count = self.reasons.as_ref().and_then(|(_, all)| all.get(reason));
                (count.copied().unwrap_or(0), self.threshold, false)
            }
            Spot::Whole { column } => {
                let all = self.providers.iter().map(|row| row.count(column)).sum();
                (all, self.threshold, false)
            }
        }
    }
}

impl Spot {
    /// The figure of everything that this line is a part of.
    pub const fn whole(self) -> Option<Self> {
        match self {
            Self::Provider { column, .. } | Self::Region { column, .. } => Some(Self::Whole { column }),
            Self::Whole { .. } | Self::Reason(_) => None,
        }
    }
}
