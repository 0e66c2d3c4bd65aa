use clap::Subcommand;
use relais_kernel::Localised;
use relais_trust::{Actor, Door};

use crate::{
    console::{self, say},
    ground::{self, Tell},
    logging,
    settings::{Place, Settings},
    stop::Stop,
};

#[derive(Debug, Subcommand)]
pub enum ClockVerb {
    #[command(about = say(
        "Dit que l’horloge de la machine est juste : ce qui reposait est fait à sa date",
        "Says that the machine's clock is right: what rested is done by its date"))]
    Accept(Place),
}

/// # Errors
/// Why the command stopped without having done what was asked.
pub async fn run(verb: ClockVerb, log: Option<&str>) -> Result<(), Stop> {
    let ClockVerb::Accept(place) = verb;
    let settings = Settings::of_place(&place, log)?;
    logging::start(log.unwrap_or("warn"))?;
    let trust = ground::visit(&settings).await?;
    let console = Actor::installation(Door::Console);
    trust.perform(&console, None, Tell("ClockAccepted")).await?;
    // The server reads from the newest signed head that somebody stood here and looked at the clock.
    trust.sign_checkpoint().await?;
    let now = trust.now();
    console::tell(&Localised::new(
        format!("L’horloge est acceptée : {now:.0}. Les délais reprennent."),
        format!("The clock is accepted: {now:.0}. Deadlines go on."),
    ));
    Ok(())
}
