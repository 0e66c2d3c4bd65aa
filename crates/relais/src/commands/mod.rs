//! One file per command.

mod demo;
mod serve;

use clap::Subcommand;

use crate::{cli::Asked, console::say, settings::ServeOptions, stop::Stop};

/// What the program can be told to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    #[command(about = say(
        "Sert l’installation (et prépare une installation vide)",
        "Serves the installation (and prepares an empty one)"))]
    Serve(ServeOptions),
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
        Verb::Demo(verb) => demo::run(verb, log).await,
    }
}
