use relais_kernel::{Localised, SystemEntropy};
use relais_sealing::MasterKey;
use relais_trust::{Actor, Door, ReplaceMaster};

use crate::{
    console, ground,
    settings::{Place, Settings},
    stop::Stop,
};

/// `relais keys rotate`. A server may go on working: it reads the new key when it needs one.
pub async fn run(place: &Place, log: Option<&str>) -> Result<(), Stop> {
    let settings = Settings::of_place(place, log)?;
    let folder = settings.keys();
    if folder.locked()?.is_some() {
        return Err(Stop::input(
            "la clé maîtresse est verrouillée : « relais keys unlock », puis « rotate », puis « lock ».",
            "the master key is locked: “relais keys unlock”, then “rotate”, then “lock”.",
        ));
    }
    let database = ground::database_of(&settings).await?;
    ground::settle(&folder, &database).await?;
    let trust = ground::visit(&settings).await?;
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
