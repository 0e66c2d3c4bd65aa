use std::path::PathBuf;

use clap::Args;
use relais_kernel::Localised;

use crate::{
    console::{self, say},
    dump,
    stop::Stop,
};

#[derive(Debug, Args)]
pub struct Keygen {
    #[arg(long, value_name = say("FICHIER", "FILE"), help = say(
        "Où écrire la clé secrète, à garder loin de l’installation",
        "Where to write the secret key, to be kept far from the installation"))]
    to: PathBuf,
}

/// `relais backup keygen`.
pub fn run(asked: &Keygen) -> Result<(), Stop> {
    let public = dump::make_key(&asked.to)?;
    console::tell(&Localised::new(
        format!(
            "La clé secrète est dans {} : sans elle, aucune sauvegarde ne s’ouvre. Clé publique :",
            asked.to.display()
        ),
        format!(
            "The secret key is in {}: without it no backup opens. Public key:",
            asked.to.display()
        ),
    ));
    console::put(&public);
    Ok(())
}
