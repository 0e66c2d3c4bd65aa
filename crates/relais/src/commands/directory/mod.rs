mod export;
mod files;
mod import;
mod package;
mod sheet;

use clap::Subcommand;

use crate::{console::say, stop::Stop};

#[derive(Debug, Subcommand)]
pub enum DirectoryVerb {
    #[command(about = say(
        "Importe un paquet HSDS (1.0 à 3.x, zip ou dossier) ou une feuille de recensement (CSV, Excel)",
        "Imports an HSDS package (1.0 to 3.x, zip or folder) or a mapping sheet (CSV, Excel)"))]
    Import(import::Import),
    #[command(about = say(
        "Exporte ce qui est public en un paquet HSDS",
        "Exports what is public as an HSDS package"))]
    Export(export::Export),
}

pub async fn run(verb: DirectoryVerb, log: Option<&str>) -> Result<(), Stop> {
    match verb {
        DirectoryVerb::Import(asked) => import::run(&asked, log).await,
        DirectoryVerb::Export(asked) => export::run(&asked, log).await,
    }
}
