use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use relais_kernel::{Clock, Entropy, Localised, SystemClock, SystemEntropy};
use relais_platform::{Failure, sea_orm::DatabaseTransaction, stamp, steps_done};
use relais_trust::{Actor, Command, Door, Note, Scene};
use serde_json::json;

use super::Backup;
use crate::{
    console,
    dump::{self, Head, LAYOUT, Lock, Part, TableSum},
    examination::snapshot,
    ground, logging,
    settings::Settings,
    stop::{Code, Stop},
};

/// `relais backup`. A server may go on working: both files show one instant.
pub async fn run(asked: &Backup, to: &Path, log: Option<&str>) -> Result<(), Stop> {
    let settings = Settings::of_place(&asked.place, log)?;
    logging::start(log.unwrap_or("warn"))?;
    let recipients = dump::recipients(&asked.recipients)?;
    let files = [
        (Part::Data, to.to_owned()),
        (Part::Keystore, beside(to, ".keystore")),
    ];
    for (_, file) in &files {
        refuse_to_overwrite(file)?;
    }
    let trust = ground::visit(&settings).await?;
    let backup = drawn(&SystemEntropy);
    let console = Actor::installation(Door::Console);
    let begun = Record::Begun(backup.clone());
    trust.perform(&console, None, begun).await?;
    let instant = snapshot(trust.database()).await?;
    let steps = steps_done(&instant).await?;
    let mut sums = Vec::new();
    for (part, file) in &files {
        let head = head(*part, &backup, &steps);
        let written = seal(&instant, &head, file, &recipients).await;
        if written.is_err() {
            let _ = fs::remove_file(beside(file, ".part"));
        }
        sums.extend(written?);
    }
    instant.rollback().await.map_err(Failure::from)?;
    for (_, file) in &files {
        put_in_place(file)?;
    }
    // Only what lies whole under its own name is a backup: whoever asks for the last one is told of that.
    trust.perform(&console, None, Record::Made(backup)).await?;
    tell(asked.json, &files, &sums);
    Ok(())
}

fn head(part: Part, backup: &str, steps: &BTreeMap<String, i32>) -> Head {
    Head {
        layout: LAYOUT,
        part,
        backup: backup.to_owned(),
        made_at: stamp::to_column(SystemClock.now()),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        steps: steps.clone(),
    }
}

async fn seal(
    instant: &DatabaseTransaction,
    head: &Head,
    file: &Path,
    recipients: &[dump::Recipient],
) -> Result<Vec<TableSum>, Stop> {
    let part = beside(file, ".part");
    // Left by a backup that was broken off.
    let _ = fs::remove_file(&part);
    let mut lock = Lock::new(&part, recipients)?;
    let sums = dump::write(instant, head, lock.writer()).await?;
    lock.finish(&part)?;
    Ok(sums)
}

fn put_in_place(file: &Path) -> Result<(), Stop> {
    let put = || -> io::Result<()> {
        fs::rename(beside(file, ".part"), file)?;
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
    };
    put().map_err(|error| {
        Stop::new(
            Code::Unavailable,
            format!("le fichier {} ne peut pas être écrit : {error}", file.display()),
            format!("the file {} cannot be written: {error}", file.display()),
        )
    })
}

fn refuse_to_overwrite(file: &Path) -> Result<(), Stop> {
    if !file.exists() {
        return Ok(());
    }
    Err(Stop::new(
        Code::NotEmpty,
        format!(
            "le fichier {} existe déjà : une sauvegarde n’est jamais écrasée.",
            file.display()
        ),
        format!(
            "the file {} is there already: a backup is never overwritten.",
            file.display()
        ),
    ))
}

fn beside(file: &Path, end: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

fn tell(as_json: bool, files: &[(Part, PathBuf)], sums: &[TableSum]) {
    let rows: u64 = sums.iter().map(|sum| sum.rows).sum();
    let names: Vec<String> = files.iter().map(|(_, file)| file.display().to_string()).collect();
    if as_json {
        console::put(&json!({ "files": names, "tables": sums.len(), "rows": rows }).to_string());
        return;
    }
    let names = names.join(", ");
    console::tell(&Localised::new(
        format!(
            "Sauvegarde faite : {names} ({} tables, {rows} lignes). Le dossier des clés n’y est pas : gardez-le à part.",
            sums.len()
        ),
        format!(
            "Backup made: {names} ({} tables, {rows} rows). The key folder is not in it: keep it apart.",
            sums.len()
        ),
    ));
}

fn drawn(chance: &dyn Entropy) -> String {
    let mut bytes = [0; 16];
    chance.fill(&mut bytes);
    hex::encode(bytes)
}

/// That all data leave the database is in the journal before they do (security requirement 30), and that they arrived once
/// they have: a backup that was broken off is none.
enum Record {
    Begun(String),
    Made(String),
}

impl Command for Record {
    type Outcome = ();
    const NAME: &'static str = "Backup";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let (act, backup) = match self {
            Self::Begun(backup) => ("BackupBegun", backup),
            Self::Made(backup) => ("BackupMade", backup),
        };
        scene.note(Note::new(act).fact("backup", backup));
        Ok(())
    }
}
