mod check;
mod target;

use std::path::{Path, PathBuf};

use clap::Args;
use relais_kernel::Localised;
use relais_platform::{Failure, migrate};
use relais_trust::{Actor, Command, Door, Note, Scene, journal::JournalCheck};
use serde_json::json;

use crate::{
    composition,
    console::{self, say},
    dump::{self, Head, Part},
    examination, ground, logging,
    settings::{Place, Settings},
    stop::{Code, Stop},
};

use target::Target;

#[derive(Debug, Args)]
pub struct Restore {
    #[arg(value_name = say("FICHIER", "FILE"), help = say(
        "La sauvegarde ; ses clés sont attendues à côté, dans FICHIER.keystore",
        "The backup; its keys are expected beside it, in FILE.keystore"))]
    file: PathBuf,
    #[arg(long, value_name = say("FICHIER", "FILE"), help = say(
        "Le fichier des clés, s’il est ailleurs", "The file of the keys, if it is elsewhere"))]
    keystore: Option<PathBuf>,
    #[arg(long, value_name = say("FICHIER", "FILE"), help = say(
        "La clé secrète age (AGE-SECRET-KEY-…)", "The age secret key (AGE-SECRET-KEY-…)"))]
    identity: PathBuf,
    #[command(flatten)]
    place: Place,
    #[arg(long, help = say("Rend compte en JSON", "Reports in JSON"))]
    json: bool,
}

/// The files of one backup, and the keys that open them.
struct Files {
    parts: [(Part, PathBuf); 2],
    keys: Vec<dump::SecretKey>,
}

/// `relais restore`: everything is checked before anything is written.
pub async fn run(asked: &Restore, log: Option<&str>) -> Result<(), Stop> {
    let settings = Settings::of_place(&asked.place, log)?;
    logging::start(log.unwrap_or("warn"))?;
    let keystore = asked
        .keystore
        .clone()
        .unwrap_or_else(|| with_end(&asked.file, ".keystore"));
    let files = Files {
        parts: [(Part::Data, asked.file.clone()), (Part::Keystore, keystore)],
        keys: dump::keys_of(&asked.identity)?,
    };
    let head = check::whole(&files)?;
    let target = Target::empty(&settings).await?;
    let rows = match fill(&target, &files, &head).await {
        Ok(rows) => rows,
        Err(stop) => {
            target.abandon();
            return Err(stop);
        }
    };
    drop(target);
    let examined = examine(&settings, &head).await?;
    tell(asked.json, &settings, &head, rows, examined.as_ref());
    Ok(())
}

/// The tables of the dump's own time, its rows, then what came since.
async fn fill(target: &Target, files: &Files, head: &Head) -> Result<u64, Stop> {
    let database = &target.database;
    let all = composition::migrations();
    let of_its_time: Vec<_> = all
        .iter()
        .filter(|step| head.steps.get(step.room).is_some_and(|last| step.number <= *last))
        .copied()
        .collect();
    migrate(database, &of_its_time).await?;
    let mut rows = 0;
    for (part, file) in &files.parts {
        let (_, reader) = check::reader(file, *part, &files.keys)?;
        let sums = dump::load(database, *part, reader).await;
        let sums = sums.map_err(|fault| check::unloadable(file, &fault))?;
        rows += sums.iter().map(|sum| sum.rows).sum::<u64>();
    }
    migrate(database, &all).await?;
    target.done().await?;
    Ok(rows)
}

/// With the keys at hand: whether they belong, and whether the journal is sound.
async fn examine(settings: &Settings, head: &Head) -> Result<Option<Localised>, Stop> {
    if settings.keys().is_empty() {
        return Ok(None);
    }
    let trust = ground::visit(settings).await?;
    let key = settings.keys().journal()?.public();
    let found = examination::journal(trust.database(), key, &[], None).await?;
    let words = examination::in_words(&found);
    if !matches!(found, JournalCheck::Sound(_)) {
        return Err(Stop {
            code: Code::Found,
            sentence: words,
        });
    }
    let restored = Record(head.backup.clone());
    trust
        .perform(&Actor::installation(Door::Console), None, restored)
        .await?;
    Ok(Some(words))
}

fn tell(as_json: bool, settings: &Settings, head: &Head, rows: u64, journal: Option<&Localised>) {
    if as_json {
        let report = json!({ "backup": head.backup, "made_at": head.made_at, "rows": rows, "journal_sound": journal.map(|_| true) });
        console::put(&report.to_string());
        return;
    }
    console::tell(&Localised::new(
        format!("La sauvegarde est restaurée : {rows} lignes."),
        format!("The backup is restored: {rows} rows."),
    ));
    let keys = settings.keys();
    console::tell(&match journal {
        Some(words) => words.clone(),
        None => Localised::new(
            format!(
                "Remettez le dossier des clés en place avant de démarrer : {}",
                keys.path().display()
            ),
            format!(
                "Put the key folder back before starting: {}",
                keys.path().display()
            ),
        ),
    });
}

fn with_end(file: &Path, end: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

struct Record(String);

impl Command for Record {
    type Outcome = ();
    const NAME: &'static str = "Restore";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        scene.note(Note::new("BackupRestored").fact("backup", &self.0));
        Ok(())
    }
}
