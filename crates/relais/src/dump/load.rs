use std::io::BufRead;

use relais_platform::{
    Column, Database, Failure, UnitOfWork, columns,
    sea_orm::{ConnectionTrait, DatabaseTransaction, Statement, Value},
    tables,
};

use super::{
    cell::Cell,
    line::{Part, TableHead, TableSum},
    of_part,
    read::{Damage, Event, Reader},
};

/// The table that stands in a database while it is being restored: no server starts on it.
pub const HALF_RESTORED: &str = "half_restored";

/// Rows in one transaction.
const BATCH: usize = 2_000;
/// Values in one statement, well under what both engines take.
const VALUES: usize = 20_000;

/// Why loading stopped.
#[derive(Debug, thiserror::Error)]
pub enum LoadFault {
    #[error(transparent)]
    Damage(#[from] Damage),
    #[error(transparent)]
    Failure(#[from] Failure),
    #[error("the dump has a table or column that this program does not know: {0}")]
    Unknown(String),
}

/// Loads one part into empty tables.
///
/// # Errors
/// [`LoadFault`]; what was loaded before stays.
pub async fn load<R: BufRead>(
    database: &Database,
    part: Part,
    mut reader: Reader<R>,
) -> Result<Vec<TableSum>, LoadFault> {
    let all = tables(database.reader()).await?;
    let known = of_part(part, &all);
    let mut into: Option<Insert> = None;
    let mut rows = Vec::new();
    loop {
        let event = reader.next()?;
        let full = rows.len() >= BATCH;
        if (full || !matches!(event, Event::Row(_)))
            && let Some(insert) = &into
        {
            insert.write(database, std::mem::take(&mut rows)).await?;
        }
        match event {
            Event::Table(head) if known.contains(&head.name.as_str()) => {
                into = Some(Insert::of(database, head).await?);
            }
            Event::Table(head) => return Err(LoadFault::Unknown(head.name)),
            Event::Row(cells) => rows.push(cells),
            Event::Done(sums) => return Ok(sums),
        }
    }
}

/// How rows of one table are put in.
#[derive(Clone)]
struct Insert {
    table: String,
    columns: Vec<Column>,
}

impl Insert {
    async fn of(database: &Database, head: TableHead) -> Result<Self, LoadFault> {
        let own = columns(database.reader(), &head.name).await?;
        let column = |(name, _): &(String, _)| own.iter().find(|column| column.name == *name).cloned();
        let found = head.columns.iter().map(|wanted| {
            column(wanted).ok_or_else(|| LoadFault::Unknown(format!("{}.{}", head.name, wanted.0)))
        });
        Ok(Self {
            columns: found.collect::<Result<_, _>>()?,
            table: head.name,
        })
    }

    async fn write(&self, database: &Database, rows: Vec<Vec<Cell>>) -> Result<(), LoadFault> {
        if rows.is_empty() {
            return Ok(());
        }
        let per_statement = (VALUES / self.columns.len().max(1)).max(1);
        let mut rows = rows.into_iter().peekable();
        let mut statements = Vec::new();
        while rows.peek().is_some() {
            let some: Vec<Vec<Cell>> = rows.by_ref().take(per_statement).collect();
            statements.push(self.statement(some)?);
        }
        Ok(database.write(Fill(statements)).await?)
    }

    fn statement(&self, rows: Vec<Vec<Cell>>) -> Result<(String, Vec<Value>), LoadFault> {
        let mut values = Vec::new();
        let mut tuples = Vec::new();
        for cells in rows {
            let marks = (1..=cells.len()).map(|n| format!("${}", values.len() + n));
            tuples.push(format!("({})", marks.collect::<Vec<_>>().join(", ")));
            for (cell, column) in cells.into_iter().zip(&self.columns) {
                let value = cell.bind(column);
                values.push(
                    value.ok_or_else(|| LoadFault::Unknown(format!("{}.{}", self.table, column.name)))?,
                );
            }
        }
        let names = self.columns.iter().map(|column| format!("\"{}\"", column.name));
        let names = names.collect::<Vec<_>>().join(", ");
        let sql = format!(
            "INSERT INTO \"{}\" ({names}) VALUES {}",
            self.table,
            tuples.join(", ")
        );
        Ok((sql, values))
    }
}

struct Fill(Vec<(String, Vec<Value>)>);

impl UnitOfWork for Fill {
    type Output = ();

    async fn run(&self, rows: &DatabaseTransaction) -> Result<(), Failure> {
        for (sql, values) in &self.0 {
            let fill = Statement::from_sql_and_values(rows.get_database_backend(), sql, values.clone());
            rows.execute_raw(fill).await?;
        }
        Ok(())
    }
}
