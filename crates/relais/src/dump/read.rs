use std::io::BufRead;

use sha2::{Digest, Sha256};

use super::{
    cell::Cell,
    line::{Head, LAYOUT, Line, TableHead, TableSum},
};

/// What is wrong with a dump.
#[derive(Debug, thiserror::Error)]
pub enum Damage {
    /// The envelope does not open further, or the file ends too early.
    #[error("the file is cut off or damaged: {0}")]
    Broken(std::io::Error),
    #[error("the file is cut off")]
    CutOff,
    #[error("line {line} does not belong there: {what}")]
    OutOfPlace { line: u64, what: &'static str },
    #[error("the rows of the table {0} are not those that were saved")]
    Changed(String),
    #[error("the dump was made by a newer program (layout {0})")]
    NewerLayout(u32),
}

/// What comes next in a dump.
#[derive(Debug, PartialEq)]
pub enum Event {
    Table(TableHead),
    Row(Vec<Cell>),
    /// Everything was read, and it is all there.
    Done(Vec<TableSum>),
}

/// Reads a dump and believes nothing of it before it was checked.
pub struct Reader<R> {
    input: R,
    line: u64,
    table: Option<(TableHead, u64, Sha256)>,
    sums: Vec<TableSum>,
}

impl<R: BufRead> Reader<R> {
    /// Reads the head.
    ///
    /// # Errors
    /// [`Damage`].
    pub fn new(input: R) -> Result<(Head, Self), Damage> {
        let mut reader = Self {
            input,
            line: 0,
            table: None,
            sums: Vec::new(),
        };
        match reader.line()?.1 {
            Line::Head(head) if head.layout > LAYOUT => Err(Damage::NewerLayout(head.layout)),
            Line::Head(head) => Ok((head, reader)),
            _ => Err(reader.misplaced("a head was expected")),
        }
    }

    /// # Errors
    /// [`Damage`]; a dump is whole only when [`Event::Done`] came.
    pub fn next(&mut self) -> Result<Event, Damage> {
        loop {
            let (text, line) = self.line()?;
            match (line, &mut self.table) {
                (Line::Table(head), None) => {
                    self.table = Some((head.clone(), 0, Sha256::new()));
                    return Ok(Event::Table(head));
                }
                (Line::Row(values), Some((head, rows, hash))) => {
                    *rows += 1;
                    hash.update(&text);
                    let fits = values.len() == head.columns.len();
                    let kinds = head.columns.iter().map(|(_, kind)| *kind);
                    let cells = values
                        .into_iter()
                        .zip(kinds)
                        .map(|(value, kind)| Cell::of_json(value, kind));
                    let cells = cells.collect::<Option<Vec<_>>>().filter(|_| fits);
                    return cells
                        .map(Event::Row)
                        .ok_or_else(|| self.misplaced("the row does not fit its table"));
                }
                (Line::End(sum), Some(_)) => self.end(sum)?,
                (Line::Manifest(sums), None) => return self.done(sums),
                _ => return Err(self.misplaced("another line was expected")),
            }
        }
    }

    fn end(&mut self, sum: TableSum) -> Result<(), Damage> {
        let Some((head, rows, hash)) = self.table.take() else {
            return Err(self.misplaced("no table is open"));
        };
        let read = TableSum {
            name: head.name,
            rows,
            sha256: hex::encode(hash.finalize()),
        };
        if read != sum {
            return Err(Damage::Changed(read.name));
        }
        self.sums.push(sum);
        Ok(())
    }

    fn done(&mut self, sums: Vec<TableSum>) -> Result<Event, Damage> {
        if sums != self.sums {
            return Err(self.misplaced("the manifest names other tables"));
        }
        let rest = self.input.fill_buf().map_err(Damage::Broken)?;
        if !rest.is_empty() {
            return Err(self.misplaced("something follows the manifest"));
        }
        Ok(Event::Done(sums))
    }

    fn line(&mut self) -> Result<(Vec<u8>, Line), Damage> {
        let mut text = Vec::new();
        self.input.read_until(b'\n', &mut text).map_err(Damage::Broken)?;
        self.line += 1;
        if text.last() != Some(&b'\n') {
            return Err(Damage::CutOff);
        }
        let line = serde_json::from_slice(&text).map_err(|_| self.misplaced("it cannot be read"))?;
        Ok((text, line))
    }

    fn misplaced(&self, what: &'static str) -> Damage {
        Damage::OutOfPlace {
            line: self.line,
            what,
        }
    }
}
