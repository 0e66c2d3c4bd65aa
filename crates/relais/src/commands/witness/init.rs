use clap::Args;
use relais_kernel::{Localised, SystemEntropy};

use super::Where;
use crate::{
    commands::journal::public_key,
    console::{self, say},
    stop::Stop,
    witness::State,
};

#[derive(Debug, Args)]
pub struct Init {
    #[command(flatten)]
    at: Where,
    #[arg(long, value_name = say("NOM", "NAME"), help = say(
        "Nom du témoin, sans espace (par exemple temoin.exemple.org)",
        "Name of the witness, without spaces (for instance witness.example.org)"))]
    name: String,
    #[arg(value_name = say("CLÉ", "KEY"), help = say(
        "Clé publique du journal, donnée par « relais journal key » sur le serveur",
        "Public key of the journal, given by “relais journal key” on the server"))]
    journal: String,
}

/// `relais witness init`.
pub fn run(asked: &Init) -> Result<(), Stop> {
    let journal = public_key(&asked.journal)?;
    let state = State::found(&asked.at.state, &asked.name, journal, &SystemEntropy)?;
    console::tell(&Localised::new(
        "Le témoin est prêt. Donnez cette clé à l’installation ([witness] key, dans relais.toml) :",
        "The witness is ready. Give this key to the installation ([witness] key, in relais.toml):",
    ));
    console::put(&state.key().public().to_string());
    Ok(())
}
