use std::{
    fs::{self, File, TryLockError},
    io::{self, Seek, Write},
    path::{Path, PathBuf},
};

use crate::stop::{Code, Stop};

/// The data folder, taken by this server alone: the lock goes away with the process, however it ends.
pub struct DataFolder {
    lock: File,
}

/// How a server stands, as its lock file says it to the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Starting,
    Open,
    Locked,
}

impl Standing {
    const fn code(self) -> &'static str {
        match self {
            Self::Starting => "starting",
            Self::Open => "open",
            Self::Locked => "locked",
        }
    }
}

/// The server that works on a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Neighbour {
    pub process: i32,
    pub standing: Standing,
}

const LOCK: &str = "relais.lock";

impl DataFolder {
    /// Makes the folder when it is not there, for this account only, and takes it.
    ///
    /// # Errors
    /// [`Code::FolderTaken`] when another server works on it, [`Code::Unavailable`] when it cannot be used.
    pub fn take(path: &Path) -> Result<Self, Stop> {
        make(path).map_err(|error| unusable(path, &error))?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path.join(LOCK))
            .map_err(|error| unusable(path, &error))?;
        match lock.try_lock() {
            Ok(()) => {
                let folder = Self { lock };
                folder
                    .say(Standing::Starting)
                    .map_err(|error| unusable(path, &error))?;
                Ok(folder)
            }
            Err(TryLockError::WouldBlock) => Err(Stop::new(
                Code::FolderTaken,
                format!(
                    "un autre serveur Relais travaille déjà sur le dossier {}.",
                    path.display()
                ),
                format!(
                    "another Relais server already works on the folder {}.",
                    path.display()
                ),
            )),
            Err(TryLockError::Error(error)) => Err(unusable(path, &error)),
        }
    }

    /// Writes down, for the console, which process this is and how it stands.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn say(&self, standing: Standing) -> io::Result<()> {
        let mut file = &self.lock;
        let words = format!("{} {}\n", std::process::id(), standing.code());
        file.rewind()?;
        file.write_all(words.as_bytes())?;
        file.set_len(words.len() as u64)
    }

    /// The server that works on a folder, if there is one.
    ///
    /// # Errors
    /// [`Code::Unavailable`] when that cannot be seen from here: nobody may take it for the answer that there is none.
    pub fn neighbour(path: &Path) -> Result<Option<Neighbour>, Stop> {
        let file: PathBuf = path.join(LOCK);
        let unseen = |error: &io::Error| cannot_look(path, error);
        let lock = match File::open(&file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened.map_err(|error| unseen(&error))?,
        };
        match lock.try_lock_shared() {
            // Nobody holds it: what stands in it is of a server that has ended.
            Ok(()) => return Ok(None),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(unseen(&error)),
        }
        let words = fs::read_to_string(&file).map_err(|error| unseen(&error))?;
        let found = Neighbour::read(&words);
        found
            .map(Some)
            .ok_or_else(|| unseen(&io::ErrorKind::InvalidData.into()))
    }
}

impl Neighbour {
    /// What a lock file says. Its first line alone: the end of a longer word may still stand after it.
    fn read(words: &str) -> Option<Self> {
        let (process, standing) = words.lines().next()?.split_once(' ')?;
        let all = [Standing::Starting, Standing::Open, Standing::Locked];
        Some(Self {
            process: process.parse().ok()?,
            standing: all.into_iter().find(|known| known.code() == standing)?,
        })
    }
}

fn cannot_look(path: &Path, error: &io::Error) -> Stop {
    Stop::new(
        Code::Unavailable,
        format!(
            "on ne peut pas voir d’ici si un serveur travaille sur {} ({error}) : cette commande n’a rien scellé. Donnez la commande sous le \
             compte du service (sudo -u relais …), ou arrêtez le service : rien ne reste alors en mémoire.",
            path.display()
        ),
        format!(
            "whether a server works on {} cannot be seen from here ({error}): this command sealed nothing. Give the command under the \
             account of the service (sudo -u relais …), or stop the service: nothing stays in memory then.",
            path.display()
        ),
    )
}

#[cfg(unix)]
fn make(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
fn make(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

fn unusable(path: &Path, error: &io::Error) -> Stop {
    Stop::of_open_files(error).unwrap_or_else(|| {
        Stop::new(
            Code::Unavailable,
            format!(
                "le dossier de données {} ne peut pas être utilisé : {error}",
                path.display()
            ),
            format!("the data folder {} cannot be used: {error}", path.display()),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_file_is_read_while_it_is_being_written() {
        let open = Neighbour {
            process: 17,
            standing: Standing::Open,
        };
        for words in ["17 open\n", "17 open\nting\n"] {
            assert_eq!(Neighbour::read(words), Some(open), "{words}");
        }
        for words in ["", "17", "17 ajar\n", "x open\n"] {
            assert_eq!(Neighbour::read(words), None, "{words}");
        }
    }

    #[test]
    fn a_folder_that_cannot_be_looked_into_is_not_one_without_a_server() {
        let folder = std::env::temp_dir().join(format!("relais-unseen-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        assert_eq!(DataFolder::neighbour(&folder), Ok(None));
        // A file in its place cannot be looked into, whoever asks.
        let file = folder.join("file");
        fs::write(&file, "").unwrap();
        let stop = DataFolder::neighbour(&file).unwrap_err();
        assert_eq!(stop.code, Code::Unavailable);
        assert!(stop.sentence.en.contains("cannot be seen from here"), "{stop:?}");
        let taken = DataFolder::take(&folder).unwrap();
        let server = DataFolder::neighbour(&folder).unwrap().unwrap();
        assert_eq!(server.standing, Standing::Starting);
        drop(taken);
        fs::remove_dir_all(&folder).unwrap();
    }
}
