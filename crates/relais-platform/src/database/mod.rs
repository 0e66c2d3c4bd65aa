//! One database, two engines, one code path.

mod copy;
mod open;
mod writer;

pub use copy::copy_sqlite;

use std::{future::Future, sync::Arc};

use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction};
use tokio::sync::{mpsc, oneshot};

use crate::Failure;

/// The database behind an installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A write that may be run more than once: it has no effect but rows (design.md §3, Clocks and Durability).
pub trait UnitOfWork: Send + 'static {
    type Output: Send + 'static;

    /// Does the work inside a savepoint; an error takes all of it back.
    fn run(&self, work: &DatabaseTransaction) -> impl Future<Output = Result<Self::Output, Failure>> + Send;
}

/// The database: a pool of readers and one writer with group commit (decisions §19).
#[derive(Clone)]
pub struct Database(Arc<Inner>);

struct Inner {
    engine: Engine,
    readers: DatabaseConnection,
    writer: mpsc::Sender<Box<dyn writer::Job>>,
}

impl Database {
    /// Opens `sqlite:PATH` (made when missing) or `postgres://…`.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] when the database cannot be opened.
    pub async fn open(url: &str) -> Result<Self, Failure> {
        let opened = open::open(url).await?;
        let (writer, jobs) = mpsc::channel(1024);
        tokio::spawn(writer::serve(opened.writer, opened.engine, jobs));
        Ok(Self(Arc::new(Inner {
            engine: opened.engine,
            readers: opened.readers,
            writer,
        })))
    }

    pub fn engine(&self) -> Engine {
        self.0.engine
    }

    /// The pool for reading. On SQLite its connections cannot write.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.0.readers
    }

    /// Empties the write-ahead log of SQLite: pages that were overwritten lie there until then, and with them keys that
    /// were destroyed. PostgreSQL does so by itself, in its own time.
    ///
    /// # Errors
    /// [`Failure::Store`].
    pub async fn empty_log(&self) -> Result<(), Failure> {
        if self.0.engine == Engine::Sqlite {
            let truncate = "PRAGMA wal_checkpoint(TRUNCATE)";
            self.0.readers.execute_unprepared(truncate).await?;
        }
        Ok(())
    }

    /// Wipes what rows of these tables held before they were written anew: SQLite zeroes it and keeps it in its log,
    /// PostgreSQL keeps dead rows. It takes the tables for itself, so it is for a start, before anybody comes.
    ///
    /// # Errors
    /// [`Failure::Store`].
    pub async fn wipe_overwritten(&self, tables: &[&'static str]) -> Result<(), Failure> {
        if self.0.engine == Engine::Postgres {
            for table in tables {
                let rewrite = format!("VACUUM (FULL) \"{table}\"");
                self.0.readers.execute_unprepared(&rewrite).await?;
            }
        }
        self.empty_log().await
    }

    /// Runs `work` in the writer's current transaction and answers after the commit, so that what is answered
    /// survives a kill and a power cut.
    ///
    /// # Errors
    /// What the work refused, or [`Failure::Unavailable`] when the commit failed.
    pub async fn write<W: UnitOfWork>(&self, work: W) -> Result<W::Output, Failure> {
        let (answer, answered) = oneshot::channel();
        let job = Box::new(writer::Pending {
            work,
            result: None,
            answer: Some(answer),
        });
        self.0.writer.send(job).await.map_err(|_| stopped())?;
        answered.await.map_err(|_| stopped())?
    }
}

fn stopped() -> Failure {
    Failure::Unavailable("the writer has stopped".into())
}
