use clap::Args;

use crate::{
    console, logging,
    settings::{Place, Settings},
    stop::Stop,
};

#[derive(Debug, Args)]
pub struct JournalKey {
    #[command(flatten)]
    place: Place,
}

/// `relais journal key`: what witnesses and readers of exports need; it opens and signs nothing.
pub fn run(asked: &JournalKey, log: Option<&str>) -> Result<(), Stop> {
    let settings = Settings::of_place(&asked.place, log)?;
    logging::start(log.unwrap_or("warn"))?;
    console::put(&settings.keys().journal()?.public().to_string());
    Ok(())
}
