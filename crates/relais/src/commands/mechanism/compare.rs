use clap::Args;
use relais_kernel::Localised;
use relais_mechanism::diff;
use serde_json::json;

use super::{read, read_parent, refused};
use crate::{
    console::{self, lang, say},
    stop::Stop,
};

#[derive(Debug, Args)]
pub struct ComparePack {
    #[arg(value_name = say("PAQUET", "PACK"), help = say(
        "Dossier d’un paquet, ou code d’un paquet livré avec le programme",
        "Folder of a pack, or code of one that comes with the program"))]
    pack: String,
    #[arg(long, value_name = say("PAQUET", "PACK"), help = say(
        "Compare avec ce paquet plutôt qu’avec celui dont il hérite",
        "Compares with this pack instead of the one it inherits from"))]
    against: Option<String>,
    #[arg(long, help = say("Rend compte en JSON", "Reports in JSON"))]
    json: bool,
}

/// `relais mechanism diff`.
pub fn run(asked: &ComparePack) -> Result<(), Stop> {
    let child = read(&asked.pack).map_err(|errors| refused(&asked.pack, &errors, asked.json))?;
    let (name, parent) = match (&asked.against, &child.inherits) {
        (Some(other), _) => (other, read(other)),
        (None, Some(code)) => (code, read_parent(&asked.pack, code)),
        (None, None) => {
            return Err(Stop::input(
                "ce paquet n’hérite d’aucun autre : indiquez avec --against à quoi le comparer.",
                "this pack inherits from no other: say with --against what to compare it with.",
            ));
        }
    };
    let parent = parent.map_err(|errors| refused(name, &errors, asked.json))?;
    let found = diff(&parent, &child);
    if asked.json {
        let report = json!({ "pack": child.code, "against": parent.code, "differences": found });
        console::put(&report.to_string());
        return Ok(());
    }
    console::tell(&Localised::new(
        format!(
            "« {} » diffère de « {} » en {} point(s).",
            child.code,
            parent.code,
            found.len()
        ),
        format!(
            "“{}” differs from “{}” in {} place(s).",
            child.code,
            parent.code,
            found.len()
        ),
    ));
    for difference in found {
        console::put(&format!("  {}", difference.text(lang())));
    }
    Ok(())
}
