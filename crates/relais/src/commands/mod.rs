//! One file per command.

mod backup;
mod breach;
mod clock;
mod demo;
mod directory;
mod doctor;
mod journal;
mod keys;
mod mechanism;
mod restore;
mod seal;
mod serve;
mod user;
mod witness;

use clap::Subcommand;

use crate::{
    cli::Asked,
    console::say,
    settings::{Place, ServeOptions},
    stop::Stop,
};

/// What the program can be told to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    #[command(about = say(
        "Sert l’installation (et prépare une installation vide)",
        "Serves the installation (and prepares an empty one)"))]
    Serve(ServeOptions),
    #[command(subcommand, about = say(
        "La définition du mécanisme : vérifier, comparer, mettre en vigueur un paquet",
        "The definition of the mechanism: check, compare, put a pack in force"))]
    Mechanism(mechanism::MechanismVerb),
    #[command(subcommand, about = say("Le journal de tout ce qui a été fait", "The journal of everything that was done"))]
    Journal(journal::JournalVerb),
    #[command(subcommand, about = say(
        "Le témoin du journal, tenu ailleurs par d’autres mains",
        "The witness of the journal, kept elsewhere in other hands"))]
    Witness(witness::WitnessVerb),
    #[command(subcommand, about = say("Les comptes", "The accounts"))]
    User(user::UserVerb),
    #[command(about = say(
        "Scelle le serveur qui tourne : ses clés sont effacées de la mémoire aussitôt",
        "Seals the running server: its keys are wiped from memory at once"))]
    Seal(Place),
    #[command(subcommand, about = say(
        "Les clés de l’installation : les verrouiller par une phrase secrète, les rouvrir",
        "The keys of the installation: lock them by a passphrase, open them again"))]
    Keys(keys::KeysVerb),
    #[command(about = say(
        "Violation de données : quels dossiers ont été lus, et un incident dont le délai court",
        "Data breach: which cases were read, and an incident whose clock runs"))]
    Breach(breach::Breach),
    #[command(about = say(
        "Sauvegarde l’installation, chiffrée (age), pendant qu’elle sert",
        "Backs the installation up, encrypted (age), while it serves"))]
    Backup(backup::Backup),
    #[command(about = say(
        "Restaure une sauvegarde dans un dossier ou une base vide",
        "Restores a backup into an empty folder or database"))]
    Restore(restore::Restore),
    #[command(about = say(
        "Examine l’installation : clés, base, journal, disque, définition, horloge",
        "Examines the installation: keys, database, journal, disk, definition, clock"))]
    Doctor(doctor::Doctor),
    #[command(subcommand, about = say(
        "L’horloge de la machine, quand elle est en doute",
        "The machine's clock, when it is in doubt"))]
    Clock(clock::ClockVerb),
    #[command(subcommand, about = say(
        "L’annuaire : importer et exporter (paquet HSDS, feuille de recensement)",
        "The directory: import and export (HSDS package, mapping sheet)"))]
    Directory(directory::DirectoryVerb),
    #[command(subcommand, about = say(
        "La démonstration : données synthétiques seulement",
        "The demonstration: synthetic data only"))]
    Demo(demo::DemoVerb),
}

/// # Errors
/// Why the command stopped without having done what was asked.
pub async fn run(asked: Asked) -> Result<(), Stop> {
    let log = asked.log.as_deref();
    match asked.verb {
        Verb::Serve(options) => serve::run(&options, log).await,
        Verb::Mechanism(verb) => mechanism::run(verb, log).await,
        Verb::Journal(verb) => journal::run(verb, log).await,
        Verb::Witness(verb) => witness::run(verb, log).await,
        Verb::User(verb) => user::run(verb, log).await,
        Verb::Seal(place) => seal::run(&place, log).await,
        Verb::Keys(verb) => keys::run(verb, log).await,
        Verb::Breach(asked) => breach::run(&asked, log).await,
        Verb::Backup(asked) => backup::run(asked, log).await,
        Verb::Restore(asked) => restore::run(&asked, log).await,
        Verb::Doctor(asked) => doctor::run(&asked, log).await,
        Verb::Clock(verb) => clock::run(verb, log).await,
        Verb::Directory(verb) => directory::run(verb, log).await,
        Verb::Demo(verb) => demo::run(verb, log).await,
    }
}
