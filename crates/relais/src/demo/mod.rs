//! What a demonstration is made of: synthetic organisations and people, marked so, all with one password.

mod organisations;
mod people;

pub use people::Person;

use std::{
    fs,
    path::{Path, PathBuf},
};

use relais_kernel::Localised;
use relais_mechanism::mechanisms;
use relais_platform::Database;
use relais_trust::{Trust, accounts::Installation};

use crate::{
    console,
    ground::DataFolder,
    settings::Settings,
    stop::{Code, Stop},
};

/// The password of every demo account. It is no secret: demo installations refuse real data.
pub const PASSWORD: &str = "girafe-lagune-2026";

/// Brings the demonstration's organisations and accounts in; what is already there stays as it is.
///
/// # Errors
/// [`Code::Input`] on an installation that is no demonstration.
pub async fn settle(trust: &Trust) -> Result<(), Stop> {
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
    organisations::add(trust, &definition).await?;
    organisations::add_services(trust, mechanism.id).await?;
    people::add(trust, mechanism.id).await
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

/// Who can sign in, for the person at the console.
pub fn introduce() {
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
