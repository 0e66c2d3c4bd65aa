mod generate;
mod serve;

use clap::Subcommand;

use crate::{console::say, stop::Stop};

#[derive(Debug, Subcommand)]
pub enum DemoVerb {
    #[command(about = say(
        "Prépare et sert la démonstration, et affiche ses comptes",
        "Prepares and serves the demonstration, and shows its accounts"))]
    Serve(serve::ServeDemo),
    #[command(about = say(
        "Remplit une démonstration neuve de dossiers synthétiques, pour voir et pour mesurer",
        "Fills a new demonstration with synthetic cases, to look at and to measure"))]
    Generate(generate::Generate),
}

pub async fn run(verb: DemoVerb, log: Option<&str>) -> Result<(), Stop> {
    match verb {
        DemoVerb::Serve(options) => serve::run(options, log).await,
        DemoVerb::Generate(asked) => generate::run(asked, log).await,
    }
}
