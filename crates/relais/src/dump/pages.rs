use relais_platform::{
    Column, Failure, primary_key,
    sea_orm::{ConnectionTrait, DatabaseTransaction, Statement, Value},
};

use super::cell::Cell;

/// Rows read at a time.
const PAGE: usize = 1_000;

/// The rows of a table in the order of its key, page by page, each page found from the last row of the one
/// before.
pub struct Pages<'a> {
    rows: &'a DatabaseTransaction,
    table: &'a str,
    columns: Vec<Column>,
    /// Where the key's columns stand among the columns; a table without a key is read at once.
    key: Vec<usize>,
    last: Option<Vec<Cell>>,
    over: bool,
}

impl<'a> Pages<'a> {
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn of(
        rows: &'a DatabaseTransaction,
        table: &'a str,
        columns: Vec<Column>,
    ) -> Result<Self, Failure> {
        let key = primary_key(rows, table).await?;
        let place = |name: &String| columns.iter().position(|column| column.name == *name);
        Ok(Self {
            key: key.iter().filter_map(place).collect(),
            rows,
            table,
            columns,
            last: None,
            over: false,
        })
    }

    /// # Errors
    /// [`Failure`] of the store.
    pub async fn next(&mut self) -> Result<Option<Vec<Vec<Cell>>>, Failure> {
        if self.over {
            return Ok(None);
        }
        let found = self.rows.query_all_raw(self.select()?).await?;
        self.over = self.key.is_empty() || found.len() < PAGE;
        let read = |row| {
            self.columns
                .iter()
                .map(|column| Cell::of_row(row, column))
                .collect()
        };
        let page = found
            .iter()
            .map(read)
            .collect::<Result<Vec<Vec<Cell>>, Failure>>()?;
        self.last = page.last().cloned();
        Ok(Some(page))
    }

    fn select(&self) -> Result<Statement, Failure> {
        let backend = self.rows.get_database_backend();
        let quoted = |index: &usize| format!("\"{}\"", self.columns[*index].name);
        let names = (0..self.columns.len())
            .map(|index| quoted(&index))
            .collect::<Vec<_>>()
            .join(", ");
        let key = self.key.iter().map(quoted).collect::<Vec<_>>().join(", ");
        let mut sql = format!("SELECT {names} FROM \"{}\"", self.table);
        let mut values: Vec<Value> = Vec::new();
        if let Some(last) = &self.last {
            for &index in &self.key {
                let value = last[index].clone().bind(&self.columns[index]);
                values.push(value.ok_or_else(|| Failure::Fault(format!("key of {}", self.table)))?);
            }
            let marks = (1..=values.len())
                .map(|number| format!("${number}"))
                .collect::<Vec<_>>()
                .join(", ");
            sql.push_str(&format!(" WHERE ({key}) > ({marks})"));
        }
        if !key.is_empty() {
            sql.push_str(&format!(" ORDER BY {key} LIMIT {PAGE}"));
        }
        Ok(Statement::from_sql_and_values(backend, sql, values))
    }
}
