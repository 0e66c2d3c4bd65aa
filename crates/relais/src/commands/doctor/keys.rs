use relais_kernel::SystemEntropy;
use relais_platform::Database;
use relais_trust::KeyFolder;

use super::{Finding, Health};
use crate::{ground, settings::Settings};

/// The key files: there, readable by us alone, and not among the data.
pub fn look(settings: &Settings) -> Vec<Finding> {
    let folder = settings.keys();
    let mut found = Vec::new();
    if folder.path().starts_with(&settings.data) {
        found.push(Finding::new(
            "keys_apart",
            Health::Bad,
            "les clés sont dans le dossier de données : qui copie les données peut tout lire. Déplacez-les (--keys).",
            "the keys are inside the data folder: whoever copies the data can read all. Move them (--keys).",
        ));
    }
    let master = match folder.locked() {
        Ok(Some(_)) => Ok(true),
        _ => folder.master().map(|_| false),
    };
    found.push(match master.and_then(|locked| folder.journal().map(|_| locked)) {
        Ok(true) => Finding::new(
            "keys",
            Health::Good,
            format!(
                "la clé maîtresse est verrouillée par une phrase secrète : {}",
                folder.path().display()
            ),
            format!(
                "the master key is locked by a passphrase: {}",
                folder.path().display()
            ),
        ),
        Ok(false) => Finding::new(
            "keys",
            Health::Good,
            format!("clés lisibles par ce compte seul : {}", folder.path().display()),
            format!("keys readable by this account alone: {}", folder.path().display()),
        ),
        Err(fault) => Finding::stopped("keys", &fault.into()),
    });
    found.extend(start_key(&folder));
    found
}

/// The first key of the journal's marks protects the past only once it is elsewhere.
fn start_key(folder: &KeyFolder) -> Option<Finding> {
    match folder.start() {
        Ok(None) => None,
        Ok(Some(_)) => Some(Finding::new(
            "journal_start_key",
            Health::Watch,
            "la clé de départ du journal est encore sur le serveur : remettez-la à qui contrôlera le journal (relais journal start-key), puis effacez-la ici.",
            "the journal's start key is still on the server: hand it to whoever will check the journal (relais journal start-key), then erase it here.",
        )),
        Err(fault) => Some(Finding::stopped("journal_start_key", &fault.into())),
    }
}

/// Whether the master key is the one of this database.
pub async fn belong(settings: &Settings, database: &Database) -> Option<Finding> {
    let folder = settings.keys();
    let (master, journal) = folder.master().ok().zip(folder.journal().ok())?;
    let keys = ground::Keys { master, journal };
    let trust = ground::trust_over(database.clone(), keys, std::sync::Arc::new(SystemEntropy));
    let checked = match trust {
        Ok(trust) => ground::belong(&trust, &folder).await,
        Err(stop) => Err(stop),
    };
    Some(match checked {
        Ok(()) => Finding::new(
            "keys_belong",
            Health::Good,
            "les clés sont celles de cette installation",
            "the keys are those of this installation",
        ),
        Err(stop) => Finding::stopped("keys_belong", &stop),
    })
}
