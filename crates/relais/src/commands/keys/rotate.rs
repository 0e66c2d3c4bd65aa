use clap::Args;
use relais_kernel::{Localised, SystemEntropy};
use relais_sealing::MasterKey;
use relais_trust::{Actor, Door, ReplaceMaster};

use super::organisations;
use crate::{
    console::{self, say},
    ground,
    settings::{Place, Settings},
    stop::Stop,
};

#[derive(Debug, Args)]
pub struct Rotate {
    #[command(flatten)]
    place: Place,
    #[arg(long, value_name = "CODE", conflicts_with = "every_organisation", help = say(
        "Remplace les clés de cette structure (P01…), et non la clé maîtresse",
        "Replaces the keys of this organisation (P01…), not the master key"))]
    organisation: Option<String>,
    #[arg(long, help = say(
        "Remplace les clés de toutes les structures, l’une après l’autre, et non la clé maîtresse",
        "Replaces the keys of all organisations, one after the other, not the master key"))]
    every_organisation: bool,
}

/// `relais keys rotate`.
pub async fn run(asked: &Rotate, log: Option<&str>) -> Result<(), Stop> {
    let settings = Settings::of_place(&asked.place, log)?;
    match asked.organisation.as_deref() {
        None if !asked.every_organisation => master(&settings).await,
        code => organisations::rotate(&settings, code).await,
    }
}

/// A server may go on working: it reads the new key when it needs one.
async fn master(settings: &Settings) -> Result<(), Stop> {
    let folder = settings.keys();
    if folder.locked()?.is_some() {
        return Err(Stop::input(
            "la clé maîtresse est verrouillée : « relais keys unlock », puis « rotate », puis « lock ».",
            "the master key is locked: “relais keys unlock”, then “rotate”, then “lock”.",
        ));
    }
    let database = ground::database_of(settings).await?;
    ground::settle(&folder, &database).await?;
    let trust = ground::visit(settings).await?;
    let new = MasterKey::new(&SystemEntropy);
    // The new key is on the disk before anything lies under it.
    folder.prepare_next(&new)?;
    let replaced = trust
        .perform(&Actor::installation(Door::Console), None, ReplaceMaster { new })
        .await;
    if let Err(failure) = replaced {
        // Whether it was done all the same, the database knows.
        ground::settle(&folder, &database).await?;
        return Err(failure.into());
    }
    folder.take_next()?;
    console::tell(&Localised::new(
        format!(
            "La clé maîtresse est remplacée ; l’ancienne n’ouvre plus rien ici. Refaites les copies de {} et les parts des dépositaires.",
            folder.path().display()
        ),
        format!(
            "The master key is replaced; the old one opens nothing here any more. Make the copies of {} and the custodians’ parts anew.",
            folder.path().display()
        ),
    ));
    Ok(())
}
