use clap::Args;
use relais_kernel::Localised;
use relais_trust::{Actor, Door, Failure, journal::MarksFault};

use crate::{
    console::{self, say},
    ground::{self, Tell},
    logging,
    settings::{Place, Settings},
    stop::Stop,
};

#[derive(Debug, Args)]
pub struct StartKeyAsked {
    #[command(flatten)]
    place: Place,
    #[arg(long, help = say(
        "L’efface du serveur : à faire quand elle est imprimée et relue",
        "Erases it from the server: to be done when it is printed and read over"))]
    erase: bool,
    #[arg(long, conflicts_with = "erase", help = say(
        "Fait repartir les marques d’une nouvelle clé : l’ancienne est perdue, ou quelqu’un l’a vue",
        "Begins the marks anew with a new key: the old one is lost, or somebody saw it"))]
    anew: bool,
}

/// `relais journal start-key`: hands the first key of the marks to whoever is to check the journal.
pub async fn run(asked: &StartKeyAsked, log: Option<&str>) -> Result<(), Stop> {
    let settings = Settings::of_place(&asked.place, log)?;
    logging::start(log.unwrap_or("warn"))?;
    let (trust, folder) = (ground::visit(&settings).await?, settings.keys());
    if asked.anew {
        trust.begin_marks_anew(&folder).await.map_err(gone)?;
    }
    let key = trust.start_key(&folder).await.map_err(gone)?;
    console::put(&key.to_string());
    if !asked.erase {
        console::tell(&Localised::new(
            "Imprimez cette ligne, remettez-la à qui contrôlera le journal, vérifiez-la (relais journal verify --start-key), puis : relais journal start-key --erase",
            "Print this line, hand it to whoever will check the journal, try it (relais journal verify --start-key), then: relais journal start-key --erase",
        ));
        return Ok(());
    }
    let console = Actor::installation(Door::Console);
    trust.perform(&console, None, Tell("StartKeyTaken")).await?;
    folder.drop_start()?;
    console::tell(&Localised::new(
        "La clé n’est plus sur le serveur.",
        "The key is no longer on the server.",
    ));
    Ok(())
}

fn gone(fault: MarksFault) -> Stop {
    match fault {
        MarksFault::Store(Failure::Missing) => Stop::input(
            "la clé de départ n’est plus sur le serveur, ou n’est pas celle de ce journal.",
            "the start key is no longer on the server, or is not that of this journal.",
        ),
        other => other.into(),
    }
}
