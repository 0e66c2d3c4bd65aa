use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Statement, Value};

use crate::{Database, Engine, Failure, UnitOfWork, tables};

/// One step of a room's tables. Never edited once landed: a change is a new step (expand, then contract).
///
/// The SQL is one text for both engines; five words stand for what they name differently: `{id}` (16-byte key),
/// `{blob}`, `{bool}`, `{int}` (64-bit), and `{json}` after a text from which `->>` takes a field. Statements end with `;` and can be run again (`IF NOT EXISTS`).
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// The room, for instance `trust`.
    pub room: &'static str,
    /// Counts up from 1 inside the room.
    pub number: i32,
    pub sql: &'static str,
}

/// Why the tables cannot be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// The database was made by a newer program: going back would lose what that program wrote.
    #[error("the database is newer than this program: {room} {number}")]
    Newer { room: String, number: i32 },
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// What is done and what is missing before a start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pending {
    /// Steps done in this database; 0 for a new one.
    pub done: usize,
    pub missing: usize,
}

/// Says what [`migrate`] would do, and changes nothing.
///
/// # Errors
/// [`MigrateError::Newer`] for a database of a newer program.
pub async fn pending(database: &Database, steps: &[Migration]) -> Result<Pending, MigrateError> {
    let known = tables(database.reader()).await?;
    let done = if known.iter().any(|table| table == "migration") {
        steps_done(database.reader()).await?
    } else {
        BTreeMap::new()
    };
    let missing = missing(steps, &done)?.len();
    Ok(Pending {
        done: steps.len() - missing,
        missing,
    })
}

/// Brings the tables up to date: all missing steps in one transaction on SQLite, re-runnable steps on PostgreSQL.
///
/// # Errors
/// [`MigrateError::Newer`] for a database of a newer program; nothing is changed then.
pub async fn migrate(database: &Database, steps: &[Migration]) -> Result<usize, MigrateError> {
    pending(database, steps).await?;
    prepare(database).await?;
    let missing = missing(steps, &steps_done(database.reader()).await?)?;
    let count = missing.len();
    if count > 0 {
        database
            .write(Apply {
                engine: database.engine(),
                steps: missing,
            })
            .await?;
    }
    Ok(count)
}

fn missing(steps: &[Migration], done: &BTreeMap<String, i32>) -> Result<Vec<Migration>, MigrateError> {
    for (room, &number) in done {
        let ours = steps.iter().filter(|s| s.room == room);
        if number > ours.map(|s| s.number).max().unwrap_or(0) {
            return Err(MigrateError::Newer {
                room: room.clone(),
                number,
            });
        }
    }
    let after = |step: &&Migration| step.number > done.get(step.room).copied().unwrap_or(0);
    Ok(steps.iter().filter(after).copied().collect())
}

async fn prepare(database: &Database) -> Result<(), Failure> {
    struct Prepare;
    impl UnitOfWork for Prepare {
        type Output = ();
        async fn run(&self, work: &DatabaseTransaction) -> Result<(), Failure> {
            let table = "CREATE TABLE IF NOT EXISTS migration (room TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (room, number))";
            work.execute_unprepared(table).await?;
            Ok(())
        }
    }
    database.write(Prepare).await
}

/// The last step of each room that is done in a database with tables.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn steps_done<C: ConnectionTrait>(rows: &C) -> Result<BTreeMap<String, i32>, Failure> {
    let rows = rows
        .query_all_raw(Statement::from_string(
            rows.get_database_backend(),
            "SELECT room, MAX(number) AS number FROM migration GROUP BY room",
        ))
        .await?;
    let mut done = BTreeMap::new();
    for row in rows {
        done.insert(row.try_get("", "room")?, row.try_get("", "number")?);
    }
    Ok(done)
}

struct Apply {
    engine: Engine,
    steps: Vec<Migration>,
}

impl UnitOfWork for Apply {
    type Output = ();

    async fn run(&self, work: &DatabaseTransaction) -> Result<(), Failure> {
        for step in &self.steps {
            for statement in in_dialect(step.sql, self.engine).split(';') {
                if !statement.trim().is_empty() {
                    work.execute_unprepared(statement)
                        .await
                        .map_err(|error| named(step, &error))?;
                }
            }
            note(work, step).await?;
        }
        Ok(())
    }
}

async fn note(work: &DatabaseTransaction, step: &Migration) -> Result<(), Failure> {
    let values: [Value; 2] = [step.room.into(), step.number.into()];
    work.execute_raw(Statement::from_sql_and_values(
        work.get_database_backend(),
        "INSERT INTO migration (room, number) VALUES ($1, $2)",
        values,
    ))
    .await?;
    Ok(())
}

fn named(step: &Migration, error: &DbErr) -> Failure {
    Failure::Fault(format!("migration {} {}: {error}", step.room, step.number))
}

fn in_dialect(sql: &str, engine: Engine) -> String {
    let (id, blob, boolean, int, json) = match engine {
        Engine::Sqlite => ("BLOB", "BLOB", "BOOLEAN", "INTEGER", ""),
        Engine::Postgres => ("UUID", "BYTEA", "BOOLEAN", "BIGINT", "::json"),
    };
    sql.replace("{id}", id)
        .replace("{blob}", blob)
        .replace("{bool}", boolean)
        .replace("{int}", int)
        .replace("{json}", json)
}
