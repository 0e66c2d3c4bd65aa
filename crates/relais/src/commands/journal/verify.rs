use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;
use relais_kernel::{Localised, SystemClock, SystemEntropy};
use relais_ledger::{Ratchet, SignedCheckpoint, StartKey};
use relais_platform::Database;
use relais_trust::{Trust, journal::JournalCheck};
use serde_json::json;
use zeroize::Zeroizing;

use crate::{
    console::{self, say},
    examination::{self, in_words, no_checkpoint},
    ground, logging,
    settings::{Place, Settings},
    stop::{Code, Stop},
};

#[derive(Debug, Args)]
pub struct VerifyJournal {
    #[command(flatten)]
    place: Place,
    #[arg(long, value_name = say("FICHIER", "FILE"), help = say(
        "Point de contrôle gardé ailleurs, que le journal doit encore contenir ; peut être répété",
        "Checkpoint kept elsewhere, which the journal must still contain; may be repeated"))]
    checkpoint: Vec<PathBuf>,
    #[arg(long, value_name = say("FICHIER", "FILE"), help = say(
        "Clé de départ des marques, gardée hors du serveur (relais journal start-key)",
        "Start key of the marks, kept off the server (relais journal start-key)"))]
    start_key: Option<PathBuf>,
    #[arg(long, help = say("Rend compte en JSON", "Reports in JSON"))]
    json: bool,
}

/// `relais journal verify`.
pub async fn run(asked: &VerifyJournal, log: Option<&str>) -> Result<(), Stop> {
    let settings = Settings::of_place(&asked.place, log)?;
    logging::start(log.unwrap_or("warn"))?;
    let outside = asked.checkpoint.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let database = ground::database_of(&settings).await?;
    let key = settings.keys().journal()?.public();
    let start = match asked.start_key.as_deref() {
        Some(path) => Some(start_key(path, &settings, &database).await?),
        None => None,
    };
    let found = examination::journal(&database, key, &outside, start.as_ref()).await?;
    let words = in_words(&found);
    if asked.json {
        console::put(&report(&found, &words).to_string());
    }
    match found {
        JournalCheck::Sound(_) if asked.json => Ok(()),
        JournalCheck::Sound(_) => {
            console::tell(&words);
            Ok(())
        }
        _ => Err(Stop {
            code: Code::Found,
            sentence: words,
        }),
    }
}

/// The start key in a file: the line that `relais journal start-key` shows, or the file `journal.start` of the key folder,
/// to which the database says from where on it checks.
async fn start_key(path: &Path, settings: &Settings, database: &Database) -> Result<StartKey, Stop> {
    let unusable = |fr: &str, en: &str| {
        Stop::input(
            format!("la clé de départ {} ne peut pas être lue : {fr}", path.display()),
            format!("the start key {} cannot be read: {en}", path.display()),
        )
    };
    let text = Zeroizing::new(std::fs::read_to_string(path).map_err(|error| {
        let error = error.to_string();
        unusable(&error, &error)
    })?);
    // The command that shows it says a word after it.
    let line = text.lines().next().unwrap_or_default();
    if let Ok(key) = line.parse() {
        return Ok(key);
    }
    let mut bytes = Zeroizing::new([0; 32]);
    hex::decode_to_slice(line.trim(), bytes.as_mut_slice()).map_err(|_| {
        unusable(
            "une lettre au moins est fausse, ou ce n’est pas la ligne que montre « relais journal start-key » (relais-journal-start-1:…).",
            "at least one letter is wrong, or it is not the line that “relais journal start-key” shows (relais-journal-start-1:…).",
        )
    })?;
    let marked = marked_from(settings, database).await?;
    let from = marked.ok_or_else(|| {
        unusable(
            "ce journal ne porte pas de marques.",
            "this journal carries no marks.",
        )
    })?;
    Ok(StartKey {
        from,
        ratchet: Ratchet::from_bytes(*bytes),
    })
}

async fn marked_from(settings: &Settings, database: &Database) -> Result<Option<u64>, Stop> {
    let journal = settings.keys().journal()?;
    let trust = Trust::without_keys(
        database.clone(),
        journal,
        (Arc::new(SystemClock), Arc::new(SystemEntropy)),
    )?;
    Ok(trust.marked_from().await?)
}

/// A checkpoint in a file.
///
/// # Errors
/// [`Code::Input`].
pub fn read(path: &PathBuf) -> Result<SignedCheckpoint, Stop> {
    let unusable = |why: &Localised| {
        let (file, Localised { fr, en }) = (path.display(), why);
        Stop::input(
            format!("le point de contrôle {file} ne peut pas être lu : {fr}"),
            format!("the checkpoint {file} cannot be read: {en}"),
        )
    };
    let text = std::fs::read_to_string(path)
        .map_err(|error| unusable(&Localised::new(error.to_string(), error.to_string())))?;
    text.parse().map_err(|error| unusable(&no_checkpoint(error)))
}

fn report(found: &JournalCheck, words: &Localised) -> serde_json::Value {
    match found {
        JournalCheck::Sound(sound) => json!({
            "sound": true, "entries": sound.size, "vouched": sound.vouched,
            "checkpoints": sound.checkpoints, "marked": sound.marked, "root": sound.root.to_string(),
        }),
        JournalCheck::Broken(broken) => {
            json!({ "sound": false, "what": broken.to_string(), "entry": examination::entry_of(broken), "words": words })
        }
        JournalCheck::Mislabelled { index } => json!({
            "sound": false, "what": format!("the columns beside entry {index} were changed"), "entry": index, "words": words,
        }),
    }
}
