use std::{
    fs, io,
    path::{Path, PathBuf},
};

use relais_kernel::{Entropy, SystemEntropy};

use crate::stop::{Code, Stop};

/// A folder for one rehearsal, for this account alone; it goes away with it.
pub struct RehearsalPlace(PathBuf);

impl RehearsalPlace {
    /// # Errors
    /// [`Code::Unavailable`] when it cannot be made there.
    pub fn make(within: &Path) -> Result<Self, Stop> {
        let mut drawn = [0; 8];
        SystemEntropy.fill(&mut drawn);
        let path = within.join(format!("relais-rehearsal-{}", hex::encode(drawn)));
        make_closed(&path).map_err(|error| {
            Stop::new(
                Code::Unavailable,
                format!("le dossier {} ne peut pas être créé : {error}", path.display()),
                format!("the folder {} cannot be made: {error}", path.display()),
            )
        })?;
        Ok(Self(path))
    }

    pub fn data(&self) -> PathBuf {
        self.0.join("data")
    }

    /// Erases it, and says where it could not.
    ///
    /// # Errors
    /// [`Code::Unavailable`].
    pub fn erase(self) -> Result<(), Stop> {
        fs::remove_dir_all(&self.0).map_err(|error| {
            Stop::new(
                Code::Unavailable,
                format!(
                    "le dossier de la répétition n’a pas pu être effacé, faites-le : {} ({error})",
                    self.0.display()
                ),
                format!(
                    "the folder of the rehearsal could not be erased, do it: {} ({error})",
                    self.0.display()
                ),
            )
        })
    }
}

impl Drop for RehearsalPlace {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(unix)]
fn make_closed(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().mode(0o700).create(path)
}

#[cfg(not(unix))]
fn make_closed(path: &Path) -> io::Result<()> {
    fs::create_dir(path)
}
