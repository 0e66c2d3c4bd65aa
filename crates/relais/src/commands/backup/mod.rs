mod keygen;
mod make;
mod rehearsal_place;
mod rehearsals;
mod rehearse;

pub use rehearsal_place::RehearsalPlace;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::{console::say, settings::Place, stop::Stop};

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Backup {
    #[command(subcommand)]
    verb: Option<BackupVerb>,
    #[command(flatten)]
    place: Place,
    #[arg(long, required = true, value_name = say("FICHIER", "FILE"), help = say(
        "Fichier à écrire ; les clés des dossiers vont à côté, dans FICHIER.keystore, à garder 30 jours au plus",
        "File to write; the keys of the cases go beside it, into FILE.keystore, to be kept 30 days at most"))]
    to: Option<PathBuf>,
    #[arg(long = "recipient", required = true, value_name = "age1…", help = say(
        "Clé publique age de qui pourra restaurer ; peut être répétée",
        "age public key of who will be able to restore; may be repeated"))]
    recipients: Vec<String>,
    #[arg(long, help = say("Rend compte en JSON", "Reports in JSON"))]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum BackupVerb {
    #[command(about = say(
        "Fait une paire de clés age pour les sauvegardes",
        "Makes an age key pair for backups"))]
    Keygen(keygen::Keygen),
    #[command(about = say(
        "Répète une restauration dans un lieu provisoire, qui est effacé ensuite",
        "Rehearses a restore in a place of its own, which is erased afterwards"))]
    Rehearse(rehearse::Rehearse),
    #[command(about = say(
        "Note dans le journal qu’une restauration a été répétée ailleurs",
        "Notes in the journal that a restore was rehearsed elsewhere"))]
    Rehearsed(rehearsals::Rehearsed),
}

pub async fn run(asked: Backup, log: Option<&str>) -> Result<(), Stop> {
    match (&asked.verb, &asked.to) {
        (Some(BackupVerb::Keygen(keygen)), _) => keygen::run(keygen),
        (Some(BackupVerb::Rehearse(rehearse)), _) => rehearse::run(rehearse, log).await,
        (Some(BackupVerb::Rehearsed(rehearsed)), _) => rehearsals::run(rehearsed, log).await,
        (None, Some(to)) => make::run(&asked, to, log).await,
        (None, None) => Err(Stop::input("il manque --to", "--to is missing")),
    }
}
