mod check;
mod target;

use std::path::{Path, PathBuf};

use clap::Args;
use relais_kernel::{Case, Id, Localised};
use relais_platform::{Failure, migrate};
use relais_trust::{Actor, Command, Door, Note, Scene, journal::JournalCheck};
use serde_json::json;

use crate::{
    composition,
    console::{self, say},
    dump::{self, Part},
    examination, ground, logging,
    settings::{Place, Settings},
    stop::{Code, Stop},
};

use check::Heads;
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
pub struct Files {
    parts: [(Part, PathBuf); 2],
    keys: Vec<dump::SecretKey>,
}

impl Files {
    /// The two halves of a backup; the keys lie beside the data unless said otherwise.
    ///
    /// # Errors
    /// [`Code::Input`] for a file without an age key.
    pub fn of(data: &Path, keystore: Option<&Path>, identity: &Path) -> Result<Self, Stop> {
        let keystore = keystore.map_or_else(|| with_end(data, ".keystore"), Path::to_path_buf);
        Ok(Self {
            parts: [(Part::Data, data.to_owned()), (Part::Keystore, keystore)],
            keys: dump::keys_of(identity)?,
        })
    }
}

/// What came out of a backup.
pub struct Restored {
    pub heads: Heads,
    pub filled: Filled,
    /// What the journal says; nothing where its keys are elsewhere.
    pub journal: Option<Localised>,
}

/// Checks both files from end to end, then restores them into an empty place.
///
/// # Errors
/// [`Code::Backup`], [`Code::NotEmpty`], [`Code::Newer`], [`Code::Found`] for a broken journal.
pub async fn into(settings: &Settings, files: &Files) -> Result<Restored, Stop> {
    let heads = check::whole(files)?;
    let target = Target::empty(settings).await?;
    let filled = match fill(&target, files, &heads).await {
        Ok(filled) => filled,
        Err(stop) => {
            target.abandon();
            return Err(stop);
        }
    };
    drop(target);
    let journal = examine(settings, &heads, &filled).await?;
    Ok(Restored {
        heads,
        filled,
        journal,
    })
}

/// `relais restore`: everything is checked before anything is written.
pub async fn run(asked: &Restore, log: Option<&str>) -> Result<(), Stop> {
    let settings = Settings::of_place(&asked.place, log)?;
    logging::start(log.unwrap_or("warn"))?;
    let files = Files::of(&asked.file, asked.keystore.as_deref(), &asked.identity)?;
    let restored = into(&settings, &files).await?;
    tell(asked.json, &settings, &restored);
    Ok(())
}

/// What came in, and what was erased again.
pub struct Filled {
    pub rows: u64,
    pub buried: Vec<Id<Case>>,
}

/// The tables of the dump's own time, its rows, then what came since. The keys may be of a later backup than the data:
/// what was erased between them is erased again.
async fn fill(target: &Target, files: &Files, heads: &Heads) -> Result<Filled, Stop> {
    let database = &target.database;
    let all = composition::migrations();
    let mut rows = 0;
    for (part, file) in &files.parts {
        let head = heads.of(*part);
        let of_its_time: Vec<_> = all
            .iter()
            .filter(|step| head.steps.get(step.room).is_some_and(|last| step.number <= *last))
            .copied()
            .collect();
        migrate(database, &of_its_time).await?;
        let (_, reader) = check::reader(file, *part, &files.keys)?;
        let sums = dump::load(database, *part, reader).await;
        let sums = sums.map_err(|fault| check::unloadable(file, &fault))?;
        rows += sums.iter().map(|sum| sum.rows).sum::<u64>();
    }
    migrate(database, &all).await?;
    let buried = composition::bury_again(database).await?;
    target.done().await?;
    database.empty_log().await?;
    Ok(Filled { rows, buried })
}

/// With the keys at hand: whether they belong, and whether the journal is sound.
async fn examine(settings: &Settings, heads: &Heads, filled: &Filled) -> Result<Option<Localised>, Stop> {
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
    let restored = Record {
        backup: heads.data.backup.clone(),
        buried: filled.buried.clone(),
    };
    trust
        .perform(&Actor::installation(Door::Console), None, restored)
        .await?;
    Ok(Some(words))
}

fn tell(as_json: bool, settings: &Settings, restored: &Restored) {
    let (head, journal) = (&restored.heads.data, restored.journal.as_ref());
    let (rows, buried) = (restored.filled.rows, restored.filled.buried.len());
    if as_json {
        let report = json!({
            "backup": head.backup, "made_at": head.made_at, "rows": rows, "erased_again": buried,
            "journal_sound": journal.map(|_| true),
        });
        console::put(&report.to_string());
        return;
    }
    console::tell(&Localised::new(
        format!("La sauvegarde est restaurée : {rows} lignes."),
        format!("The backup is restored: {rows} rows."),
    ));
    if buried > 0 {
        console::tell(&Localised::new(
            format!("Dossiers effacés depuis cette sauvegarde, et effacés de nouveau : {buried}."),
            format!("Cases that were erased since this backup, and erased again: {buried}."),
        ));
    }
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

struct Record {
    backup: String,
    buried: Vec<Id<Case>>,
}

impl Command for Record {
    type Outcome = ();
    const NAME: &'static str = "Restore";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        scene.note(Note::new("BackupRestored").fact("backup", &self.backup));
        for case in &self.buried {
            let again = Note::new("ErasureAppliedAgain");
            scene.note(again.on("case", case.uuid()).case(*case));
        }
        Ok(())
    }
}
