use std::{
    fs::{self, File, TryLockError},
    io,
    path::Path,
};

use crate::stop::{Code, Stop};

/// The data folder, taken by this server alone: the lock goes away with the process, however it ends.
pub struct DataFolder {
    _lock: File,
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
            Ok(()) => Ok(Self { _lock: lock }),
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
