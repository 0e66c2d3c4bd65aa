//! Why the program stops without having done what was asked: one clear sentence and an exit code that tells.

use std::{fmt::Display, io::ErrorKind};

use relais_kernel::{Lang, Localised};
use relais_platform::{Failure, MigrateError};
use relais_trust::{KeyFault, journal::MarksFault};

/// The exit codes; the README's table says the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// A fault of ours.
    Fault,
    /// What was given cannot be used: a pack, a settings file, an address, an unknown organisation.
    Input,
    /// A check ran to its end and found something wrong.
    Found,
    /// Another server works on this data folder.
    FolderTaken,
    /// The address cannot be listened on.
    AddressTaken,
    /// A key is missing, damaged, open to others or foreign.
    Keys,
    /// The database was made by a newer program.
    Newer,
    /// The database or the disk does not answer, or is full.
    Unavailable,
    /// The backup is damaged, truncated, or not for this key.
    Backup,
    /// The place to restore into is not empty.
    NotEmpty,
    /// There is no installation here.
    NoInstallation,
}

impl Code {
    pub fn number(self) -> u8 {
        match self {
            Self::Fault => 1,
            Self::Input => 3,
            Self::Found => 4,
            Self::FolderTaken => 10,
            Self::AddressTaken => 11,
            Self::Keys => 12,
            Self::Newer => 13,
            Self::Unavailable => 14,
            Self::Backup => 15,
            Self::NotEmpty => 16,
            Self::NoInstallation => 17,
        }
    }
}

/// The reason to stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    pub code: Code,
    pub sentence: Localised,
}

impl Stop {
    pub fn new(code: Code, fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            code,
            sentence: Localised::new(fr, en),
        }
    }

    pub fn fault(what: &str, why: &dyn Display) -> Self {
        Self::new(
            Code::Fault,
            format!("erreur du programme ({what}) : {why}"),
            format!("fault of the program ({what}): {why}"),
        )
    }

    pub fn input(fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(Code::Input, fr, en)
    }

    fn unavailable(why: &dyn Display) -> Self {
        Self::of_open_files(why).unwrap_or_else(|| {
            Self::new(
                Code::Unavailable,
                format!("la base de données ou le disque ne répond pas (plein, absent ou en panne) : {why}"),
                format!("the database or the disk does not answer (full, absent or failing): {why}"),
            )
        })
    }

    /// The limit of open files, when it is what stands in the way. Whatever opens a file may be the first to meet it: a
    /// key, the data folder, the database, the threads of the server.
    pub fn of_open_files(why: &dyn Display) -> Option<Self> {
        let why = why.to_string();
        let limit = too_few_files(&why, limit_of_files())?;
        Some(Self::too_few_files(limit, &why))
    }

    /// A limit of open files with which nothing works, before anything meets it: not everything that does ends in a
    /// sentence.
    ///
    /// # Errors
    /// [`Code::Unavailable`].
    pub fn check_open_files() -> Result<(), Self> {
        match limit_of_files() {
            Some(limit) if limit < FEWEST_FILES => Err(Self::too_few_files(limit, "")),
            _ => Ok(()),
        }
    }

    fn too_few_files(limit: u64, why: &str) -> Self {
        let fr = format!(
            "ce programme ne peut pas ouvrir assez de fichiers à la fois (limite : {limit}) : relevez la limite à 1024 ou plus \
             (ulimit -n, ou LimitNOFILE dans le service). {why}"
        );
        let en = format!(
            "this program cannot open enough files at once (limit: {limit}): raise the limit to 1024 or more (ulimit -n, or \
             LimitNOFILE in the unit). {why}"
        );
        Self::new(Code::Unavailable, fr.trim_end(), en.trim_end())
    }
}

/// With fewer open files than this neither database works, and its own words do not say why.
const FEWEST_FILES: u64 = 64;

/// The limit of open files, where it is what stands in the way: the system says so (EMFILE), or it is far too low.
fn too_few_files(why: &str, limit: Option<u64>) -> Option<u64> {
    let said = why.contains("os error 24");
    limit.filter(|limit| said || *limit < FEWEST_FILES)
}

#[cfg(unix)]
fn limit_of_files() -> Option<u64> {
    use rustix::process::{Resource, getrlimit};
    getrlimit(Resource::Nofile).current
}

#[cfg(not(unix))]
fn limit_of_files() -> Option<u64> {
    None
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(refusals) => {
                let [fr, en] = [Lang::Fr, Lang::En].map(|lang| {
                    let said = refusals.0.iter().map(|refusal| refusal.sentence.get(lang));
                    said.collect::<Vec<_>>().join(" ")
                });
                Self::input(fr, en)
            }
            Failure::Missing => Self::input(
                "introuvable dans cette installation.",
                "not found in this installation.",
            ),
            Failure::Unavailable(why) => Self::unavailable(&why),
            Failure::Store(error) => Self::unavailable(&error),
            other => Self::fault("commande", &other),
        }
    }
}

