use crate::{
    ground::Ground,
    logging, serving,
    settings::{ServeOptions, Settings},
    stop::Stop,
};

/// `relais serve`.
pub async fn run(options: &ServeOptions, log: Option<&str>) -> Result<(), Stop> {
    let settings = Settings::read(options, log)?;
    logging::start(&settings.log)?;
    let ground = Ground::lay(settings, false).await?;
    serving::serve(ground).await
}
