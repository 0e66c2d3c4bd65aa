use std::{collections::BTreeMap, panic::AssertUnwindSafe, sync::Arc};

use futures::{FutureExt, StreamExt, future::BoxFuture, stream};
use relais_kernel::Timestamp;
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::{
    DueJob,
    store::{JOBS, due, row},
};
use crate::{
    Database, Failure, Slug, UnitOfWork, Waits,
    queue::{Claim, Settled},
};

/// Does the jobs of one kind.
pub trait Handler: Send + Sync {
    fn kind(&self) -> Slug;

    /// Does a job, at least once. A failure is tried again later, with growing waits.
    fn handle<'a>(&'a self, job: &'a DueJob) -> BoxFuture<'a, Result<(), Failure>>;
}

/// What one round of the worker did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ran {
    pub done: usize,
    pub failed: usize,
    pub given_up: usize,
}

/// The worker: does what is due, of the kinds it knows. Jobs of other kinds wait for a program that knows them.
pub struct Jobs {
    database: Database,
    handlers: BTreeMap<Slug, Arc<dyn Handler>>,
    waits: Waits,
}

/// Jobs taken at a time, and done at the same time.
const BATCH: u64 = 16;
const AT_ONCE: usize = 4;
/// Batches in one round: a handler that makes its own work due again at once does not hold the worker for ever.
const ROUND: usize = 100;

impl Jobs {
    pub fn new(database: Database) -> Self {
        Self {
            database,
            handlers: BTreeMap::new(),
            waits: Waits::JOBS,
        }
    }

    /// This handler does the jobs of its kind.
    #[must_use]
    pub fn on(mut self, handler: Arc<dyn Handler>) -> Self {
        self.handlers.insert(handler.kind(), handler);
        self
    }

    /// Does everything that is due. Several processes may call it at the same time.
    ///
    /// # Errors
    /// [`Failure`] of the store; a job that fails is not an error here but counted, kept and tried again.
    pub async fn run_due(&self, now: Timestamp) -> Result<Ran, Failure> {
        let mut ran = Ran::default();
        for _ in 0..ROUND {
            let kinds = self.handlers.keys().map(Slug::as_str);
            let models = due(self.database.reader(), kinds, now, BATCH).await?;
            if models.is_empty() {
                break;
            }
            let ids = models.iter().map(|model| model.id).collect();
            let claims = JOBS.claim(&self.database, ids, now).await?;
            let by_id: BTreeMap<Uuid, &row::Model> = models.iter().map(|m| (m.id, m)).collect();
            let held = claims.into_iter().filter_map(|c| Some((c, *by_id.get(&c.id)?)));
            let mut results = stream::iter(held)
                .map(|(claim, model)| self.run_one(model, claim, now))
                .buffer_unordered(AT_ONCE);
            while let Some(settled) = results.next().await {
                match settled? {
                    Settled::Again { .. } => ran.failed += 1,
                    Settled::GivenUp { .. } => ran.given_up += 1,
                    _ => ran.done += 1,
                }
            }
        }
        Ok(ran)
    }

    async fn run_one(&self, model: &row::Model, claim: Claim, now: Timestamp) -> Result<Settled, Failure> {
        let settled = match self.attempt(model, claim, now).await {
            Ok(()) => Settled::Done,
            Err(error) => Settled::after(error, &self.waits, claim.tries, now),
        };
        match &settled {
            Settled::Again { error, .. } => {
                tracing::warn!(job = %model.id, kind = model.kind, error, "a job failed and will be tried again");
            }
            Settled::GivenUp { error } => {
                tracing::error!(job = %model.id, kind = model.kind, error, "a job was given up");
            }
            _ => {}
        }
        let settle = Settle {
            claim,
            settled: settled.clone(),
            now,
        };
        self.database.write(settle).await?;
        Ok(settled)
    }

    /// Does it; the error is a code.
    async fn attempt(&self, model: &row::Model, claim: Claim, now: Timestamp) -> Result<(), String> {
        // Begun that often and never ended: it stops the program each time.
        if claim.tries > self.waits.tries {
            return Err("Interrupted".into());
        }
        let job = DueJob::read(model, claim, now).map_err(|corrupt| code(&corrupt.into()))?;
        let handler = self.handlers.get(&job.job.kind).ok_or("NoHandler")?;
        match AssertUnwindSafe(handler.handle(&job)).catch_unwind().await {
            Ok(result) => result.map_err(|failure| code(&failure)),
            Err(_) => Err("Fault".into()),
        }
    }
}

/// What of a failure may be kept and shown: its code, never its words.
fn code(failure: &Failure) -> String {
    match failure {
        Failure::Refused(refusals) => refusals.0.first().map_or("Refused", |r| r.code.as_str()),
        Failure::Missing => "Missing",
        Failure::Stale { .. } => "Stale",
        Failure::ProveAgain => "ProveAgain",
        Failure::Throttled { .. } => "Throttled",
        Failure::Corrupt(_) => "Corrupt",
        Failure::Unavailable(_) => "Unavailable",
        Failure::Fault(_) => "Fault",
        Failure::Store(_) => "Store",
    }
    .to_owned()
}

struct Settle {
    claim: Claim,
    settled: Settled,
    now: Timestamp,
}

impl UnitOfWork for Settle {
    type Output = bool;

    async fn run(&self, rows: &DatabaseTransaction) -> Result<bool, Failure> {
        JOBS.settle(rows, self.claim, &self.settled, self.now).await
    }
}
