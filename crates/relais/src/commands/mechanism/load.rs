use clap::Args;
use relais_kernel::Localised;
use relais_mechanism::LoadDefinition;
use relais_trust::{Actor, Door};
use serde_json::json;

use super::{read, refused};
use crate::{
    console::{self, say},
    ground, logging,
    settings::{Place, Settings},
    stop::Stop,
};

#[derive(Debug, Args)]
pub struct LoadPack {
    #[arg(value_name = say("PAQUET", "PACK"), help = say(
        "Dossier d’un paquet, ou code d’un paquet livré avec le programme",
        "Folder of a pack, or code of one that comes with the program"))]
    pack: String,
    #[command(flatten)]
    place: Place,
    #[arg(long, help = say("Rend compte en JSON", "Reports in JSON"))]
    json: bool,
}

/// `relais mechanism load`. A running server takes the new version up within seconds.
pub async fn run(asked: &LoadPack, log: Option<&str>) -> Result<(), Stop> {
    let definition = read(&asked.pack).map_err(|errors| refused(&asked.pack, &errors, asked.json))?;
    let settings = Settings::of_place(&asked.place, log)?;
    logging::start(log.unwrap_or("warn"))?;
    let trust = ground::visit(&settings).await?;
    let (code, version) = (definition.code.clone(), definition.version.clone());
    let console = Actor::installation(Door::Console);
    trust.perform(&console, None, LoadDefinition(definition)).await?;
    if asked.json {
        let report = json!({ "pack": code, "version": version.label, "hash": version.hash, "loaded": true });
        console::put(&report.to_string());
    } else {
        console::tell(&Localised::new(
            format!("« {code} », version {}, est en vigueur.", version.label),
            format!("“{code}”, version {}, is in force.", version.label),
        ));
    }
    Ok(())
}
