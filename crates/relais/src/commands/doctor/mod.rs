//! `relais doctor`: looks at everything, changes nothing, and says what to do.

mod backup;
mod database;
mod disk;
mod generations;
mod keys;
mod memory;
mod post;
mod trade;
mod witness;

use clap::Args;
use relais_kernel::Localised;
use relais_platform::Database;
use serde::Serialize;
use serde_json::json;

use crate::{
    console::{self, lang, say},
    ground, logging,
    settings::{Place, Settings},
    stop::{Code, Stop},
};

#[derive(Debug, Args)]
pub struct Doctor {
    #[command(flatten)]
    place: Place,
    #[arg(long, help = say("Rend compte en JSON", "Reports in JSON"))]
    json: bool,
}

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
enum Health {
    Good,
    /// Works, and should be looked at.
    Watch,
    Bad,
}

/// One thing looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Finding {
    what: &'static str,
    health: Health,
    words: Localised,
}

impl Finding {
    fn new(what: &'static str, health: Health, fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            what,
            health,
            words: Localised::new(fr, en),
        }
    }

    /// The finding that the thing itself is what stops the program.
    fn stopped(what: &'static str, stop: &Stop) -> Self {
        Self {
            what,
            health: Health::Bad,
            words: stop.sentence.clone(),
        }
    }
}

/// `relais doctor`.
pub async fn run(asked: &Doctor, log: Option<&str>) -> Result<(), Stop> {
    let settings = Settings::of_place(&asked.place, log)?;
    logging::start(log.unwrap_or("error"))?;
    let mut found = disk::look(&settings);
    found.extend(keys::look(&settings));
    found.extend(memory::look());
    match ground::database_of(&settings).await {
        Ok(database) => found.extend(inside(&settings, &database).await),
        Err(stop) if stop.code == Code::NoInstallation => return Err(stop),
        Err(stop) => found.push(Finding::stopped("database", &stop)),
    }
    tell(&found, asked.json)
}

async fn inside(settings: &Settings, database: &Database) -> Vec<Finding> {
    let mut found = database::look(settings, database).await;
    found.extend(witness::look(settings, database).await);
    found.extend(keys::belong(settings, database).await);
    found.extend(generations::look(database).await);
    found.extend(trade::look(settings, database).await);
    found.extend(backup::look(database).await);
    found
}

fn tell(found: &[Finding], as_json: bool) -> Result<(), Stop> {
    let worst = found
        .iter()
        .map(|finding| finding.health)
        .max()
        .unwrap_or(Health::Good);
    if as_json {
        console::put(
            &json!({ "healthy": worst != Health::Bad, "worst": worst, "findings": found }).to_string(),
        );
    } else {
        for finding in found {
            let mark = match finding.health {
                Health::Good => say("bien     ", "good   "),
                Health::Watch => say("à voir   ", "look at"),
                Health::Bad => say("À RÉPARER", "REPAIR "),
            };
            console::put(&format!("{mark}  {}", finding.words.get(lang())));
        }
    }
    if worst != Health::Bad {
        return Ok(());
    }
    let count = found
        .iter()
        .filter(|finding| finding.health == Health::Bad)
        .count();
    Err(Stop::new(
        Code::Found,
        format!("{count} point(s) à réparer."),
        format!("{count} thing(s) to repair."),
    ))
}
