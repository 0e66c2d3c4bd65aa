//! What a demonstration is made of: synthetic organisations and people, marked so, all with one password.

mod bulk;
mod history;
mod mark;
mod organisations;
mod people;
mod samples;

pub use history::{SCENARIO, Scale};
pub use mark::HISTORY;
pub use people::Person;
pub use samples::samples;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::{SignedDuration, Timestamp};
use relais_kernel::{Clock, Entropy, FixedClock, Id, Localised, Mechanism, SystemEntropy};
use relais_mechanism::mechanisms;
use relais_platform::{Database, Failure, UnitOfWork, courier, sea_orm::DatabaseTransaction};
use relais_trust::{
    Trust,
    accounts::{Installation, organisations},
};

use crate::{
    composition, console,
    ground::{DataFolder, Ground},
    settings::Settings,
    stop::{Code, Stop},
};

/// The password of every demo account. It is no secret: demo installations refuse real data.
pub const PASSWORD: &str = "girafe-lagune-2026";

/// The seed of the demonstration that `demo serve` makes.
pub const SEED: u64 = 2026;
/// What is to be made.
#[derive(Debug, Clone, Copy)]
pub struct Making {
    pub scale: Scale,
    /// As many cases are made through the commands; the others are copies of them.
    pub models: usize,
    pub seed: u64,
    /// Whether the console is told how far it is.
    pub aloud: bool,
    /// One act after the other: slower, and the same seed gives the same ids.
    pub in_order: bool,
}

impl Making {
    /// The demonstration of the scenario.
    pub const SCENARIO: Self = Self {
        scale: SCENARIO,
        models: SCENARIO.cases,
        seed: SEED,
        aloud: true,
        in_order: false,
    };
}

/// The organisations and their people were there before the first case.
const BEFORE: SignedDuration = SignedDuration::from_hours(24 * 290);

/// Brings the demonstration's organisations and accounts in; what is already there stays as it is.
///
/// # Errors
/// [`Code::Input`] on an installation that is no demonstration.
pub async fn settle(ground: &Ground) -> Result<Id<Mechanism>, Stop> {
    let trust = &ground.trust;
    let rows = trust.database().reader();
    if !Installation::read(rows).await?.is_some_and(|found| found.demo) {
        return Err(not_a_demo());
    }
    let all = mechanisms(rows).await?;
    let mechanism = all
        .first()
        .ok_or_else(|| Stop::fault("démonstration", &"no mechanism"))?;
    let definition = relais_mechanism::Definitions::default()
        .current(rows, mechanism.id)
        .await?;
    let new = organisations(rows).await?.is_empty();
    let since = if new {
        trust.now().checked_sub(BEFORE)
    } else {
        Ok(trust.now())
    };
    let moved = Arc::new(FixedClock::at(since.unwrap_or(Timestamp::UNIX_EPOCH)));
    let then = trust_under(trust, moved, Arc::new(SystemEntropy))?;
    organisations::add(&then, &definition).await?;
    // On the sheet stand days on which entries were verified lately: it cannot have come earlier.
    organisations::add_services(trust, mechanism.id).await?;
    people::add(&then, mechanism.id).await?;
    Ok(mechanism.id)
}

/// Makes the nine months before today, once, and says on the console how far it is if it shall.
///
/// # Errors
/// When the database or the disk does not answer.
pub async fn remember(ground: &Ground, mechanism: Id<Mechanism>, making: Making) -> Result<(), Stop> {
    let Making {
        scale,
        models,
        seed,
        aloud,
        in_order,
    } = making;
    let trust = &ground.trust;
    match mark::held(trust).await? {
        Some(held) if held.whole => return Ok(()),
        Some(_) => {
            console::tell(&Localised::new(
                "L’histoire de cette démonstration a été interrompue pendant sa préparation : --fresh recommence à neuf.",
                "The history of this demonstration was interrupted while it was made: --fresh starts anew.",
            ));
            return Ok(());
        }
        None => {}
    }
    let first = if scale.cases > models {
        Scale {
            cases: models,
            referrals: models * SCENARIO.referrals / SCENARIO.cases,
        }
    } else {
        scale
    };
    mark::begin(trust, seed, (scale.cases, scale.referrals)).await?;
    let mut next = 0;
    let told = |done: usize, all: usize| {
        if aloud && done * 10 >= all * next && next <= 10 {
            console::tell(&Localised::new(
                format!(
                    "Préparation des neuf mois de la démonstration : {} %",
                    done * 100 / all
                ),
                format!(
                    "Making the nine months of the demonstration: {}%",
                    done * 100 / all
                ),
            ));
            next += 2;
        }
    };
    let made = history::make(trust, mechanism, (first, seed, in_order), told).await?;
    for code in &made.played.refused {
        tracing::debug!(code, "an act of the demonstration was refused");
    }
    tracing::info!(
        acts = made.played.acts,
        deadlines = made.played.deadlines,
        "the demonstration has its history"
    );
    trust.database().write(AllTold).await?;
    if scale.cases > first.cases {
        let mut shown = 0;
        let told = |done: usize, all: usize| {
            if aloud && done * 10 >= all * (shown + 1) {
                shown = done * 10 / all;
                console::tell(&Localised::new(
                    format!("Dossiers copiés : {done}"),
                    format!("Cases copied: {done}"),
                ));
            }
        };
        bulk::fill(trust, (first, scale), seed, told).await?;
    }
    mark::end(trust, &made.personas).await?;
    Ok(())
}

