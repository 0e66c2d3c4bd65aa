use std::path::PathBuf;

use clap::Args;
use relais_trust::Trust;

use super::{super::backup::RehearsalPlace, files, files::Brought, package, sheet};
use crate::{
    console::say,
    ground::{self, Doorstep, Ground, Kind},
    logging,
    settings::{Place, ServeOptions, Settings},
    stop::{Code, Stop},
};

#[derive(Debug, Args)]
pub struct Import {
    #[arg(value_name = say("FICHIER", "FILE"), help = say(
        "Paquet HSDS (zip, dossier, JSON) ou feuille de recensement (CSV, .xlsx, .ods)",
        "HSDS package (zip, folder, JSON) or mapping sheet (CSV, .xlsx, .ods)"))]
    pub file: PathBuf,
    #[command(flatten)]
    pub place: Place,
    #[arg(long, help = say(
        "Montre ce que l’import changerait, et n’écrit rien",
        "Shows what the import would change, and writes nothing"))]
    pub dry_run: bool,
    #[arg(long, value_name = say("NOM", "NAME"), help = say(
        "Nom de la source d’un paquet ; le même nom remplace ce qu’elle a apporté [défaut : celle qui a apporté ces services, sinon le nom du fichier]",
        "Name of the source of a package; the same name replaces what it brought [default: the one that brought these services, else the name of the file]"))]
    pub source: Option<String>,
    #[arg(long, value_name = "CODE", help = say(
        "Mécanisme d’une feuille [défaut : le premier de l’installation]",
        "Mechanism of a sheet [default: the first of the installation]"))]
    pub mechanism: Option<String>,
    #[arg(long, help = say("Rend compte en JSON", "Reports in JSON"))]
    pub json: bool,
}

impl Import {
    /// The name under which a package's records are kept.
    pub fn source(&self) -> String {
        let stem = || {
            self.file
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned()
        };
        self.source.clone().unwrap_or_else(stem)
    }
}

/// `relais directory import`. A folder without an installation gets one, so that a directory can be the first thing in it.
pub async fn run(asked: &Import, log: Option<&str>) -> Result<(), Stop> {
    let brought = files::read(&asked.file)?;
    let options = ServeOptions {
        place: asked.place.clone(),
        // Nothing is served: any free port will do.
        listen: Some(([127, 0, 0, 1], 0).into()),
        ..ServeOptions::default()
    };
    let settings = Settings::read(&options, log)?;
    logging::start(log.unwrap_or("warn"))?;
    match ground::visit_with_keys(&settings).await {
        Err(stop) if stop.code == Code::NoInstallation && !asked.dry_run => {
            let doorstep = Doorstep::take(settings).await?;
            let ground = Ground::lay(&doorstep, Kind::Given, None).await?;
            bring(asked, &ground.trust, brought).await
        }
        Err(stop) if stop.code == Code::NoInstallation => on_trial(asked, brought).await,
        trust => bring(asked, &trust?, brought).await,
    }
}

/// What would change where nothing is yet: tried in a folder that goes away again.
async fn on_trial(asked: &Import, brought: Brought) -> Result<(), Stop> {
    let place = RehearsalPlace::make(&std::env::temp_dir())?;
    let mut settings = Settings::apart(place.data(), None)?;
    settings.listen = ([127, 0, 0, 1], 0).into();
    let doorstep = Doorstep::take(settings).await?;
    let ground = Ground::lay(&doorstep, Kind::Given, None).await?;
    bring(asked, &ground.trust, brought).await?;
    place.erase()
}

async fn bring(asked: &Import, trust: &Trust, brought: Brought) -> Result<(), Stop> {
    match brought {
        Brought::Package(files) => package::bring(asked, trust, &files).await,
        Brought::Sheet(bytes) => sheet::bring(asked, trust, &bytes).await,
    }
}
