use std::{fs, path::PathBuf};

use clap::Args;
use relais_kernel::{Clock, Localised, SystemClock};
use relais_ledger::Submission;

use super::Where;
use crate::{
    console::{self, say},
    examination::no_checkpoint,
    stop::{Code, Stop},
    witness::{Refused, State},
};

#[derive(Debug, Args)]
pub struct Add {
    #[command(flatten)]
    at: Where,
    #[arg(value_name = say("FICHIER", "FILE"), help = say(
        "Ce que « relais journal head » a écrit sur le serveur",
        "What “relais journal head” wrote on the server"))]
    file: PathBuf,
    #[arg(long, value_name = say("FICHIER", "FILE"), help = say(
        "Où écrire le point de contrôle avec la signature du témoin, à rapporter au serveur (sinon à l’écran)",
        "Where to write the checkpoint with the witness’s signature, to be carried back (else on the screen)"))]
    to: Option<PathBuf>,
}

/// `relais witness add`.
pub fn run(asked: &Add) -> Result<(), Stop> {
    let unreadable = |why: &Localised| {
        let (file, Localised { fr, en }) = (asked.file.display(), why);
        Stop::input(
            format!("le fichier {file} ne peut pas être lu : {fr}"),
            format!("the file {file} cannot be read: {en}"),
        )
    };
    let text = fs::read_to_string(&asked.file)
        .map_err(|error| unreadable(&Localised::new(error.to_string(), error.to_string())))?;
    let submission: Submission = text.parse().map_err(|error| unreadable(&no_checkpoint(error)))?;
    let mut state = State::open(&asked.at.state)?;
    let size = submission.checkpoint.checkpoint.size;
    let signature = state
        .take(&submission, SystemClock.now())?
        .map_err(|refused| in_words(refused, size))?;
    let mut signed = submission.checkpoint;
    signed.signatures.push(signature);
    match &asked.to {
        Some(to) => fs::write(to, signed.to_string()).map_err(|error| {
            Stop::new(
                Code::Unavailable,
                format!("le fichier {} ne peut pas être écrit : {error}", to.display()),
                format!("the file {} cannot be written: {error}", to.display()),
            )
        })?,
        None => console::put(signed.to_string().trim_end()),
    }
    console::tell(&Localised::new(
        format!("Pris : {size} inscriptions, qui prolongent ce que le témoin avait vu."),
        format!("Taken: {size} entries, which grew out of what the witness had seen."),
    ));
    Ok(())
}

fn in_words(refused: Refused, size: u64) -> Stop {
    match refused {
        Refused::OtherJournal => Stop::input(
            "ce point de contrôle est d’un autre journal que celui que ce témoin suit.",
            "this checkpoint is of another journal than the one this witness watches.",
        ),
        Refused::Unsigned => Stop::input(
            "ce point de contrôle n’est pas signé par la clé du journal.",
            "this checkpoint is not signed by the journal’s key.",
        ),
        Refused::Behind { seen } => Stop::input(
            format!(
                "ce fichier ne part pas de ce que le témoin a vu ({seen} inscriptions). Sur le serveur : relais journal head --seen {seen}"
            ),
            format!(
                "this file does not begin at what the witness has seen ({seen} entries). On the server: relais journal head --seen {seen}"
            ),
        ),
        Refused::Contradicts { seen } => Stop::new(
            Code::Found,
            format!(
                "CONTRADICTION : le témoin a vu {seen} inscriptions, et ce journal de {size} n’en est pas la suite. Une ancienne copie a été remise en place, ou le passé a été réécrit. Gardez ce fichier et prévenez le délégué à la protection des données."
            ),
            format!(
                "CONTRADICTION: the witness has seen {seen} entries, and this journal of {size} does not follow from them. An older copy was put back, or the past was rewritten. Keep this file and tell the data-protection officer."
            ),
        ),
        Refused::Unproven { seen } => Stop::new(
            Code::Found,
            format!(
                "CONTRADICTION : rien ne prouve que ce journal de {size} inscriptions prolonge les {seen} que le témoin a vues. Gardez ce fichier et prévenez le délégué à la protection des données."
            ),
            format!(
                "CONTRADICTION: nothing proves that this journal of {size} entries grew out of the {seen} that the witness has seen. Keep this file and tell the data-protection officer."
            ),
        ),
    }
}