/// Whether cases were made here already, or begun.
///
/// # Errors
/// When the database does not answer.
pub async fn has_history(trust: &Trust) -> Result<bool, Stop> {
    Ok(mark::held(trust).await?.is_some())
}

/// How many cases and referrals there are.
///
/// # Errors
/// When the database does not answer.
pub async fn totals(trust: &Trust) -> Result<Scale, Stop> {
    Ok(mark::totals(trust).await?)
}

/// Messages of the history left in the history.
struct AllTold;

impl UnitOfWork for AllTold {
    type Output = u64;

    async fn run(&self, rows: &DatabaseTransaction) -> Result<u64, Failure> {
        courier::count_as_told(rows).await
    }
}

/// The same installation under another clock and other chance.
fn trust_under(
    installation: &Trust,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Entropy>,
) -> Result<Trust, relais_platform::Failure> {
    let trust = installation.under(clock, chance)?;
    composition::listen(&trust);
    Ok(trust)
}

/// Removes a demonstration, and nothing else: the database itself has to say that it is one.
///
/// # Errors
/// When a server works on it, or when it is no demonstration.
pub async fn remove(settings: &Settings) -> Result<(), Stop> {
    let Some(file) = settings.sqlite_file() else {
        return Err(Stop::input(
            "--fresh n’efface que des démonstrations dans un fichier SQLite.",
            "--fresh only removes demonstrations in an SQLite file.",
        ));
    };
    if !settings.data.exists() {
        return Ok(());
    }
    let _alone = DataFolder::take(&settings.data)?;
    if file.exists() && !is_demo(settings).await {
        return Err(not_a_demo());
    }
    let messages = ["outbox", "inbox"].map(|name| settings.data.join(name));
    let swept = |folder: &Path| match messages.iter().any(|held| held == folder) {
        true => sweep_messages(folder),
        false => sweep(folder),
    };
    let keys = settings.keys();
    let folders = [settings.data.as_path(), keys.path()];
    for folder in folders.into_iter().chain(messages.iter().map(PathBuf::as_path)) {
        swept(folder).map_err(|error| {
            Stop::new(
                Code::Unavailable,
                format!(
                    "le dossier {} ne peut pas être effacé : {error}",
                    folder.display()
                ),
                format!("the folder {} cannot be removed: {error}", folder.display()),
            )
        })?;
    }
    Ok(())
}

/// The messages of the demonstration; whatever else lies in their folders stays.
fn sweep_messages(folder: &Path) -> std::io::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let is_message = entry.path().extension().is_some_and(|end| end == "txt");
        if is_message && entry.file_type()?.is_file() {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

async fn is_demo(settings: &Settings) -> bool {
    let Ok(database) = Database::open(&settings.database_url()).await else {
        return false;
    };
    let found = Installation::read(database.reader()).await;
    found.ok().flatten().is_some_and(|installation| installation.demo)
}

/// Only files that this program makes; a folder with anything else in it stays, without them.
fn sweep(folder: &Path) -> std::io::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let ours = name.starts_with("relais.") && name != "relais.toml" || name.ends_with(".key");
        if ours && entry.file_type()?.is_file() {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn not_a_demo() -> Stop {
    Stop::input(
        "cette installation n’est pas une démonstration : rien n’a été modifié.",
        "this installation is not a demonstration: nothing was changed.",
    )
}

/// Who can sign in.
pub fn people() -> impl Iterator<Item = &'static Person> {
    people::PEOPLE.iter()
}

/// The case codes of the five personas, in their order; none without a history.
///
/// # Errors
/// When the database does not answer.
pub async fn personas(trust: &Trust) -> Result<Vec<String>, Stop> {
    Ok(mark::held(trust)
        .await?
        .map(|held| held.personas)
        .unwrap_or_default())
}

/// Who can sign in and which cases are the personas, for the person at the console: by their codes alone.
pub fn introduce(personas: &[String]) {
    if !personas.is_empty() {
        let codes = personas
            .iter()
            .enumerate()
            .map(|(n, code)| format!("{} : {code}", n + 1));
        let codes = codes.collect::<Vec<_>>().join(" · ");
        console::tell(&Localised::new(
            format!("Personnages du scénario (codes de dossier) : {codes}"),
            format!("Personas of the scenario (case codes): {codes}"),
        ));
    }
    console::tell(&Localised::new(
        format!("Comptes de la démonstration (mot de passe de tous : {PASSWORD}) :"),
        format!("Accounts of the demonstration (password of all: {PASSWORD}):"),
    ));
    for person in people::PEOPLE {
        let login = person.login();
        console::tell(&Localised::new(
            format!("  {login:<40} {} · {}", person.roles.join(" "), person.fr),
            format!("  {login:<40} {} · {}", person.roles.join(" "), person.en),
        ));
    }
}
