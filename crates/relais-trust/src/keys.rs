use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use relais_kernel::Entropy;
use relais_ledger::{CheckpointKey, Ratchet};
use relais_sealing::{LockedMaster, MasterKey, Zeroizing};

/// The folder of the keys, outside the data folder (decisions §12): `master.key` opens the organisations' keys, or
/// `master.locked` does with a passphrase; `journal.key` signs checkpoints. Whoever copies the data without it reads
/// nothing.
#[derive(Debug, Clone)]
pub struct KeyFolder(PathBuf);

/// Why the server must not start.
#[derive(Debug, thiserror::Error)]
pub enum KeyFault {
    #[error("the key file {0} is missing")]
    Missing(PathBuf),
    #[error("the key file {0} can be read by others: chmod 600")]
    Open(PathBuf),
    #[error("the key file {0} is not a key of Relais, or is damaged")]
    Damaged(PathBuf),
    #[error("the key file {0} does not belong to this installation")]
    Foreign(PathBuf),
    #[error("the master key is locked by a passphrase: {0}")]
    Locked(PathBuf),
    #[error("both the open and the locked master key lie in {0}")]
    Both(PathBuf),
    #[error("the key folder {0} cannot be used: {1}")]
    Unusable(PathBuf, std::io::Error),
}

const MASTER: &str = "master.key";
const LOCKED: &str = "master.locked";
/// A master key that is about to take the place of the other.
const NEXT: &str = "master.next";
const JOURNAL: &str = "journal.key";
/// What checks the marks of the journal's entries, until somebody takes it away.
const START: &str = "journal.start";

