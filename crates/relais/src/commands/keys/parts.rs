use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use clap::Args;
use relais_kernel::{Localised, SystemEntropy};
use relais_sealing::{JoinFault, MasterKey, Part, Zeroizing};
use relais_trust::{Actor, Command, Door, Failure, Note, Scene, accounts::opens_with};

use crate::{
    console::{self, say},
    ground,
    settings::{Place, Settings},
    stop::{Code, Stop},
};

/// Among whom the key is split.
#[derive(Debug, Args)]
pub struct Split {
    #[command(flatten)]
    place: Place,
    #[arg(long, value_name = "N", default_value_t = 5, help = say(
        "À combien de dépositaires une part est remise",
        "To how many custodians a part is given"))]
    custodians: u8,
    #[arg(long, value_name = "K", default_value_t = 3, help = say(
        "Combien de parts suffisent ensemble", "How many parts are enough together"))]
    needed: u8,
    #[arg(long, value_name = say("DOSSIER", "DIR"), help = say(
        "Dossier des parts, à distribuer puis à vider", "Folder of the parts, to be handed out and then emptied"))]
    to: PathBuf,
}

/// Parts that were brought together.
#[derive(Debug, Args)]
pub struct Together {
    #[command(flatten)]
    place: Place,
    #[arg(required = true, value_name = say("PART", "PART"), help = say(
        "Les fichiers des parts réunies", "The files of the parts brought together"))]
    parts: Vec<PathBuf>,
}

/// `relais keys split`.
pub async fn split(asked: &Split, log: Option<&str>) -> Result<(), Stop> {
    let settings = Settings::of_place(&asked.place, log)?;
    let trust = ground::visit_with_keys(&settings).await?;
    let master = trust.master_for_custodians()?;
    let parts = Part::split(&master, asked.custodians, asked.needed, &SystemEntropy).map_err(|_| {
        Stop::input(
            "il faut au moins deux parts, et autant de dépositaires que de parts nécessaires.",
            "at least two parts are needed, and as many custodians as parts needed.",
        )
    })?;
    for (n, part) in (1..).zip(&parts) {
        write(
            &asked.to.join(format!("part-{n}.txt")),
            &sheet(n, parts.len(), part),
        )?;
    }
    let made = PartsMade {
        custodians: asked.custodians,
        needed: asked.needed,
    };
    trust
        .perform(&Actor::installation(Door::Console), None, made)
        .await?;
    console::tell(&Localised::new(
        format!(
            "{} parts sont dans {} : {} suffisent ensemble, {} ne disent rien. Remettez chacune à une personne, faites l’essai (relais keys rehearse), puis videz ce dossier.",
            asked.custodians,
            asked.to.display(),
            asked.needed,
            asked.needed - 1
        ),
        format!(
            "{} parts are in {}: {} together are enough, {} say nothing. Hand each to one person, rehearse (relais keys rehearse), then empty this folder.",
            asked.custodians,
            asked.to.display(),
            asked.needed,
            asked.needed - 1
        ),
    ));
    Ok(())
}

/// `relais keys rehearse`: whether these parts would open the installation. Nothing is written but that it was tried.
pub async fn rehearse(asked: &Together, log: Option<&str>) -> Result<(), Stop> {
    let settings = Settings::of_place(&asked.place, log)?;
    joined(&settings, &asked.parts).await?;
    let trust = ground::visit(&settings).await?;
    trust
        .perform(
            &Actor::installation(Door::Console),
            None,
            ground::Tell("KeyPartsRehearsed"),
        )
        .await?;
    console::tell(&Localised::new(
        "Ces parts ouvrent l’installation.",
        "These parts open the installation.",
    ));
    Ok(())
}

/// `relais keys recover`: the key back in its place, when its file or its passphrase is lost.
pub async fn recover(asked: &Together, log: Option<&str>) -> Result<(), Stop> {
    let settings = Settings::of_place(&asked.place, log)?;
    let folder = settings.keys();
    let locked = folder.locked()?.is_some();
    if !locked && folder.master().is_ok() {
        return Err(Stop::input(
            "la clé maîtresse est à sa place, rien n’a été changé.",
            "the master key is in its place, nothing was changed.",
        ));
    }
    let master = joined(&settings, &asked.parts).await?;
    match locked {
        true => folder.unlock(&master)?,
        false => folder.put_back(&master)?,
    }
    console::tell(&Localised::new(
        format!(
            "La clé maîtresse est de nouveau dans {}. Verrouillez-la par une phrase secrète (relais keys lock).",
            folder.path().display()
        ),
        format!(
            "The master key is in {} again. Lock it by a passphrase (relais keys lock).",
            folder.path().display()
        ),
    ));
    Ok(())
}

/// The master key of this installation, from its parts.
async fn joined(settings: &Settings, files: &[PathBuf]) -> Result<MasterKey, Stop> {
    let mut parts = Vec::new();
    for file in files {
        let text = fs::read_to_string(file).map(Zeroizing::new);
        let text = text.map_err(|error| unusable(file, &error))?;
        let found = Part::in_text(&text).ok().filter(|found| !found.is_empty());
        parts.extend(found.ok_or_else(|| unusable(file, &say("ce n’est pas une part", "it is no part")))?);
    }
    let master = Part::join(&parts).map_err(in_words)?;
    let database = ground::database_of(settings).await?;
    match opens_with(database.reader(), &master).await? {
        true => Ok(master),
        false => Err(in_words(JoinFault::Wrong)),
    }
}

fn in_words(fault: JoinFault) -> Stop {
    let (fr, en) = match fault {
        JoinFault::TooFew { have, needed } => (
            format!("{have} part(s) seulement, il en faut {needed}."),
            format!("only {have} part(s), {needed} are needed."),
        ),
        JoinFault::Mixed => (
            "ces parts n’ont pas été faites ensemble.".into(),
            "these parts were not made together.".into(),
        ),
        JoinFault::Wrong => (
            "ces parts n’ouvrent pas cette installation.".into(),
            "these parts do not open this installation.".into(),
        ),
    };
    Stop::new(Code::Keys, fr, en)
}

/// What a custodian keeps.
fn sheet(n: usize, of: usize, part: &Part) -> Zeroizing<String> {
    let needed = part.needed();
    Zeroizing::new(format!(
        "# Relais : part {n} sur {of} de la clé maîtresse. {needed} parts ensemble rouvrent l’installation ; moins ne disent rien.\n\
         # Relais: part {n} of {of} of the master key. {needed} parts together open the installation again; fewer say nothing.\n\
         {}\n",
        *part.to_text()
    ))
}

fn write(file: &Path, text: &str) -> Result<(), Stop> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let folder = file.parent().unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(folder)
        .and_then(|()| options.open(file))
        .and_then(|mut open| open.write_all(text.as_bytes()).and_then(|()| open.sync_all()))
        .map_err(|error| unusable(file, &error))
}

fn unusable(file: &Path, why: &dyn std::fmt::Display) -> Stop {
    Stop::input(
        format!("{} ne peut pas être utilisé : {why}", file.display()),
        format!("{} cannot be used: {why}", file.display()),
    )
}

struct PartsMade {
    custodians: u8,
    needed: u8,
}

impl Command for PartsMade {
    type Outcome = ();
    const NAME: &'static str = "MakeKeyParts";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        scene.note(
            Note::new("KeyPartsMade")
                .fact("custodians", self.custodians)
                .fact("needed", self.needed),
        );
        Ok(())
    }
}
