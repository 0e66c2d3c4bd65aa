mod lock;
mod organisations;
mod parts;
mod rotate;

use clap::Subcommand;

use crate::{console::say, settings::Place, stop::Stop};

/// What can be done with the keys of an installation.
#[derive(Debug, Subcommand)]
pub enum KeysVerb {
    #[command(about = say(
        "Verrouille la clé maîtresse par une phrase secrète, demandée à chaque démarrage",
        "Locks the master key by a passphrase, asked for at every start"))]
    Lock(Place),
    #[command(about = say(
        "Rouvre la clé maîtresse : le serveur démarre de nouveau seul",
        "Opens the master key again: the server starts by itself again"))]
    Unlock(Place),
    #[command(about = say(
        "Remplace la clé maîtresse, ou les clés de structures, pendant que le serveur travaille",
        "Replaces the master key, or keys of organisations, while the server works"))]
    Rotate(rotate::Rotate),
    #[command(about = say(
        "Partage la clé maîtresse entre des dépositaires, dont quelques-uns suffisent ensemble",
        "Splits the master key among custodians, of whom some are enough together"))]
    Split(parts::Split),
    #[command(about = say(
        "Essaie des parts réunies, sans rien changer",
        "Tries parts that were brought together, without changing anything"))]
    Rehearse(parts::Together),
    #[command(about = say(
        "Remet la clé maîtresse en place à partir des parts réunies",
        "Puts the master key back from the parts brought together"))]
    Recover(parts::Together),
}

/// # Errors
/// Why nothing was changed.
pub async fn run(verb: KeysVerb, log: Option<&str>) -> Result<(), Stop> {
    match verb {
        KeysVerb::Lock(place) => lock::lock(&place, log).await,
        KeysVerb::Unlock(place) => lock::unlock(&place, log).await,
        KeysVerb::Rotate(asked) => rotate::run(&asked, log).await,
        KeysVerb::Split(asked) => parts::split(&asked, log).await,
        KeysVerb::Rehearse(asked) => parts::rehearse(&asked, log).await,
        KeysVerb::Recover(asked) => parts::recover(&asked, log).await,
    }
}
