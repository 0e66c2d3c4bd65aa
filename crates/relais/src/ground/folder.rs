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
    pub fn neighbour(path: &Path) -> Option<Neighbour> {
        let file: PathBuf = path.join(LOCK);
        let lock = File::open(&file).ok()?;
        // Nobody holds it: what stands in it is of a server that has ended.
        if lock.try_lock_shared().is_ok() {
            return None;
        }
        let words = fs::read_to_string(&file).ok()?;
        let (process, standing) = words.trim().split_once(' ')?;
        let all = [Standing::Starting, Standing::Open, Standing::Locked];
        Some(Neighbour {
            process: process.parse().ok()?,
            standing: all.into_iter().find(|known| known.code() == standing)?,
        })
    }
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
    Stop::new(
        Code::Unavailable,
        format!(
            "le dossier de données {} ne peut pas être utilisé : {error}",
            path.display()
        ),
        format!("the data folder {} cannot be used: {error}", path.display()),
    )
}
