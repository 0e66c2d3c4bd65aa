use relais_kernel::Entropy;
use relais_ledger::CheckpointKey;
use relais_platform::{Database, Failure};
use relais_sealing::{LockedMaster, MasterKey};
use relais_trust::{KeyFault, KeyFolder, Trust, accounts::opens_with};

use super::Presence;
use crate::{
    console,
    stop::{Code, Stop},
};

/// Both keys, read.
pub struct Keys {
    pub master: MasterKey,
    pub journal: CheckpointKey,
}

/// The keys, with a master key that somebody gave.
///
/// # Errors
/// [`KeyFault`] of the journal's key as a sentence.
pub fn with(master: MasterKey, folder: &KeyFolder) -> Result<Keys, Stop> {
    Ok(Keys {
        master,
        journal: folder.journal()?,
    })
}

/// Reads the keys. They are made for an empty installation only: beside existing data, new keys would open
/// nothing (decisions §12).
///
/// # Errors
/// [`KeyFault`] as a sentence.
pub fn ready(folder: &KeyFolder, presence: Presence, chance: &dyn Entropy) -> Result<Keys, Stop> {
    if presence == Presence::Blank && folder.is_empty() {
        folder.make(&origin(chance), chance)?;
    }
    Ok(Keys {
        master: folder.master()?,
        journal: folder.journal()?,
    })
}

/// Ends a replacement of the master key that was interrupted: the key is taken with which the database opens.
///
/// # Errors
/// [`KeyFault`] as a sentence, [`Failure`] of the store.
pub async fn settle(folder: &KeyFolder, database: &Database) -> Result<(), Stop> {
    let Some(next) = folder.next()? else {
        return Ok(());
    };
    match opens_with(database.reader(), &next).await {
        Ok(true) => folder.take_next()?,
        Ok(false) | Err(Failure::Missing) => folder.drop_next()?,
        Err(failure) => return Err(failure.into()),
    }
    Ok(())
}

/// The master key that the passphrase opens which is asked for at the console.
///
/// # Errors
/// [`Code::Keys`] for another passphrase, [`Code::Input`] when nobody gives one.
pub fn asked_for(locked: &LockedMaster) -> Result<MasterKey, Stop> {
    let words = console::ask_secret("Phrase secrète : ", "Passphrase: ")?;
    locked.open(&words).map_err(|_| {
        Stop::new(
            Code::Keys,
            "ce n’est pas la phrase secrète de cette installation.",
            "this is not the passphrase of this installation.",
        )
    })
}

/// Refuses keys of another installation.
///
/// # Errors
/// [`KeyFault::Foreign`] as a sentence.
pub async fn belong(trust: &Trust, folder: &KeyFolder) -> Result<(), Stop> {
    match trust.check_master(folder.path()).await {
        Err(Failure::Fault(_)) => Err(KeyFault::Foreign(folder.path().join("master.key")).into()),
        other => Ok(other?),
    }
}

/// The name of a new journal: unlike any other, and saying nothing about where it is.
fn origin(chance: &dyn Entropy) -> String {
    let mut drawn = [0; 8];
    chance.fill(&mut drawn);
    format!("relais-{}/journal", hex::encode(drawn))
}
