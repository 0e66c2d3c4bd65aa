use std::path::PathBuf;

use clap::Args;
use relais_directory::store::hsds::all_records;
use relais_hsds::package::{About, pack, write};
use relais_kernel::Localised;
use relais_mechanism::mechanisms;

use crate::{
    console::{self, say},
    ground, logging,
    settings::{Place, Settings},
    stop::Stop,
};

#[derive(Debug, Args)]
pub struct Export {
    #[arg(value_name = say("SORTIE.zip", "OUT.zip"), help = say("Le paquet à écrire", "The package to write"))]
    out: PathBuf,
    #[command(flatten)]
    place: Place,
    #[arg(long, value_name = say("NOM", "NAME"), help = say(
        "Seulement ce que cette source a apporté",
        "Only what this source brought"))]
    source: Option<String>,
}

/// `relais directory export`: what is public, and nothing else stands in records.
pub async fn run(asked: &Export, log: Option<&str>) -> Result<(), Stop> {
    let settings = Settings::of_place(&asked.place, log)?;
    logging::start(log.unwrap_or("warn"))?;
    let trust = ground::visit(&settings).await?;
    let rows = trust.database().reader();
    let held = all_records(rows).await?;
    let wanted = held
        .into_iter()
        .filter(|held| asked.source.as_ref().is_none_or(|source| *source == held.source));
    let records: Vec<_> = wanted.map(|held| held.record).collect();
    let title = mechanisms(rows).await?.into_iter().next().map(|first| first.code);
    let about = About {
        title: title.unwrap_or_default(),
        language: "fr".into(),
        ..About::default()
    };
    let files = write(&records, &about);
    let packed = pack(&files).map_err(|refused| Stop::input(refused.sentence.fr, refused.sentence.en))?;
    std::fs::write(&asked.out, packed).map_err(|why| {
        let path = asked.out.display();
        Stop::input(
            format!("« {path} » ne peut pas être écrit : {why}."),
            format!("“{path}” cannot be written: {why}."),
        )
    })?;
    let count = records.len();
    console::tell(&Localised::new(
        format!("{count} enregistrements ont été exportés."),
        format!("{count} records were exported."),
    ));
    Ok(())
}
