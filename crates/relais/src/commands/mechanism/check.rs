use clap::Args;
use relais_kernel::Localised;
use serde_json::json;

use super::{read, refused};
use crate::{
    console::{self, say},
    stop::Stop,
};

#[derive(Debug, Args)]
pub struct CheckPack {
    #[arg(value_name = say("PAQUET", "PACK"), help = say(
        "Dossier d’un paquet, ou code d’un paquet livré avec le programme",
        "Folder of a pack, or code of one that comes with the program"))]
    pack: String,
    #[arg(long, help = say("Rend compte en JSON", "Reports in JSON"))]
    json: bool,
}

/// `relais mechanism check`.
pub fn run(asked: &CheckPack) -> Result<(), Stop> {
    let definition = read(&asked.pack).map_err(|errors| refused(&asked.pack, &errors, asked.json))?;
    if asked.json {
        let report = json!({
            "pack": definition.code, "valid": true, "version": definition.version.label,
            "hash": definition.version.hash, "inherits": definition.inherits, "errors": [],
        });
        console::put(&report.to_string());
    } else {
        let (name, version) = (&definition.name, &definition.version.label);
        console::tell(&Localised::new(
            format!(
                "Le paquet « {} » ({}, version {version}) est valable.",
                definition.code, name.fr
            ),
            format!(
                "The pack “{}” ({}, version {version}) is valid.",
                definition.code, name.en
            ),
        ));
    }
    Ok(())
}
