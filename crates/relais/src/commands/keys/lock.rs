use relais_kernel::{Localised, SystemEntropy};
use relais_sealing::{Effort, LockedMaster};
use relais_trust::accounts::opens_with;

use crate::{
    console, ground,
    settings::{Place, Settings},
    stop::{Code, Stop},
};

/// A passphrase that is tried on a copied disk, without anybody to make one wait: six words, or as many letters.
const SHORTEST: usize = 20;

/// `relais keys lock`. A server that is running goes on until it is sealed or started anew.
pub async fn lock(place: &Place, log: Option<&str>) -> Result<(), Stop> {
    let settings = Settings::of_place(place, log)?;
    let folder = settings.keys();
    if folder.locked()?.is_some() {
        return Err(Stop::input(
            "la clé maîtresse est déjà verrouillée : « relais keys unlock » d’abord, pour changer de phrase.",
            "the master key is locked already: “relais keys unlock” first, to change the passphrase.",
        ));
    }
    let master = folder.master()?;
    let database = ground::database_of(&settings).await?;
    if !opens_with(database.reader(), &master).await? {
        return Err(relais_trust::KeyFault::Foreign(folder.path().join("master.key")).into());
    }
    let words = console::ask_secret("Nouvelle phrase secrète : ", "New passphrase: ")?;
    if words.chars().count() < SHORTEST {
        return Err(Stop::input(
            format!("cette phrase est trop courte : {SHORTEST} caractères au moins, par exemple six mots."),
            format!("this passphrase is too short: at least {SHORTEST} characters, for instance six words."),
        ));
    }
    let again = console::ask_secret("Encore une fois : ", "Once more: ")?;
    if *words != *again {
        return Err(Stop::input(
            "les deux phrases diffèrent, rien n’a été changé.",
            "the two passphrases differ, nothing was changed.",
        ));
    }
    let locked = LockedMaster::new(&master, &words, Effort::STRONG, &SystemEntropy)
        .map_err(|error| Stop::fault("phrase", &error))?;
    folder.lock(&locked)?;
    console::tell(&Localised::new(
        "La clé maîtresse est verrouillée. Sans la phrase secrète, plus personne ne lira ces données : gardez-la en deux lieux sûrs.",
        "The master key is locked. Without the passphrase nobody will ever read these data: keep it in two safe places.",
    ));
    Ok(())
}

/// `relais keys unlock`.
pub async fn unlock(place: &Place, log: Option<&str>) -> Result<(), Stop> {
    let settings = Settings::of_place(place, log)?;
    let folder = settings.keys();
    let Some(locked) = folder.locked()? else {
        return Err(Stop::input(
            "la clé maîtresse n’est pas verrouillée.",
            "the master key is not locked.",
        ));
    };
    let master = ground::asked_for(&locked)?;
    let database = ground::database_of(&settings).await?;
    if !opens_with(database.reader(), &master).await? {
        return Err(Stop::new(
            Code::Keys,
            "cette clé n’est pas celle de cette installation.",
            "this key is not the one of this installation.",
        ));
    }
    folder.unlock(&master)?;
    console::tell(&Localised::new(
        "La clé maîtresse est ouverte : qui lit ce dossier de clés et les données peut tout lire.",
        "The master key is open: whoever reads this key folder and the data can read everything.",
    ));
    Ok(())
}
