use std::{path::PathBuf, sync::Arc};

use clap::Args;
use relais_kernel::{Localised, SystemEntropy, jiff::Timestamp};
use relais_sealing::MasterKey;
use relais_trust::KeysThatOpen;
use serde_json::json;

use super::rehearsal_place::RehearsalPlace;
use crate::{
    commands::restore::{self, Files, Restored},
    console::{self, say},
    examination,
    ground::{self, Keys},
    logging,
    settings::Settings,
    stop::{Code, Stop},
};

#[derive(Debug, Args)]
pub struct Rehearse {
    #[arg(value_name = say("FICHIER", "FILE"), help = say(
        "La sauvegarde ; ses clés sont attendues à côté, dans FICHIER.keystore",
        "The backup; its keys are expected beside it, in FILE.keystore"))]
    file: PathBuf,
    #[arg(long, value_name = say("FICHIER", "FILE"), help = say(
        "Le fichier des clés, s’il est ailleurs", "The file of the keys, if it is elsewhere"))]
    keystore: Option<PathBuf>,
    #[arg(long, value_name = say("FICHIER", "FILE"), help = say(
        "La clé secrète age (AGE-SECRET-KEY-…)", "The age secret key (AGE-SECRET-KEY-…)"))]
    identity: PathBuf,
    #[arg(long, value_name = say("DOSSIER", "DIR"), help = say(
        "Une copie du dossier des clés : sans elle, ni le journal ni les clés des dossiers ne sont contrôlés",
        "A copy of the key folder: without it neither the journal nor the keys of the cases are checked"))]
    keys: Option<PathBuf>,
    #[arg(long, value_name = say("DOSSIER", "DIR"), help = say(
        "Où faire le lieu provisoire [défaut : le dossier temporaire du système]",
        "Where to make the place of the rehearsal [default: the temporary folder of the system]"))]
    within: Option<PathBuf>,
    #[arg(long, help = say("Rend compte en JSON", "Reports in JSON"))]
    json: bool,
}

/// `relais backup rehearse`: everything a restore does and checks, without an installation at its end.
pub async fn run(asked: &Rehearse, log: Option<&str>) -> Result<(), Stop> {
    logging::start(log.unwrap_or("warn"))?;
    let files = Files::of(&asked.file, asked.keystore.as_deref(), &asked.identity)?;
    let within = asked.within.clone().unwrap_or_else(std::env::temp_dir);
    let place = RehearsalPlace::make(&within)?;
    let settings = Settings::apart(place.data(), asked.keys.clone())?;
    if asked.keys.is_some() && settings.keys().is_empty() {
        return Err(no_keys(&settings));
    }
    let master = match &asked.keys {
        Some(_) => Some(master(&settings)?),
        None => None,
    };
    let restored = restore::into(&settings, &files).await?;
    let opened = match master {
        Some(master) => Some(keys_that_open(&settings, master).await?),
        None => None,
    };
    place.erase()?;
    tell(asked.json, &restored, opened);
    Ok(())
}

/// Asked for before the minutes that a restore takes: nobody waits for a question at its end.
fn master(settings: &Settings) -> Result<MasterKey, Stop> {
    let folder = settings.keys();
    match folder.locked()? {
        Some(locked) => ground::asked_for(&locked),
        None => Ok(folder.master()?),
    }
}

async fn keys_that_open(settings: &Settings, master: MasterKey) -> Result<KeysThatOpen, Stop> {
    let folder = settings.keys();
    let keys = Keys {
        master,
        journal: folder.journal()?,
    };
    let database = ground::database_of(settings).await?;
    let trust = ground::trust_over(database, keys, Arc::new(SystemEntropy))?;
    ground::belong(&trust, &folder).await?;
    let instant = examination::snapshot(trust.database()).await?;
    let opened = trust.every_key_opens(&instant).await?;
    if opened.keyless == 0 {
        return Ok(opened);
    }
    Err(Stop::new(
        Code::Found,
        format!(
            "{} champs scellés n’ont plus de clé dans cette sauvegarde : personne ne les ouvrira.",
            opened.keyless
        ),
        format!(
            "{} sealed fields have no key in this backup any more: nobody will open them.",
            opened.keyless
        ),
    ))
}

fn no_keys(settings: &Settings) -> Stop {
    let keys = settings.keys();
    Stop::new(
        Code::Keys,
        format!("il n’y a pas de clés dans {}", keys.path().display()),
        format!("there are no keys in {}", keys.path().display()),
    )
}

fn tell(as_json: bool, restored: &Restored, opened: Option<KeysThatOpen>) {
    let head = &restored.heads.data;
    let (rows, buried) = (restored.filled.rows, restored.filled.buried.len());
    if as_json {
        let report = json!({
            "backup": head.backup, "made_at": head.made_at, "rows": rows, "erased_again": buried,
            "journal_sound": restored.journal.as_ref().map(|_| true),
            "organisations_that_open": opened.map(|opened| opened.organisations),
            "cases_that_open": opened.map(|opened| opened.cases),
        });
        console::put(&report.to_string());
        return;
    }
    let made = instant(head.made_at);
    console::tell(&Localised::new(
        format!(
            "La sauvegarde du {made} se restaure : {rows} lignes, {buried} dossier(s) effacé(s) de nouveau. Rien n’en reste ici."
        ),
        format!(
            "The backup of {made} restores: {rows} rows, {buried} case(s) erased again. Nothing of it is left here."
        ),
    ));
    if let Some(words) = &restored.journal {
        console::tell(words);
    }
    console::tell(&match opened {
        Some(opened) => Localised::new(
            format!(
                "Les clés de {} structures et de {} dossiers s’ouvrent.",
                opened.organisations, opened.cases
            ),
            format!(
                "The keys of {} organisations and {} cases open.",
                opened.organisations, opened.cases
            ),
        ),
        None => Localised::new(
            "Sans --keys, ni le journal ni les clés des dossiers n’ont été contrôlés.",
            "Without --keys neither the journal nor the keys of the cases were checked.",
        ),
    });
    console::tell(&Localised::new(
        format!(
            "Notez-le sur le serveur : relais backup rehearsed {}",
            head.backup
        ),
        format!("Note it on the server: relais backup rehearsed {}", head.backup),
    ));
}

/// When a backup was made, as its head says it (the form of columns).
fn instant(made_at: i64) -> String {
    Timestamp::from_millisecond(made_at).map_or_else(|_| "?".to_owned(), |at| at.to_string())
}

#[cfg(test)]
mod tests {
    use relais_platform::stamp;

    use super::*;

    #[test]
    fn the_instant_of_a_backup_is_read_as_it_was_written() {
        let at: Timestamp = "2026-11-26T08:00:00Z".parse().unwrap();
        assert_eq!(instant(stamp::to_column(at)), "2026-11-26T08:00:00Z");
    }
}
