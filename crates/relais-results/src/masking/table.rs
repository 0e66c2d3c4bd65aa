use super::{Series, Shown, Span};

/// The counts of one line of a table, in the order of its columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    pub cells: Vec<u64>,
    pub threshold: u64,
    /// Too few people stand behind it: it is printed with the others of its kind, as one line.
    pub merged: bool,
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
    /// Too few people stand behind all of it: nothing but nought is printed.
    pub rare: bool,
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
    /// A line that is printed with others is withheld here.
    pub providers: Vec<MaskedRow>,
    pub other_providers: Option<MaskedRow>,
    pub regions: Vec<MaskedRow>,
    pub other_regions: Option<MaskedRow>,
    pub reasons: Vec<Shown>,
}

impl Row {
    /// With the total before the cells.
    pub(super) fn count(&self, column: usize) -> u64 {
        match column.checked_sub(1) {
            None => self.cells.iter().sum(),
            Some(place) => self.cells.get(place).copied().unwrap_or(0),
        }
    }
}

impl Table {
    /// What may be printed if nothing else ever were.
    pub fn masked(&self) -> Masked {
        let mut series = Series::default();
        series.publish(vec![(Span::ALONE, self.clone())]);
        series.read().remove(0)
    }

    /// One number that nothing adds up to within its page.
    pub fn lone(count: u64, threshold: u64) -> Self {
        let row = Row {
            cells: vec![count],
            threshold,
            merged: false,
        };
        Self {
            columns: 1,
            providers: vec![row.clone()],
            regions: vec![row],
            reasons: None,
            threshold,
            rare: false,
        }
    }
}
