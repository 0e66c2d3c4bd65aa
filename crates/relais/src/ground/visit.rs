use std::sync::Arc;

use relais_kernel::{Entropy, SystemClock, SystemEntropy};
use relais_platform::{Database, pending};
use relais_trust::{Trust, TrustParts};

use super::{Keys, Presence, keys};
use crate::{
    composition,
    settings::Settings,
    stop::{Code, Stop},
};

/// Opens the database of an installation that is there, and makes nothing.
///
/// # Errors
/// [`Code::NoInstallation`], [`Code::Newer`].
pub async fn database_of(settings: &Settings) -> Result<Database, Stop> {
    if let Some(file) = settings.sqlite_file()
        && !file.exists()
    {
        return Err(none_here(&file.display().to_string()));
    }
    let database = Database::open(&settings.database_url()).await?;
    if Presence::of(&database).await? == Presence::Blank {
        return Err(none_here(&settings.data.display().to_string()));
    }
    pending(&database, &composition::migrations()).await?;
    Ok(database)
}

/// An installation as a command of the console works on it, beside a server that may be running. Where a passphrase locks
/// the keys, what is sealed stays so.
///
/// # Errors
/// As [`database_of`], and [`Code::Keys`].
pub async fn visit(settings: &Settings) -> Result<Trust, Stop> {
    let (database, folder) = (up_to_date(settings).await?, settings.keys());
    let chance = Arc::new(SystemEntropy);
    if folder.locked()?.is_some() {
        let journal = folder.journal()?;
        return Ok(Trust::without_keys(
            database,
            journal,
            (Arc::new(SystemClock), chance),
        )?);
    }
    let keys = keys::ready(&folder, Presence::Installed, &*chance)?;
    let trust = trust_over(database, keys, chance)?;
    keys::belong(&trust, &folder).await?;
    Ok(trust)
}

/// The same for a command that cannot do without the keys: it asks for the passphrase where one locks them.
///
/// # Errors
/// As [`visit`]; [`Code::Keys`] for another passphrase.
pub async fn visit_with_keys(settings: &Settings) -> Result<Trust, Stop> {
    let (database, folder) = (up_to_date(settings).await?, settings.keys());
    let chance = Arc::new(SystemEntropy);
    let keys = match folder.locked()? {
        Some(locked) => keys::with(keys::asked_for(&locked)?, &folder)?,
        None => keys::ready(&folder, Presence::Installed, &*chance)?,
    };
    let trust = trust_over(database, keys, chance)?;
    keys::belong(&trust, &folder).await?;
    Ok(trust)
}

async fn up_to_date(settings: &Settings) -> Result<Database, Stop> {
    let database = database_of(settings).await?;
    if pending(&database, &composition::migrations()).await?.missing > 0 {
        return Err(Stop::input(
            "la base est d’une version plus ancienne : démarrez une fois « relais serve », qui la met à jour.",
            "the database is of an older version: start “relais serve” once, which brings it up to date.",
        ));
    }
    Ok(database)
}

/// Trust with the clock of this machine.
///
/// # Errors
/// A fault of ours in the permission policies.
pub fn trust_over(database: Database, keys: Keys, chance: Arc<dyn Entropy>) -> Result<Trust, Stop> {
    Ok(Trust::new(TrustParts {
        database,
        clock: Arc::new(SystemClock),
        chance,
        master: keys.master,
        journal: keys.journal,
    })?)
}

fn none_here(place: &str) -> Stop {
    Stop::new(
        Code::NoInstallation,
        format!("il n’y a pas d’installation ici : {place}"),
        format!("there is no installation here: {place}"),
    )
}
