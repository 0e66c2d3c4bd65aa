use relais_platform::{
    Database, Engine, Failure, pending,
    sea_orm::{ConnectionTrait, Statement},
};

use super::{Finding, Health};
use crate::{composition, examination, settings::Settings, stop::Stop};
use relais_trust::journal::JournalCheck;

/// The database itself: its version, its soundness, its journal.
pub async fn look(settings: &Settings, database: &Database) -> Vec<Finding> {
    let mut found = vec![version(database).await];
    if database.engine() == Engine::Sqlite {
        found.push(
            pages(database)
                .await
                .unwrap_or_else(|failure| failed("database_pages", failure)),
        );
    }
    if let Ok(key) = settings.keys().journal() {
        found.push(
            match examination::journal(database, key.public(), &[], None).await {
                Ok(check) => Finding {
                    what: "journal",
                    health: match check {
                        JournalCheck::Sound(_) => Health::Good,
                        _ => Health::Bad,
                    },
                    words: examination::in_words(&check),
                },
                Err(failure) => failed("journal", failure),
            },
        );
    }
    found.extend(copy_left(settings));
    found
}

async fn version(database: &Database) -> Finding {
    let engine = match database.engine() {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    };
    match pending(database, &composition::migrations()).await {
        Ok(pending) if pending.missing == 0 => Finding::new(
            "database",
            Health::Good,
            format!("base {engine} à jour ({} étapes)", pending.done),
            format!("{engine} database up to date ({} steps)", pending.done),
        ),
        Ok(pending) => Finding::new(
            "database",
            Health::Watch,
            format!(
                "base {engine} : {} étape(s) de mise à jour au prochain démarrage",
                pending.missing
            ),
            format!(
                "{engine} database: {} update step(s) at the next start",
                pending.missing
            ),
        ),
        Err(error) => Finding::stopped("database", &error.into()),
    }
}

/// SQLite's own check of its pages.
async fn pages(database: &Database) -> Result<Finding, Failure> {
    let reader = database.reader();
    let ask = Statement::from_string(reader.get_database_backend(), "PRAGMA quick_check(1)");
    let row = reader.query_one_raw(ask).await?.ok_or(Failure::Missing)?;
    let said: String = row.try_get_by_index(0)?;
    Ok(if said == "ok" {
        Finding::new(
            "database_pages",
            Health::Good,
            "le fichier de la base est intact",
            "the database file is sound",
        )
    } else {
        Finding::new(
            "database_pages",
            Health::Bad,
            "le fichier de la base est abîmé : arrêtez le serveur et restaurez une sauvegarde.",
            "the database file is damaged: stop the server and restore a backup.",
        )
    })
}

/// The copy kept before an update: it still holds what was erased since.
fn copy_left(settings: &Settings) -> Option<Finding> {
    let copy = settings.sqlite_file()?.with_extension("sqlite.before-migration");
    copy.exists().then(|| {
        Finding::new(
            "copy_before_update",
            Health::Watch,
            format!(
                "la copie d’avant la dernière mise à jour est encore là ; effacez-la quand tout va bien : {}",
                copy.display()
            ),
            format!(
                "the copy of before the last update is still there; remove it when all is well: {}",
                copy.display()
            ),
        )
    })
}

pub fn failed(what: &'static str, failure: Failure) -> Finding {
    Finding::stopped(what, &Stop::from(failure))
}
