//! A database for one test, on each engine. PostgreSQL is the one named by `RELAIS_TEST_POSTGRES` (set by
//! `cargo xtask test`); each test gets a schema of its own there.

use std::{
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use relais_kernel::{Entropy, SystemEntropy};
use sea_orm::ConnectionTrait;

use crate::{Database, Migration, migrate};

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A migrated database that goes away with its folder.
pub struct TestDatabase {
    pub database: Database,
    pub folder: PathBuf,
    url: String,
}

impl TestDatabase {
    /// One database per engine that is at hand: SQLite always, PostgreSQL when `RELAIS_TEST_POSTGRES` is set.
    ///
    /// # Panics
    /// When a database cannot be made: the test cannot run.
    #[expect(clippy::panic, reason = "a test without its database has failed")]
    pub async fn on_each_engine(steps: &[Migration]) -> Vec<Self> {
        let mut all = Vec::new();
        let name = format!("{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let mut urls = vec![None];
        if let Ok(postgres) = std::env::var("RELAIS_TEST_POSTGRES") {
            urls.push(Some(own_schema(&postgres, &format!("t{name}")).await));
        }
        for url in urls {
            let folder = own_folder(&name);
            let url = url.unwrap_or_else(|| format!("sqlite:{}", folder.join("test.sqlite").display()));
            match Database::open(&url).await {
                Ok(database) => {
                    if let Err(error) = migrate(&database, steps).await {
                        panic!("migration: {error}");
                    }
                    all.push(Self {
                        database,
                        folder: folder.clone(),
                        url,
                    });
                }
                Err(error) => panic!("no test database: {error}"),
            }
        }
        all
    }

    /// A second server on the same database.
    ///
    /// # Panics
    /// When the database cannot be opened again.
    #[expect(clippy::panic, reason = "a test without its database has failed")]
    pub async fn again(&self) -> Database {
        match Database::open(&self.url).await {
            Ok(database) => database,
            Err(error) => panic!("no second server: {error}"),
        }
    }
}

#[expect(clippy::panic, reason = "a test without its folder has failed")]
fn own_folder(name: &str) -> PathBuf {
    let chance = SystemEntropy.below(u64::from(u32::MAX));
    let folder = std::env::temp_dir().join(format!("relais-test-{name}-{chance:08x}"));
    if let Err(error) = std::fs::create_dir_all(&folder) {
        panic!("no test folder: {error}");
    }
    folder
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[expect(clippy::panic, reason = "a test without its database has failed")]
async fn own_schema(url: &str, schema: &str) -> String {
    let made = async {
        let connection = sea_orm::Database::connect(url).await?;
        connection
            .execute_unprepared(&format!("CREATE SCHEMA \"{schema}\""))
            .await?;
        connection.close().await
    };
    if let Err(error) = made.await {
        panic!("no test schema: {error}");
    }
    let join = if url.contains('?') { '&' } else { '?' };
    format!("{url}{join}options=-c%20search_path%3D{schema}")
}
