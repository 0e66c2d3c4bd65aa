use clap::Args;
use relais_kernel::Localised;
use relais_platform::Failure;
use relais_trust::{Actor, Command, Door, Note, Scene, journal::last_with};

use crate::{
    console::{self, say},
    ground, logging,
    settings::{Place, Settings},
    stop::{Code, Stop},
};

#[derive(Debug, Args)]
pub struct Rehearsed {
    #[arg(value_name = say("SAUVEGARDE", "BACKUP"), help = say(
        "Le numéro que « relais backup rehearse » a donné",
        "The number that “relais backup rehearse” gave"))]
    backup: String,
    #[command(flatten)]
    place: Place,
}

/// `relais backup rehearsed`: `relais doctor` counts the days from here.
pub async fn run(asked: &Rehearsed, log: Option<&str>) -> Result<(), Stop> {
    let settings = Settings::of_place(&asked.place, log)?;
    logging::start(log.unwrap_or("warn"))?;
    let trust = ground::visit(&settings).await?;
    let made = last_with(
        trust.database().reader(),
        "BackupMade",
        Some(("backup", &asked.backup)),
    )
    .await?;
    if made.is_none() {
        return Err(Stop::new(
            Code::Input,
            "cette sauvegarde n’est pas de cette installation : son numéro n’est pas dans le journal.",
            "this backup is not of this installation: its number is not in the journal.",
        ));
    }
    trust
        .perform(
            &Actor::installation(Door::Console),
            None,
            Record(asked.backup.clone()),
        )
        .await?;
    console::tell(&Localised::new("C’est noté.", "It is noted."));
    Ok(())
}

struct Record(String);

impl Command for Record {
    type Outcome = ();
    const NAME: &'static str = "NoteRehearsal";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        scene.note(Note::new("BackupRehearsed").fact("backup", &self.0));
        Ok(())
    }
}
