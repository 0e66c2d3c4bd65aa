mod head;
mod key;
mod start_key;
mod verify;
mod verify_export;

pub use verify_export::public_key;

use clap::Subcommand;

use crate::{console::say, stop::Stop};

#[derive(Debug, Subcommand)]
pub enum JournalVerb {
    #[command(about = say(
        "Vérifie le journal entier, sans serveur, et nomme la première entrée rompue",
        "Verifies the whole journal, without a server, and names the first broken entry"))]
    Verify(verify::VerifyJournal),
    #[command(about = say(
        "Vérifie le journal qu’une structure a emporté, sans serveur ni base",
        "Verifies the journal that an organisation took away, without server or database"))]
    VerifyExport(verify_export::VerifyExport),
    #[command(about = say(
        "Affiche la clé publique du journal, pour les témoins et les lecteurs d’exports",
        "Shows the public key of the journal, for witnesses and readers of exports"))]
    Key(key::JournalKey),
    #[command(about = say(
        "Écrit ce qu’on porte au témoin : le dernier point de contrôle et sa preuve",
        "Writes what is carried to the witness: the last checkpoint and its proof"))]
    Head(head::JournalHead),
    #[command(about = say(
        "Remet la clé de départ des marques à qui contrôlera le journal",
        "Hands the start key of the marks to whoever will check the journal"))]
    StartKey(start_key::StartKeyAsked),
    #[command(about = say(
        "Reprend le point de contrôle que le témoin a signé",
        "Takes back the checkpoint that the witness signed"))]
    Witnessed(head::JournalWitnessed),
}

pub async fn run(verb: JournalVerb, log: Option<&str>) -> Result<(), Stop> {
    match verb {
        JournalVerb::Verify(asked) => verify::run(&asked, log).await,
        JournalVerb::VerifyExport(asked) => verify_export::run(&asked),
        JournalVerb::Key(asked) => key::run(&asked, log),
        JournalVerb::StartKey(asked) => start_key::run(&asked, log).await,
        JournalVerb::Head(asked) => head::write(&asked, log).await,
        JournalVerb::Witnessed(asked) => head::take(&asked, log).await,
    }
}
