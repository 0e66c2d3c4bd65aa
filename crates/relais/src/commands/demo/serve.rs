use clap::Args;

use crate::{
    console::say,
    demo,
    ground::{Ground, Kind},
    logging, serving,
    settings::{ServeOptions, Settings},
    stop::Stop,
};

#[derive(Debug, Args)]
pub struct ServeDemo {
    #[command(flatten)]
    options: ServeOptions,
    #[arg(long, help = say(
        "Efface d’abord la démonstration qui est là",
        "First removes the demonstration that is there"))]
    fresh: bool,
    #[arg(long, help = say(
        "Sans dossiers : les structures, les services et les comptes seulement",
        "Without cases: organisations, services and accounts only"))]
    bare: bool,
}

/// `relais demo serve`.
pub async fn run(mut asked: ServeDemo, log: Option<&str>) -> Result<(), Stop> {
    asked
        .options
        .pack
        .get_or_insert_with(|| "cameroun-demo".to_owned());
    if asked.options.place.data.is_none() && std::env::var_os("RELAIS_DATA").is_none() {
        asked.options.place.data = Some("relais-demo".into());
    }
    let settings = Settings::read(&asked.options, log)?;
    logging::start(&settings.log)?;
    if asked.fresh {
        demo::remove(&settings).await?;
    }
    let bare = asked.bare;
    serving::serve(settings, Kind::Demonstration, async |ground: &Ground| {
        let mechanism = demo::settle(ground).await?;
        if !bare {
            demo::remember(ground, mechanism, demo::Making::SCENARIO).await?;
        }
        let personas = demo::personas(&ground.trust).await?;
        Ok(Box::new(move || demo::introduce(&personas)) as serving::Introduction)
    })
    .await
}
