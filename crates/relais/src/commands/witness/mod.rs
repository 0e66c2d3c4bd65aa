mod add;
mod init;
mod serve;
mod show;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::{console::say, stop::Stop};

#[derive(Debug, Subcommand)]
pub enum WitnessVerb {
    #[command(about = say(
        "Fonde un témoin du journal d’une installation, sur une autre machine",
        "Founds a witness of an installation’s journal, on another machine"))]
    Init(init::Init),
    #[command(about = say(
        "Prend un point de contrôle apporté en fichier, s’il prolonge le dernier vu",
        "Takes a checkpoint brought as a file, if it grew out of the last one seen"))]
    Add(add::Add),
    #[command(about = say(
        "Prend les points de contrôle par le réseau (C2SP tlog-witness)",
        "Takes checkpoints over the network (C2SP tlog-witness)"))]
    Serve(serve::Serve),
    #[command(about = say(
        "Affiche la clé publique du témoin et le dernier point de contrôle vu",
        "Shows the witness’s public key and the last checkpoint seen"))]
    Show(Where),
}

/// Where a witness keeps what it remembers.
#[derive(Debug, Clone, Args)]
pub struct Where {
    #[arg(long, value_name = say("DOSSIER", "DIR"), help = say(
        "Dossier du témoin", "Folder of the witness"))]
    state: PathBuf,
}

pub async fn run(verb: WitnessVerb, log: Option<&str>) -> Result<(), Stop> {
    match verb {
        WitnessVerb::Init(asked) => init::run(&asked),
        WitnessVerb::Add(asked) => add::run(&asked),
        WitnessVerb::Serve(asked) => serve::run(&asked, log).await,
        WitnessVerb::Show(at) => show::run(&at),
    }
}
