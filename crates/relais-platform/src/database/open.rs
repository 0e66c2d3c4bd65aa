use std::time::Duration;

use sea_orm::{ConnectOptions, Database as Sea, DatabaseConnection};

use super::Engine;
use crate::Failure;

pub(super) struct Opened {
    pub engine: Engine,
    pub readers: DatabaseConnection,
    pub writer: DatabaseConnection,
}

pub(super) async fn open(url: &str) -> Result<Opened, Failure> {
    if url.starts_with("sqlite:") {
        sqlite(url).await
    } else {
        postgres(url).await
    }
}

async fn sqlite(url: &str) -> Result<Opened, Failure> {
    // The writer comes first: it makes the file and turns the write-ahead log on.
    let writer = connect(sqlite_options(url, 1, false)).await?;
    let readers = connect(sqlite_options(url, 8, true)).await?;
    Ok(Opened {
        engine: Engine::Sqlite,
        readers,
        writer,
    })
}

fn sqlite_options(url: &str, connections: u32, read_only: bool) -> ConnectOptions {
    let mut options = options(url, connections);
    options.map_sqlx_sqlite_opts(move |sqlite| {
        let sqlite = sqlite
            .create_if_missing(!read_only)
            .busy_timeout(Duration::from_secs(10))
            .foreign_keys(true)
            .pragma("secure_delete", "ON")
            .pragma("cache_size", "-16000")
            .pragma("temp_store", "MEMORY")
            .pragma("mmap_size", "268435456");
        if read_only {
            sqlite.pragma("query_only", "ON")
        } else {
            sqlite.pragma("journal_mode", "WAL").pragma("synchronous", "FULL")
        }
    });
    options
}

async fn postgres(url: &str) -> Result<Opened, Failure> {
    let writer = connect(options(url, 2)).await?;
    let readers = connect(options(url, 8)).await?;
    Ok(Opened {
        engine: Engine::Postgres,
        readers,
        writer,
    })
}

fn options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url.to_owned());
    // Statements may carry literals: they never reach a log (security requirement 71).
    options
        .sqlx_logging(false)
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(10))
        .test_before_acquire(false);
    options
}

async fn connect(options: ConnectOptions) -> Result<DatabaseConnection, Failure> {
    Sea::connect(options)
        .await
        .map_err(|error| Failure::Unavailable(error.to_string()))
}
