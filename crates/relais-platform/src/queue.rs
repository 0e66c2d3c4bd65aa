//! What jobs and messages have in common: a row that is due, taken by one worker for a while, and settled.
//! Taking is one conditional update, so that several processes on one PostgreSQL never hold the same row at the
//! same time, and a row whose holder died is free again when its lease ends.

use relais_kernel::{Timestamp, jiff::SignedDuration};
use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement, Value};
use uuid::Uuid;

use crate::{Database, Failure, UnitOfWork, Waits, stamp};

/// How long a worker may hold a row: longer than any time limit of its work.
pub(crate) const LEASE: SignedDuration = SignedDuration::from_mins(10);

/// A table with the columns `id, due_at, tries, last_error, claimed_until, ended_at, ending`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Queue(pub &'static str);

/// A row taken until `until`. The end of the lease is its proof: whoever takes the row later has another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Claim {
    pub id: Uuid,
    /// This try included.
    pub tries: i32,
    pub until: i64,
}

/// What became of a row that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Settled {
    Done,
    Again {
        at: Timestamp,
        error: String,
    },
    GivenUp {
        error: String,
    },
    /// Nobody needs it any more.
    Dropped,
}

impl Settled {
    /// After a failure: later, or given up when it was tried often enough.
    pub fn after(error: impl Into<String>, waits: &Waits, tries: i32, now: Timestamp) -> Self {
        let error = error.into();
        match waits.next(tries, now) {
            Some(at) => Self::Again { at, error },
            None => Self::GivenUp { error },
        }
    }
}

impl Queue {
    /// Takes those of `ids` that are still due and free.
    pub async fn claim(
        self,
        database: &Database,
        ids: Vec<Uuid>,
        now: Timestamp,
    ) -> Result<Vec<Claim>, Failure> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let until = now.checked_add(LEASE).unwrap_or(Timestamp::MAX);
        let work = Take {
            queue: self,
            ids,
            now: stamp::to_column(now),
            until: stamp::to_column(until),
        };
        database.write(work).await
    }

    /// Writes down what became of a row; false when it is no longer this worker's.
    pub async fn settle(
        self,
        rows: &DatabaseTransaction,
        claim: Claim,
        settled: &Settled,
        now: Timestamp,
    ) -> Result<bool, Failure> {
        let at = stamp::to_column(now);
        let (set, mut values): (&str, Vec<Value>) = match settled {
            Settled::Done => (
                "ended_at = $3, ending = 'done', last_error = NULL",
                vec![at.into()],
            ),
            Settled::Again { at, error } => (
                "due_at = $3, last_error = $4",
                vec![stamp::to_column(*at).into(), error.as_str().into()],
            ),
            Settled::Dropped => (
                "ended_at = $3, ending = 'dropped', last_error = NULL",
                vec![at.into()],
            ),
            Settled::GivenUp { error } => (
                "ended_at = $3, ending = 'given_up', last_error = $4",
                vec![at.into(), error.as_str().into()],
            ),
        };
        let sql = format!(
            "UPDATE {} SET claimed_until = 0, {set} WHERE id = $1 AND claimed_until = $2 AND ended_at IS NULL",
            self.0
        );
        values.splice(0..0, [Value::from(claim.id), claim.until.into()]);
        Ok(self.change(rows, &sql, values).await? > 0)
    }

    /// Starts a row anew that failed or was given up; false for any other.
    pub async fn retry(self, rows: &DatabaseTransaction, id: Uuid, now: Timestamp) -> Result<bool, Failure> {
        let sql = format!(
            "UPDATE {} SET ended_at = NULL, ending = NULL, tries = 0, due_at = $2, claimed_until = 0 \
             WHERE id = $1 AND claimed_until <= $2 AND last_error IS NOT NULL \
             AND (ended_at IS NULL OR ending = 'given_up')",
            self.0
        );
        let values = vec![id.into(), stamp::to_column(now).into()];
        Ok(self.change(rows, &sql, values).await? > 0)
    }

    /// Removes what ended before this instant.
    pub async fn forget(self, rows: &DatabaseTransaction, before: Timestamp) -> Result<u64, Failure> {
        let sql = format!("DELETE FROM {} WHERE ended_at < $1", self.0);
        self.change(rows, &sql, vec![stamp::to_column(before).into()])
            .await
    }

    async fn change(self, rows: &DatabaseTransaction, sql: &str, values: Vec<Value>) -> Result<u64, Failure> {
        let statement = Statement::from_sql_and_values(rows.get_database_backend(), sql, values);
        Ok(rows.execute_raw(statement).await?.rows_affected())
    }
}

struct Take {
    queue: Queue,
    ids: Vec<Uuid>,
    now: i64,
    until: i64,
}

impl UnitOfWork for Take {
    type Output = Vec<Claim>;

    async fn run(&self, rows: &DatabaseTransaction) -> Result<Vec<Claim>, Failure> {
        let sql = format!(
            "UPDATE {} SET claimed_until = $3, tries = tries + 1 \
             WHERE id = $1 AND ended_at IS NULL AND due_at <= $2 AND claimed_until <= $2 RETURNING tries",
            self.queue.0
        );
        let mut taken = Vec::new();
        for id in &self.ids {
            let values: [Value; 3] = [(*id).into(), self.now.into(), self.until.into()];
            let statement = Statement::from_sql_and_values(rows.get_database_backend(), &sql, values);
            if let Some(row) = rows.query_one_raw(statement).await? {
                taken.push(Claim {
                    id: *id,
                    tries: row.try_get("", "tries")?,
                    until: self.until,
                });
            }
        }
        Ok(taken)
    }
}
