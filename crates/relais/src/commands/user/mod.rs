mod invite;

use clap::Subcommand;

use crate::{console::say, stop::Stop};

#[derive(Debug, Subcommand)]
pub enum UserVerb {
    #[command(about = say(
        "Ouvre un compte et affiche le lien par lequel la personne choisit son mot de passe",
        "Opens an account and shows the link by which the person chooses a password"))]
    Invite(invite::Invite),
}

pub async fn run(verb: UserVerb, log: Option<&str>) -> Result<(), Stop> {
    match verb {
        UserVerb::Invite(asked) => invite::run(&asked, log).await,
    }
}
