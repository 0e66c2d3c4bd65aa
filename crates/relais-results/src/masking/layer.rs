use super::Shown;

/// What may be printed of one count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    pub count: u64,
    /// From this count on it may be printed.
    pub threshold: u64,
    pub shown: Shown,
    /// Nobody may learn it: it is small, or what is left of a larger one without it.
    pub guarded: bool,
    /// Published before: what was printed cannot be taken back.
    pub settled: bool,
}

/// The figures of one period, in the order of the network that all periods share.
#[derive(Debug, Clone)]
pub struct Layer(pub Vec<Cell>);

/// Dearer than any figure: a "fewer than" is loosened only where nothing else helps.
const LOOSENED: u64 = 1 << 40;
/// Dearer still: a count that is withheld and not small is taken for one that could be. Whoever knows the method knows
/// better, unless so much was printed before that nothing else is left.
const DARKENED: u64 = 1 << 50;

impl Cell {
    /// A count as it may be printed if nothing else were.
    pub const fn of(count: u64, threshold: u64) -> Self {
        let shown = Shown::alone(count, threshold);
        Self {
            count,
            threshold,
            shown,
            guarded: matches!(shown, Shown::Under(_)),
            settled: false,
        }
    }

    /// The same, not to be printed at all.
    pub fn guard(&mut self) {
        if self.count > 0 {
            self.guarded = true;
            self.withhold();
        }
    }

    pub const fn withhold(&mut self) {
        self.shown = Shown::Withheld;
    }
}

impl Layer {
    /// What it costs to let a figure go one up or one down; `None` when a reader knows that it cannot.
    pub fn price(&self, figure: usize, up: bool) -> Option<u64> {
        let cell = &self.0[figure];
        if cell.count == 0 {
            // What is nought is printed as nought, and never serves to hide another.
            return None;
        }
        // In a period that contains this one the figure is as large or larger: whoever may go down here, may there.
        if !up && cell.count < 2 {
            return None;
        }
        let beyond = up && matches!(cell.shown, Shown::Under(threshold) if cell.count + 1 >= threshold);
        let below = !up && cell.count == cell.threshold;
        let dear = match (beyond, below) {
            (true, _) => LOOSENED,
            (_, true) => DARKENED,
            _ => 0,
        };
        match cell.shown {
            Shown::Plain(_) if cell.settled => None,
            Shown::Under(_) if beyond && cell.settled => None,
            Shown::Plain(count) => Some(dear + count),
            Shown::Under(_) | Shown::Withheld => Some(dear),
        }
    }
}
