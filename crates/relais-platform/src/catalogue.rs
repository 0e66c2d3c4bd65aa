//! What the database says of itself, alike on both engines: for a dump that either can read.

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::Failure;

/// What a column holds, apart from how an engine names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// A key of 16 bytes; on SQLite it cannot be told from [`Self::Bytes`].
    Id,
    Bytes,
    Bool,
    Int,
    Real,
    Text,
}

/// A column of a table, in the table's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub kind: ColumnKind,
    /// PostgreSQL's 32-bit integer: it takes no other there.
    pub narrow: bool,
}

/// The tables of this installation, by name.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn tables<C: ConnectionTrait>(rows: &C) -> Result<Vec<String>, Failure> {
    let sql = match rows.get_database_backend() {
        DbBackend::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
        }
        _ => {
            "SELECT table_name::text AS name FROM information_schema.tables \
             WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name"
        }
    };
    let found = rows
        .query_all_raw(Statement::from_string(rows.get_database_backend(), sql))
        .await?;
    Ok(found
        .iter()
        .map(|row| row.try_get("", "name"))
        .collect::<Result<_, _>>()?)
}

/// The columns of a table, in order.
///
/// # Errors
/// [`Failure::Fault`] for a type that no migration of ours uses.
pub async fn columns<C: ConnectionTrait>(rows: &C, table: &str) -> Result<Vec<Column>, Failure> {
    let backend = rows.get_database_backend();
    let sql = match backend {
        DbBackend::Sqlite => "SELECT name, type AS kind FROM pragma_table_info($1) ORDER BY cid",
        _ => {
            "SELECT column_name::text AS name, data_type::text AS kind FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position"
        }
    };
    let found = rows
        .query_all_raw(Statement::from_sql_and_values(backend, sql, [table.into()]))
        .await?;
    found
        .iter()
        .map(|row| {
            let (name, kind): (String, String) = (row.try_get("", "name")?, row.try_get("", "kind")?);
            column(table, name, &kind.to_ascii_lowercase(), backend)
        })
        .collect()
}

/// The columns of a table's primary key, in order.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn primary_key<C: ConnectionTrait>(rows: &C, table: &str) -> Result<Vec<String>, Failure> {
    let backend = rows.get_database_backend();
    let sql = match backend {
        DbBackend::Sqlite => "SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk",
        _ => {
            "SELECT k.column_name::text AS name FROM information_schema.table_constraints c \
             JOIN information_schema.key_column_usage k ON k.constraint_name = c.constraint_name \
             AND k.table_schema = c.table_schema AND k.table_name = c.table_name \
             WHERE c.table_schema = current_schema() AND c.table_name = $1 AND c.constraint_type = 'PRIMARY KEY' \
             ORDER BY k.ordinal_position"
        }
    };
    let found = rows
        .query_all_raw(Statement::from_sql_and_values(backend, sql, [table.into()]))
        .await?;
    Ok(found
        .iter()
        .map(|row| row.try_get("", "name"))
        .collect::<Result<_, _>>()?)
}

fn column(table: &str, name: String, declared: &str, backend: DbBackend) -> Result<Column, Failure> {
    let kind = match declared {
        "uuid" => ColumnKind::Id,
        "blob" | "bytea" => ColumnKind::Bytes,
        "boolean" => ColumnKind::Bool,
        "integer" | "bigint" | "smallint" => ColumnKind::Int,
        "real" | "double" | "double precision" => ColumnKind::Real,
        "text" => ColumnKind::Text,
        other => return Err(Failure::Fault(format!("{table}.{name} has the type {other}"))),
    };
    Ok(Column {
        name,
        kind,
        narrow: declared == "integer" && backend == DbBackend::Postgres,
    })
}
