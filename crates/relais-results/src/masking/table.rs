use super::{Figure, Shown, mask};

/// The counts of one line of a table, in the order of its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub cells: Vec<u64>,
    pub threshold: u64,
}

/// What one page says of one cohort: the same columns by provider and by region, their totals, and one column by
/// its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub columns: usize,
    pub providers: Vec<Row>,
    pub regions: Vec<Row>,
    /// A column and the counts that it is made of.
    pub reasons: Option<(usize, Vec<u64>)>,
    /// For totals and reasons.
    pub threshold: u64,
}

/// One line as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaskedRow {
    pub cells: Vec<Shown>,
    pub total: Shown,
}

/// The page as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Masked {
    pub overall: MaskedRow,
    pub providers: Vec<MaskedRow>,
    pub regions: Vec<MaskedRow>,
    pub reasons: Vec<Shown>,
}

impl Table {
    /// What may be printed. The figures flow from the grand total to each provider, through its cells to the
    /// columns, through the columns' totals to the cells of the regions, and back to the grand total.
    pub fn masked(&self) -> Masked {
        let columns = self.columns;
        // Nodes: columns as providers fill them, columns as regions take them, the reasons, the grand total's ends.
        let (filled, taken) = (0, columns);
        let split = 2 * columns;
        let (out, back) = (split + 1, split + 2);
        let first = split + 3;
        let reasons_of = self.reasons.as_ref().map(|(column, _)| *column);
        let mut all = Vec::new();
        let mut put = |from, to, count, threshold| {
            all.push(Figure {
                from,
                to,
                count,
                threshold,
            });
        };
        for (place, row) in self.providers.iter().enumerate() {
            put(out, first + place, row.cells.iter().sum(), row.threshold);
            for (column, count) in row.cells.iter().enumerate() {
                put(first + place, filled + column, *count, row.threshold);
            }
        }
        let second = first + self.providers.len();
        for (place, row) in self.regions.iter().enumerate() {
            put(second + place, back, row.cells.iter().sum(), row.threshold);
            for (column, count) in row.cells.iter().enumerate() {
                put(taken + column, second + place, *count, row.threshold);
            }
        }
        let total = |column: usize| {
            self.providers
                .iter()
                .filter_map(|row| row.cells.get(column))
                .sum()
        };
        put(back, out, (0..columns).map(total).sum(), self.threshold);
        for column in 0..columns {
            let to = if reasons_of == Some(column) {
                split
            } else {
                taken + column
            };
            put(filled + column, to, total(column), self.threshold);
        }
        if let Some((column, reasons)) = &self.reasons {
            for count in reasons {
                put(split, taken + column, *count, self.threshold);
            }
        }
        self.read(&mask(&all))
    }

    /// The figures back in their places, in the order in which they were put.
    fn read(&self, shown: &[Shown]) -> Masked {
        let line = 1 + self.columns;
        let row = |part: &[Shown]| MaskedRow {
            total: part.first().copied().unwrap_or(Shown::Withheld),
            cells: part.iter().skip(1).copied().collect(),
        };
        let (providers, rest) = shown.split_at(line * self.providers.len());
        let (regions, rest) = rest.split_at(line * self.regions.len());
        let (overall, reasons) = rest.split_at(line);
        Masked {
            overall: row(overall),
            providers: providers.chunks(line).map(row).collect(),
            regions: regions.chunks(line).map(row).collect(),
            reasons: reasons.to_vec(),
        }
    }
}
