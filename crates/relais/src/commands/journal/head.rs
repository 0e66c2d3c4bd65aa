use std::{fs, path::PathBuf};

use clap::Args;
use relais_kernel::Localised;
use relais_ledger::SignedCheckpoint;
use relais_trust::journal::Answer;

use super::verify::read;
use crate::{
    console::{self, say},
    ground, logging,
    settings::{Place, Settings, WitnessWay},
    stop::{Code, Stop},
};

#[derive(Debug, Args)]
pub struct JournalHead {
    #[command(flatten)]
    place: Place,
    #[arg(long, value_name = say("FICHIER", "FILE"), help = say(
        "Où l’écrire (sinon à l’écran)", "Where to write it (else on the screen)"))]
    to: Option<PathBuf>,
    #[arg(long, value_name = say("NOMBRE", "NUMBER"), help = say(
        "Inscriptions que le témoin dit avoir vues (sinon ce que l’installation sait de lui)",
        "Entries that the witness says it has seen (else what the installation knows of it)"))]
    seen: Option<u64>,
}

#[derive(Debug, Args)]
pub struct JournalWitnessed {
    #[command(flatten)]
    place: Place,
    #[arg(value_name = say("FICHIER", "FILE"), help = say(
        "Ce que « relais witness add » a écrit chez le témoin",
        "What “relais witness add” wrote at the witness’s"))]
    file: PathBuf,
}

/// `relais journal head`: what is carried to the witness by hand.
pub async fn write(asked: &JournalHead, log: Option<&str>) -> Result<(), Stop> {
    let settings = Settings::of_place(&asked.place, log)?;
    logging::start(log.unwrap_or("warn"))?;
    let way = way(&settings)?;
    let trust = ground::visit(&settings).await?;
    trust.sign_checkpoint().await?;
    let Some(submission) = trust.show_witness(&way.key, asked.seen).await? else {
        return Err(Stop::new(
            Code::Found,
            "le témoin a vu plus d’inscriptions que ce journal n’en a : une ancienne copie a été remise en place.",
            "the witness has seen more entries than this journal has: an older copy was put back.",
        ));
    };
    let size = submission.checkpoint.checkpoint.size;
    match &asked.to {
        Some(to) => fs::write(to, submission.to_string()).map_err(|error| {
            Stop::new(
                Code::Unavailable,
                format!("le fichier {} ne peut pas être écrit : {error}", to.display()),
                format!("the file {} cannot be written: {error}", to.display()),
            )
        })?,
        None => console::put(submission.to_string().trim_end()),
    }
    console::tell(&Localised::new(
        format!("À porter au témoin {} : {size} inscriptions.", way.key.name()),
        format!("To be carried to the witness {}: {size} entries.", way.key.name()),
    ));
    Ok(())
}

/// `relais journal witnessed`: takes back what the witness signed.
pub async fn take(asked: &JournalWitnessed, log: Option<&str>) -> Result<(), Stop> {
    let settings = Settings::of_place(&asked.place, log)?;
    logging::start(log.unwrap_or("warn"))?;
    let way = way(&settings)?;
    let signed: SignedCheckpoint = read(&asked.file)?;
    if way.key.verify(&signed).is_err() || settings.keys().journal()?.public().verify(&signed).is_err() {
        return Err(Stop::input(
            "ce fichier n’est pas signé par le témoin et par ce journal.",
            "this file is not signed by the witness and by this journal.",
        ));
    }
    let size = signed.checkpoint.size;
    let trust = ground::visit(&settings).await?;
    trust.take_answer(&way.key, Answer::Vouched(signed)).await?;
    console::tell(&Localised::new(
        format!("Le témoin {} a vu {size} inscriptions.", way.key.name()),
        format!("The witness {} has seen {size} entries.", way.key.name()),
    ));
    Ok(())
}

fn way(settings: &Settings) -> Result<WitnessWay, Stop> {
    settings.witness()?.ok_or_else(|| {
        Stop::input(
            "aucun témoin n’est réglé : mettez sa clé dans relais.toml, [witness] key.",
            "no witness is set: put its key into relais.toml, [witness] key.",
        )
    })
}
