use std::panic::AssertUnwindSafe;

use futures::{FutureExt, future::BoxFuture};
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, IsolationLevel, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use tokio::sync::{mpsc, oneshot};

use super::{Engine, UnitOfWork};
use crate::{
    Failure,
    failure::{SERIALIZATION, is_serialization},
};

/// How many units of work share one commit at most.
const BATCH: usize = 64;
/// How often a transaction is run again after a serialization failure.
const TRIES: usize = 12;

pub(super) trait Job: Send {
    fn run<'a>(&'a mut self, work: &'a DatabaseTransaction) -> BoxFuture<'a, Step>;
    fn answer(self: Box<Self>, commit: Result<(), Failure>);
}

/// What the writer does after one unit of work.
pub(super) enum Step {
    Keep,
    TakeBack,
    RunAgain,
}

pub(super) struct Pending<W: UnitOfWork> {
    pub work: W,
    pub result: Option<Result<W::Output, Failure>>,
    pub answer: Option<oneshot::Sender<Result<W::Output, Failure>>>,
}

impl<W: UnitOfWork> Job for Pending<W>
where
    Self: Send,
{
    fn run<'a>(&'a mut self, work: &'a DatabaseTransaction) -> BoxFuture<'a, Step> {
        let Self {
            work: unit, result, ..
        } = self;
        let running = unit.run(work);
        async move {
            // A fault in one action must not stop the writer for everyone.
            let done = AssertUnwindSafe(running).catch_unwind().await;
            let done = done.unwrap_or_else(|_| Err(Failure::Fault("an action stopped halfway".into())));
            let step = match &done {
                Ok(_) => Step::Keep,
                Err(failure) if failure.is_serialization() => Step::RunAgain,
                Err(_) => Step::TakeBack,
            };
            *result = Some(done);
            step
        }
        .boxed()
    }

    fn answer(mut self: Box<Self>, commit: Result<(), Failure>) {
        let Some(answer) = self.answer.take() else { return };
        let result = match (commit, self.result.take()) {
            // What was refused stays refused, whatever the commit of the others did.
            (_, Some(Err(failure))) => Err(failure),
            (Ok(()), Some(Ok(output))) => Ok(output),
            (Err(failure), _) => Err(failure),
            (Ok(()), None) => Err(Failure::Fault("an action was not run".into())),
        };
        // The asker may have gone (a closed browser); the work stands all the same.
        let _ = answer.send(result);
    }
}

pub(super) async fn serve(
    connection: DatabaseConnection,
    engine: Engine,
    mut jobs: mpsc::Receiver<Box<dyn Job>>,
) {
    while let Some(first) = jobs.recv().await {
        let mut batch = vec![first];
        let commit = commit_batch(&connection, engine, &mut batch, &mut jobs).await;
        for job in batch {
            job.answer(commit.as_ref().map(|_| ()).map_err(Failure::retell));
        }
    }
}

/// Runs the batch in one transaction, taking in what arrives meanwhile, and again after a serialization failure.
async fn commit_batch(
    connection: &DatabaseConnection,
    engine: Engine,
    batch: &mut Vec<Box<dyn Job>>,
    jobs: &mut mpsc::Receiver<Box<dyn Job>>,
) -> Result<(), Failure> {
    for _ in 0..TRIES {
        match attempt(connection, engine, batch, jobs).await {
            Err(Failure::Store(error)) if is_serialization(&error) => tokio::task::yield_now().await,
            other => return other,
        }
    }
    Err(Failure::Unavailable("too many concurrent changes".into()))
}

async fn attempt(
    connection: &DatabaseConnection,
    engine: Engine,
    batch: &mut Vec<Box<dyn Job>>,
    jobs: &mut mpsc::Receiver<Box<dyn Job>>,
) -> Result<(), Failure> {
    let outer = connection.begin_with_options(options(engine)).await?;
    let mut next = 0;
    while next < batch.len() {
        if let Step::RunAgain = run_one(&outer, &mut batch[next]).await? {
            outer.rollback().await?;
            return Err(Failure::Store(again()));
        }
        next += 1;
        if batch.len() < BATCH
            && let Ok(job) = jobs.try_recv()
        {
            batch.push(job);
        }
    }
    Ok(outer.commit().await?)
}

async fn run_one(outer: &DatabaseTransaction, job: &mut Box<dyn Job>) -> Result<Step, Failure> {
    let savepoint = outer.begin().await?;
    let step = job.run(&savepoint).await;
    match step {
        Step::Keep => savepoint.commit().await?,
        Step::TakeBack | Step::RunAgain => savepoint.rollback().await?,
    }
    Ok(step)
}

fn options(engine: Engine) -> TransactionOptions {
    match engine {
        Engine::Sqlite => TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        },
        Engine::Postgres => TransactionOptions {
            isolation_level: Some(IsolationLevel::Serializable),
            ..TransactionOptions::default()
        },
    }
}

fn again() -> DbErr {
    DbErr::Custom(SERIALIZATION.into())
}