impl From<MigrateError> for Stop {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Newer { room, number } => Self::new(
                Code::Newer,
                format!(
                    "cette base a été créée par une version plus récente de Relais ({room} {number}). \
                     Rien n’a été modifié : installez la version récente."
                ),
                format!(
                    "this database was made by a newer version of Relais ({room} {number}). \
                     Nothing was changed: install the newer version."
                ),
            ),
            MigrateError::Failed(failure) => failure.into(),
        }
    }
}

impl From<MarksFault> for Stop {
    fn from(fault: MarksFault) -> Self {
        match fault {
            MarksFault::Key(fault) => fault.into(),
            MarksFault::Store(failure) => failure.into(),
        }
    }
}

impl From<KeyFault> for Stop {
    fn from(fault: KeyFault) -> Self {
        if let KeyFault::Unusable(_, error) = &fault
            && let Some(stop) = Self::of_open_files(error)
        {
            return stop;
        }
        let (fr, en) = match &fault {
            KeyFault::Missing(path) if path.ends_with("journal.key") => (
                format!(
                    "il manque le fichier de clé {0}. Remettez-en la copie, ou indiquez son dossier avec --keys : sans lui, le \
                     journal n’est ni signé ni vérifié, et le serveur ne démarre pas. Les données s’ouvrent avec la clé maîtresse.",
                    path.display()
                ),
                format!(
                    "the key file {0} is missing. Put its copy back, or give its folder with --keys: without it the \
                     journal is neither signed nor verified, and the server does not start. The data open with the master key.",
                    path.display()
                ),
            ),
            KeyFault::Missing(path) => (
                format!(
                    "il manque le fichier de clé {0}. Remettez-le en place, ou indiquez son dossier avec --keys : \
                     sans lui, les données de cette installation ne peuvent pas être lues.",
                    path.display()
                ),
                format!(
                    "the key file {0} is missing. Put it back, or give its folder with --keys: without it the data \
                     of this installation cannot be read.",
                    path.display()
                ),
            ),
            KeyFault::Open(path) => (
                format!(
                    "d’autres comptes peuvent lire le fichier de clé {0} : chmod 600 {0}",
                    path.display()
                ),
                format!(
                    "other accounts can read the key file {0}: chmod 600 {0}",
                    path.display()
                ),
            ),
            KeyFault::Damaged(path) => (
                format!(
                    "le fichier {} n’est pas une clé de Relais, ou il est abîmé.",
                    path.display()
                ),
                format!(
                    "the file {} is not a key of Relais, or is damaged.",
                    path.display()
                ),
            ),
            KeyFault::Foreign(path) => (
                format!("la clé {} n’est pas celle de cette installation.", path.display()),
                format!("the key {} is not the one of this installation.", path.display()),
            ),
            KeyFault::Locked(path) => (
                format!(
                    "la clé maîtresse est verrouillée par une phrase secrète ({}).",
                    path.display()
                ),
                format!("the master key is locked by a passphrase ({}).", path.display()),
            ),
            KeyFault::Both(path) => (
                format!(
                    "le dossier {} contient la clé maîtresse ouverte et la clé verrouillée : « relais keys lock » a été interrompu. Retirez master.key, ou master.locked.",
                    path.display()
                ),
                format!(
                    "the folder {} holds the master key both open and locked: “relais keys lock” was interrupted. Remove master.key, or master.locked.",
                    path.display()
                ),
            ),
            KeyFault::Unusable(path, error) => (
                format!(
                    "le dossier ou fichier de clés {} ne peut pas être utilisé : {error}",
                    path.display()
                ),
                format!(
                    "the key folder or file {} cannot be used: {error}",
                    path.display()
                ),
            ),
        };
        let code = match &fault {
            // Nothing is wrong with the keys: there is no room to make them.
            KeyFault::Unusable(_, error) if error.kind() == ErrorKind::StorageFull => Code::Unavailable,
            _ => Code::Keys,
        };
        Self::new(code, fr, en)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_key_is_told_by_what_it_opens() {
        let said = |file: &str| Stop::from(KeyFault::Missing(file.into())).sentence.en;
        assert!(said("/keys/master.key").contains("cannot be read"));
        let journal = said("/keys/journal.key");
        assert!(journal.contains("is missing") && journal.contains("neither signed nor verified"));
        assert!(!journal.contains("cannot be read"), "{journal}");
    }

    #[test]
    fn a_limit_of_open_files_is_named_where_it_is_the_cause() {
        let emfile = "Too many open files (os error 24)";
        assert_eq!(too_few_files(emfile, Some(1024)), Some(1024));
        assert_eq!(too_few_files("unable to open database file", Some(20)), Some(20));
        assert_eq!(too_few_files("unable to open database file", Some(1024)), None);
        assert_eq!(too_few_files(emfile, None), None);
    }
}
