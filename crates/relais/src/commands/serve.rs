use crate::{
    ground::{Ground, Kind},
    logging, serving,
    settings::{ServeOptions, Settings},
    stop::Stop,
};

/// `relais serve`.
pub async fn run(options: &ServeOptions, log: Option<&str>) -> Result<(), Stop> {
    let settings = Settings::read(options, log)?;
    logging::start(&settings.log)?;
    serving::serve(settings, Kind::Given, async |_: &Ground| Ok(serving::nothing())).await
}
