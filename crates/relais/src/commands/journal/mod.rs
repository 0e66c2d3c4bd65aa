mod verify;

use clap::Subcommand;

use crate::{console::say, stop::Stop};

#[derive(Debug, Subcommand)]
pub enum JournalVerb {
    #[command(about = say(
        "Vérifie le journal entier, sans serveur, et nomme la première entrée rompue",
        "Verifies the whole journal, without a server, and names the first broken entry"))]
    Verify(verify::VerifyJournal),
}

pub async fn run(verb: JournalVerb, log: Option<&str>) -> Result<(), Stop> {
    match verb {
        JournalVerb::Verify(asked) => verify::run(&asked, log).await,
    }
}