impl KeyFolder {
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Beside the data folder: `DIR.keys`.
    pub fn beside(data: &Path) -> Self {
        let mut name = data.as_os_str().to_owned();
        name.push(".keys");
        Self(PathBuf::from(name))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Makes both keys. Only for an installation that has none: an existing key is never overwritten, and a disk
    /// that fills on the way leaves none.
    ///
    /// # Errors
    /// [`KeyFault::Unusable`] when the folder cannot be written.
    pub fn make(&self, origin: &str, chance: &dyn Entropy) -> Result<(), KeyFault> {
        fs::create_dir_all(&self.0).map_err(|e| KeyFault::Unusable(self.0.clone(), e))?;
        restrict(&self.0, 0o700)?;
        let journal =
            CheckpointKey::new(origin, chance).map_err(|_| KeyFault::Damaged(self.0.join(JOURNAL)))?;
        let seed: String = journal.seed().iter().map(|byte| format!("{byte:02x}")).collect();
        let master = self.write(MASTER, MasterKey::new(chance).to_text().as_bytes());
        let both = master.and_then(|()| self.write(JOURNAL, format!("{origin}\n{seed}\n").as_bytes()));
        let named = both.and_then(|()| {
            [MASTER, JOURNAL]
                .iter()
                .try_for_each(|name| self.put_in_place(name))
        });
        if named.is_err() {
            for name in [MASTER, JOURNAL] {
                let _ = fs::remove_file(self.unfinished(name));
            }
        }
        named
    }

    /// True when no key is there yet.
    pub fn is_empty(&self) -> bool {
        ![MASTER, LOCKED, JOURNAL]
            .iter()
            .any(|name| self.0.join(name).exists())
    }

    /// The master key as only a passphrase opens it; nothing when it lies open.
    ///
    /// # Errors
    /// [`KeyFault`]: readable by others, damaged, [`KeyFault::Both`].
    pub fn locked(&self) -> Result<Option<LockedMaster>, KeyFault> {
        if !self.0.join(LOCKED).exists() {
            return Ok(None);
        }
        if self.0.join(MASTER).exists() {
            return Err(KeyFault::Both(self.0.clone()));
        }
        let (path, bytes) = self.read(LOCKED)?;
        let locked = LockedMaster::from_file(&bytes).map_err(|_| KeyFault::Damaged(path))?;
        Ok(Some(locked))
    }

    /// Puts the locked key in the place of the open one, which is removed.
    ///
    /// # Errors
    /// [`KeyFault::Unusable`]; the open key is still there then.
    pub fn lock(&self, locked: &LockedMaster) -> Result<(), KeyFault> {
        self.replace(LOCKED, locked.to_text().as_bytes(), MASTER)
    }

    /// Puts the open key in the place of the locked one, which is removed.
    ///
    /// # Errors
    /// [`KeyFault::Unusable`]; the locked key is still there then.
    pub fn unlock(&self, master: &MasterKey) -> Result<(), KeyFault> {
        self.replace(MASTER, master.to_text().as_bytes(), LOCKED)
    }

    /// Puts down the key that is to take the place of the master key, before anything is wrapped with it.
    ///
    /// # Errors
    /// [`KeyFault::Unusable`].
    pub fn prepare_next(&self, master: &MasterKey) -> Result<(), KeyFault> {
        self.write(NEXT, master.to_text().as_bytes())?;
        let next = self.0.join(NEXT);
        fs::rename(self.unfinished(NEXT), &next).map_err(|e| KeyFault::Unusable(next, e))
    }

    /// The key that is to take the place of the master key, if there is one.
    ///
    /// # Errors
    /// [`KeyFault`]: readable by others, damaged.
    pub fn next(&self) -> Result<Option<MasterKey>, KeyFault> {
        if !self.0.join(NEXT).exists() {
            return Ok(None);
        }
        let (path, bytes) = self.read(NEXT)?;
        MasterKey::from_file(&bytes)
            .map(Some)
            .map_err(|_| KeyFault::Damaged(path))
    }

    /// It is the master key from now on.
    ///
    /// # Errors
    /// [`KeyFault::Unusable`]; both are still there then.
    pub fn take_next(&self) -> Result<(), KeyFault> {
        let master = self.0.join(MASTER);
        fs::rename(self.0.join(NEXT), &master).map_err(|e| KeyFault::Unusable(master, e))
    }

    /// Nothing was wrapped with it.
    ///
    /// # Errors
    /// [`KeyFault::Unusable`].
    pub fn drop_next(&self) -> Result<(), KeyFault> {
        let next = self.0.join(NEXT);
        fs::remove_file(&next).map_err(|e| KeyFault::Unusable(next, e))
    }

    /// The first key of the journal's marks, as long as nobody has taken it away.
    ///
    /// # Errors
    /// [`KeyFault`]: readable by others, damaged.
    pub fn start(&self) -> Result<Option<Ratchet>, KeyFault> {
        if !self.0.join(START).exists() {
            return Ok(None);
        }
        let (path, bytes) = self.read(START)?;
        let bytes = Zeroizing::new(bytes);
        let mut key = Zeroizing::new([0; 32]);
        hex::decode_to_slice(bytes.trim_ascii_end(), key.as_mut_slice())
            .map_err(|_| KeyFault::Damaged(path))?;
        Ok(Some(Ratchet::from_bytes(*key)))
    }

    /// Puts the first key of the journal's marks down, before the first entry is marked.
    ///
    /// # Errors
    /// [`KeyFault::Unusable`].
    pub fn put_start(&self, first: &Ratchet) -> Result<(), KeyFault> {
        let text = Zeroizing::new(format!("{}\n", hex::encode(first.as_bytes())));
        self.write(START, text.as_bytes())?;
        self.put_in_place(START)
    }

    /// Wipes it here: it is in the hands of whoever checks the journal.
    ///
    /// # Errors
    /// [`KeyFault::Unusable`].
    pub fn drop_start(&self) -> Result<(), KeyFault> {
        let path = self.0.join(START);
        let wipe = || {
            let mut file = fs::OpenOptions::new().write(true).open(&path)?;
            file.write_all(&[b'0'; 64])?;
            file.sync_all()?;
            fs::remove_file(&path)
        };
        wipe().map_err(|e| KeyFault::Unusable(path.clone(), e))
    }

    /// Every master key that lies open here: one of them is the database's own.
    pub fn at_hand(&self) -> Vec<MasterKey> {
        let next = self.next().ok().flatten();
        self.master().into_iter().chain(next).collect()
    }

    /// Puts the master key where none is any more: its file was lost.
    ///
    /// # Errors
    /// [`KeyFault::Unusable`], also when one is there.
    pub fn put_back(&self, master: &MasterKey) -> Result<(), KeyFault> {
        self.write(MASTER, master.to_text().as_bytes())?;
        self.put_in_place(MASTER)
    }

    fn replace(&self, new: &str, bytes: &[u8], old: &str) -> Result<(), KeyFault> {
        self.write(new, bytes)?;
        self.put_in_place(new)?;
        let old = self.0.join(old);
        fs::remove_file(&old).map_err(|e| KeyFault::Unusable(old, e))
    }

    /// # Errors
    /// [`KeyFault`]: missing, locked, readable by others, damaged.
    pub fn master(&self) -> Result<MasterKey, KeyFault> {
        if self.locked()?.is_some() {
            return Err(KeyFault::Locked(self.0.join(LOCKED)));
        }
        let (path, bytes) = self.read(MASTER)?;
        MasterKey::from_file(&bytes).map_err(|_| KeyFault::Damaged(path))
    }

    /// # Errors
    /// [`KeyFault`]: missing, readable by others, damaged.
    pub fn journal(&self) -> Result<CheckpointKey, KeyFault> {
        let (path, bytes) = self.read(JOURNAL)?;
        let damaged = || KeyFault::Damaged(path.clone());
        let text = String::from_utf8(bytes).map_err(|_| damaged())?;
        let (origin, seed) = text.trim_end().split_once('\n').ok_or_else(damaged)?;
        let seed: [u8; 32] = hex::decode(seed)
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(damaged)?;
        CheckpointKey::from_seed(origin, &seed).map_err(|_| damaged())
    }

    fn read(&self, name: &str) -> Result<(PathBuf, Vec<u8>), KeyFault> {
        let path = self.0.join(name);
        if !path.exists() {
            return Err(KeyFault::Missing(path));
        }
        if is_open(&path) {
            return Err(KeyFault::Open(path));
        }
        let bytes = fs::read(&path).map_err(|e| KeyFault::Unusable(path.clone(), e))?;
        Ok((path, bytes))
    }

    fn unfinished(&self, name: &str) -> PathBuf {
        self.0.join(format!("{name}.unfinished"))
    }

    /// Writes a key to the end under another name: half a key under its own would look like a damaged one.
    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), KeyFault> {
        let path = self.unfinished(name);
        let unusable = |e| KeyFault::Unusable(path.clone(), e);
        if path.exists() {
            fs::remove_file(&path).map_err(unusable)?;
        }
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path).map_err(unusable)?;
        self.give_to_owner(&path)
            .and_then(|()| file.write_all(bytes))
            .and_then(|()| file.sync_all())
            .map_err(unusable)
    }

    /// A key belongs to whom the others belong: a command given as root would leave one that the service cannot read.
    #[cfg(unix)]
    fn give_to_owner(&self, path: &Path) -> std::io::Result<()> {
        use std::os::unix::fs::{MetadataExt, chown};
        let mut held = [MASTER, LOCKED, JOURNAL]
            .map(|name| self.0.join(name))
            .into_iter();
        let model = held.find(|file| file.exists()).unwrap_or_else(|| self.0.clone());
        let (owner, new) = (fs::metadata(model)?, fs::metadata(path)?);
        if owner.uid() == new.uid() {
            return Ok(());
        }
        chown(path, Some(owner.uid()), Some(owner.gid()))
    }

    #[cfg(not(unix))]
    fn give_to_owner(&self, _path: &Path) -> std::io::Result<()> {
        Ok(())
    }

    fn put_in_place(&self, name: &str) -> Result<(), KeyFault> {
        let path = self.0.join(name);
        if path.exists() {
            let error = std::io::ErrorKind::AlreadyExists.into();
            return Err(KeyFault::Unusable(path, error));
        }
        fs::rename(self.unfinished(name), &path).map_err(|e| KeyFault::Unusable(path, e))
    }
}

#[cfg(unix)]
fn is_open(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|m| m.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open(_path: &Path) -> bool {
    false
}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) -> Result<(), KeyFault> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
        .map_err(|e| KeyFault::Unusable(path.to_owned(), e))
}

#[cfg(not(unix))]
fn restrict(_path: &Path, _mode: u32) -> Result<(), KeyFault> {
    Ok(())
}
