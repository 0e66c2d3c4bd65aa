use super::{Limits, Unreadable};

/// The rows of a sheet as they come, within the limits.
pub(super) struct Rows<'l> {
    limits: &'l Limits,
    done: Vec<Vec<String>>,
    bytes: usize,
    formulas: usize,
    first_formula: (u32, u32),
}

impl<'l> Rows<'l> {
    pub const fn new(limits: &'l Limits) -> Self {
        Self {
            limits,
            done: Vec::new(),
            bytes: 0,
            formulas: 0,
            first_formula: (0, 0),
        }
    }

    /// # Errors
    /// [`Unreadable`] for a cell beyond the limits.
    pub fn put(&mut self, (row, column): (u32, u32), text: &str) -> Result<(), Unreadable> {
        let text = tidy(text);
        if text.is_empty() {
            return Ok(());
        }
        let (row, column) = (row as usize, column as usize);
        let Limits {
            rows, columns, cell, ..
        } = *self.limits;
        if row >= rows {
            return Err(Unreadable::TooManyRows { most: rows - 1 });
        }
        if column >= columns {
            return Err(Unreadable::TooManyColumns { most: columns });
        }
        if text.chars().count() > cell {
            return Err(Unreadable::CellTooLong {
                row: row + 1,
                most: cell,
            });
        }
        self.bytes += text.len();
        if self.bytes > self.limits.text {
            return Err(Unreadable::TooMuchText);
        }
        if self.done.len() <= row {
            self.done.resize(row + 1, Vec::new());
        }
        let Some(line) = self.done.get_mut(row) else {
            return Ok(());
        };
        if line.len() <= column {
            line.resize(column + 1, String::new());
        }
        if let Some(cell) = line.get_mut(column) {
            *cell = text;
        }
        Ok(())
    }

    /// A cell that holds a formula.
    pub const fn formula(&mut self, at: (u32, u32)) {
        if self.formulas == 0 {
            self.first_formula = at;
        }
        self.formulas += 1;
    }

    /// # Errors
    /// [`Unreadable::Formulas`] when there are some.
    pub fn without_formulas(self) -> Result<Vec<Vec<String>>, Unreadable> {
        let (row, column) = self.first_formula;
        if self.formulas > 0 {
            return Err(Unreadable::Formulas {
                row,
                column,
                others: self.formulas - 1,
            });
        }
        Ok(self.done)
    }
}

/// As a form would bring it: one kind of line end, and no control characters.
fn tidy(text: &str) -> String {
    text.trim_start_matches('\u{feff}')
        .replace("\r\n", "\n")
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}
