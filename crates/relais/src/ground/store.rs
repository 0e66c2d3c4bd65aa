use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use relais_platform::{Database, Engine, copy_sqlite, migrate, pending};

use crate::{
    composition,
    dump::HALF_RESTORED,
    settings::Settings,
    stop::{Code, Stop},
};

/// What is in the database before this start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// No tables at all: a new installation.
    Blank,
    /// An installation.
    Installed,
}

impl Presence {
    /// # Errors
    /// When the database does not answer.
    pub async fn of(database: &Database) -> Result<Self, Stop> {
        let tables = relais_platform::tables(database.reader()).await?;
        if tables.iter().any(|table| table == HALF_RESTORED) {
            return Err(half_restored());
        }
        Ok(if tables.is_empty() {
            Self::Blank
        } else {
            Self::Installed
        })
    }
}

fn half_restored() -> Stop {
    Stop::new(
        Code::Backup,
        "la restauration de cette base n’est pas allée à son terme : videz la base et recommencez.",
        "the restoring of this database did not come to its end: empty the database and start again.",
    )
}

/// Brings the tables up to date. On SQLite a copy of what was there is kept first.
///
/// # Errors
/// [`Code::Newer`] for a database of a newer program; nothing is changed then.
pub async fn bring_up_to_date(database: &Database, settings: &Settings) -> Result<(), Stop> {
    let steps = composition::migrations();
    let pending = pending(database, &steps).await?;
    if pending.missing > 0 && pending.done > 0 {
        keep_copy(database, settings).await?;
    }
    let count = migrate(database, &steps).await?;
    if count > 0 {
        tracing::info!(steps = count, "the tables are up to date");
    }
    Ok(())
}

/// One copy, of before the last change of tables: older ones would keep what was erased since.
async fn keep_copy(database: &Database, settings: &Settings) -> Result<(), Stop> {
    let Some(file) = settings
        .sqlite_file()
        .filter(|_| database.engine() == Engine::Sqlite)
    else {
        return Ok(());
    };
    let copy = copy_of(&file);
    let fresh = file.with_extension("sqlite.copying");
    let unusable = |error: std::io::Error| cannot_copy(&copy, &error);
    if fresh.exists() {
        fs::remove_file(&fresh).map_err(unusable)?;
    }
    copy_sqlite(&settings.database_url(), &fresh)
        .await
        .map_err(|failure| cannot_copy(&copy, &failure))?;
    fs::rename(&fresh, &copy).map_err(unusable)
}

fn copy_of(file: &Path) -> PathBuf {
    file.with_extension("sqlite.before-migration")
}

/// The copy would keep in clear what is about to be sealed; the tables were changed, so it has done its part.
///
/// # Errors
/// When it cannot be removed: nothing is sealed then, and the server does not start.
pub fn drop_copy(settings: &Settings) -> Result<(), Stop> {
    let Some(copy) = settings.sqlite_file().map(|file| copy_of(&file)) else {
        return Ok(());
    };
    match fs::remove_file(&copy) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Stop::new(
            Code::Unavailable,
            format!(
                "la copie {} garde en clair ce qui doit être scellé et ne peut pas être supprimée : {error}",
                copy.display()
            ),
            format!(
                "the copy {} keeps in clear what has to be sealed and cannot be removed: {error}",
                copy.display()
            ),
        )),
        _ => Ok(()),
    }
}

fn cannot_copy(copy: &Path, error: &dyn std::fmt::Display) -> Stop {
    Stop::new(
        Code::Unavailable,
        format!(
            "la copie de sûreté {} ne peut pas être faite, rien n’a été modifié : {error}",
            copy.display()
        ),
        format!(
            "the safety copy {} cannot be made, nothing was changed: {error}",
            copy.display()
        ),
    )
}
