//! Ready means: the database answers, the writer gets a write onto the disk, and the next ones will have room.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use relais_platform::{
    Failure, Migration, UnitOfWork,
    sea_orm::{ConnectionTrait, DatabaseTransaction, Statement, Value},
    stamp,
};
use relais_shell::Readiness;
use relais_trust::Trust;
use tokio::{sync::Mutex, time::timeout};

use crate::timekeeping::Timekeeper;

/// The heartbeat of the server: when it last wrote.
pub const PULSE: Migration = Migration {
    room: "program",
    number: 1,
    sql: "CREATE TABLE IF NOT EXISTS pulse (id INTEGER PRIMARY KEY, at {int} NOT NULL);",
};

/// However often one asks, the disk is tried at most this often.
const FRESH: Duration = Duration::from_secs(2);
/// A database that needs longer is not ready.
const PATIENCE: Duration = Duration::from_secs(5);
/// With less room than this (bytes) a small write may still fit where a larger one fails.
#[cfg(unix)]
const ROOM: u64 = 4 * 1024 * 1024;

/// Whether this server can work, for `/healthz`.
#[derive(Clone)]
pub struct Pulse {
    trust: Trust,
    /// The file of an embedded database.
    file: Option<PathBuf>,
    stopping: Arc<AtomicBool>,
    last: Arc<Mutex<Option<(Instant, bool)>>>,
    keeper: Option<Timekeeper>,
}

impl Pulse {
    pub fn new(trust: Trust, file: Option<PathBuf>) -> Self {
        Self {
            trust,
            file,
            stopping: Arc::default(),
            last: Arc::default(),
            keeper: None,
        }
    }

    /// With a watch over the clock: while it leaps ahead, this server is not fit to work.
    #[must_use]
    pub fn under(mut self, keeper: Timekeeper) -> Self {
        self.keeper = Some(keeper);
        self
    }

    /// From now on the answer is no: the doors are closing.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    pub fn readiness(&self) -> Readiness {
        let pulse = self.clone();
        Readiness::new(move || {
            let pulse = pulse.clone();
            async move { pulse.is_ready().await }
        })
    }

    async fn is_ready(&self) -> bool {
        let leapt = self.keeper.as_ref().is_some_and(Timekeeper::leapt);
        if leapt || self.stopping.load(Ordering::Relaxed) {
            return false;
        }
        let mut last = self.last.lock().await;
        if let Some((at, ready)) = *last
            && at.elapsed() < FRESH
        {
            return ready;
        }
        let beat = self
            .trust
            .database()
            .write(Beat(stamp::to_column(self.trust.now())));
        let ready = match timeout(PATIENCE, beat).await {
            Ok(Ok(())) => self.has_room(),
            Ok(Err(failure)) => {
                tracing::error!(%failure, "the database cannot be written");
                false
            }
            Err(_) => {
                tracing::error!("the database does not answer in time");
                false
            }
        };
        *last = Some((Instant::now(), ready));
        ready
    }

    #[cfg(unix)]
    fn has_room(&self) -> bool {
        let Some(file) = &self.file else { return true };
        let room = rustix::fs::statvfs(file).map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize));
        let enough = room.is_ok_and(|room| room >= ROOM);
        if !enough {
            tracing::error!("the disk of the data is full");
        }
        enough
    }

    #[cfg(not(unix))]
    fn has_room(&self) -> bool {
        true
    }
}

struct Beat(i64);

impl UnitOfWork for Beat {
    type Output = ();

    async fn run(&self, rows: &DatabaseTransaction) -> Result<(), Failure> {
        let at: Value = self.0.into();
        let sql = "INSERT INTO pulse (id, at) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET at = excluded.at";
        rows.execute_raw(Statement::from_sql_and_values(
            rows.get_database_backend(),
            sql,
            [at],
        ))
        .await?;
        Ok(())
    }
}
