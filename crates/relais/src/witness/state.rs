use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use relais_kernel::{Entropy, Timestamp};
use relais_ledger::{
    CheckpointError, CheckpointPublic, CosignerKey, NoteSignature, SignedCheckpoint, Submission, Witness,
    WitnessRefusal,
};

use crate::{
    ground::DataFolder,
    stop::{Code, Stop},
};

/// What a witness remembers, in a folder of its own: its key, the journal's public key, the last checkpoint with its own
/// signature beside it, and what it refused.
pub struct State {
    folder: PathBuf,
    key: CosignerKey,
    journal: CheckpointPublic,
    last: Option<SignedCheckpoint>,
    _taken: DataFolder,
}

const KEY: &str = "witness.key";
const JOURNAL: &str = "journal.pub";
const LAST: &str = "checkpoint";
/// The first checkpoint that was refused, and the last one: the proof of what happened.
const REFUSED: [&str; 2] = ["refused.first", "refused.last"];

/// Why a witness does not vouch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Of a journal that it does not watch.
    OtherJournal,
    /// Not signed by the journal.
    Unsigned,
    /// The proof begins at another size than the last one seen. Not yet an alarm: it may begin there.
    Behind { seen: u64 },
    /// Shorter than the last one seen, or as long and different: an alarm.
    Contradicts { seen: u64 },
    /// The proof does not hold: an alarm.
    Unproven { seen: u64 },
}

impl State {
    /// A new witness of this journal.
    ///
    /// # Errors
    /// [`Code::NotEmpty`] when there is one here already, [`Code::Input`] for a name that cannot be one.
    pub fn found(
        folder: &Path,
        name: &str,
        journal: CheckpointPublic,
        chance: &dyn Entropy,
    ) -> Result<Self, Stop> {
        let taken = DataFolder::take(folder)?;
        if folder.join(KEY).exists() {
            return Err(Stop::new(
                Code::NotEmpty,
                format!("il y a déjà un témoin dans {}.", folder.display()),
                format!("there is a witness in {} already.", folder.display()),
            ));
        }
        let key = CosignerKey::new(name, chance).map_err(|_| {
            Stop::input(
                "le nom d’un témoin n’a ni espace ni signe plus.",
                "the name of a witness has neither spaces nor plus signs.",
            )
        })?;
        let seed: String = key.seed().iter().map(|byte| format!("{byte:02x}")).collect();
        let write = |name, text: String| put(folder, name, text.as_bytes()).map_err(|e| unusable(folder, &e));
        write(JOURNAL, format!("{journal}\n"))?;
        write(KEY, format!("{name}\n{seed}\n"))?;
        Ok(Self {
            folder: folder.to_owned(),
            key,
            journal,
            last: None,
            _taken: taken,
        })
    }

    /// The witness of a folder.
    ///
    /// # Errors
    /// [`Code::NoInstallation`], [`Code::Keys`] for what cannot be read, [`Code::FolderTaken`].
    pub fn open(folder: &Path) -> Result<Self, Stop> {
        if !folder.join(KEY).exists() {
            return Err(Stop::new(
                Code::NoInstallation,
                format!("il n’y a pas de témoin dans {}.", folder.display()),
                format!("there is no witness in {}.", folder.display()),
            ));
        }
        let taken = DataFolder::take(folder)?;
        let read = |name: &str| fs::read_to_string(folder.join(name)).map_err(|e| unusable(folder, &e));
        let damaged = |name: &str| {
            let path = folder.join(name);
            Stop::new(
                Code::Keys,
                format!("le fichier {} est abîmé.", path.display()),
                format!("the file {} is damaged.", path.display()),
            )
        };
        let key = key_of(&read(KEY)?).ok_or_else(|| damaged(KEY))?;
        let journal = read(JOURNAL)?.parse().map_err(|_| damaged(JOURNAL))?;
        let last = match folder.join(LAST).exists() {
            true => Some(read(LAST)?.parse().map_err(|_| damaged(LAST))?),
            false => None,
        };
        Ok(Self {
            folder: folder.to_owned(),
            key,
            journal,
            last,
            _taken: taken,
        })
    }

    pub const fn key(&self) -> &CosignerKey {
        &self.key
    }

    /// The last checkpoint taken, with the signatures of both.
    pub const fn last(&self) -> Option<&SignedCheckpoint> {
        self.last.as_ref()
    }

    fn seen(&self) -> u64 {
        self.last.as_ref().map_or(0, |last| last.checkpoint.size)
    }

    /// Takes what grew out of the last checkpoint, and vouches for it; it is on the disk before this returns.
    ///
    /// # Errors
    /// Why it does not, inside; outside, when the disk does not take it.
    pub fn take(
        &mut self,
        asked: &Submission,
        now: Timestamp,
    ) -> Result<Result<NoteSignature, Refused>, Stop> {
        let judged = self.judge(asked);
        if let Err(refused @ (Refused::Contradicts { .. } | Refused::Unproven { .. })) = judged {
            self.keep_refused(&asked.checkpoint)?;
            return Ok(Err(refused));
        }
        if let Err(refused) = judged {
            return Ok(Err(refused));
        }
        let signature = self.key.cosign(&asked.checkpoint.checkpoint, now);
        let mut taken = asked.checkpoint.clone();
        taken.signatures.push(signature.clone());
        self.keep(LAST, &taken)?;
        self.last = Some(taken);
        Ok(Ok(signature))
    }

    fn judge(&self, asked: &Submission) -> Result<(), Refused> {
        let (seen, offered) = (self.seen(), &asked.checkpoint.checkpoint);
        let last = self.last.as_ref().map(|last| last.checkpoint.clone());
        self.journal
            .verify(&asked.checkpoint)
            .map_err(|error| match error {
                CheckpointError::OtherOrigin => Refused::OtherJournal,
                _ => Refused::Unsigned,
            })?;
        if offered.size < seen {
            return Err(Refused::Contradicts { seen });
        }
        if asked.old != seen {
            return Err(Refused::Behind { seen });
        }
        let mut witness = Witness::new(self.journal.clone(), last);
        match witness.take(&asked.checkpoint, &asked.proof) {
            Ok(()) => Ok(()),
            Err(WitnessRefusal::Different { .. }) if offered.size > seen => Err(Refused::Unproven { seen }),
            Err(_) => Err(Refused::Contradicts { seen }),
        }
    }

    fn keep_refused(&self, refused: &SignedCheckpoint) -> Result<(), Stop> {
        let [first, last] = REFUSED;
        if !self.folder.join(first).exists() {
            self.keep(first, refused)?;
        }
        self.keep(last, refused)
    }

    fn keep(&self, name: &str, checkpoint: &SignedCheckpoint) -> Result<(), Stop> {
        put(&self.folder, name, checkpoint.to_string().as_bytes()).map_err(|e| unusable(&self.folder, &e))
    }
}

fn key_of(text: &str) -> Option<CosignerKey> {
    let (name, seed) = text.trim_end().split_once('\n')?;
    let seed: [u8; 32] = hex::decode(seed).ok()?.try_into().ok()?;
    CosignerKey::from_seed(name, &seed).ok()
}

/// Writes a file to the end under another name, then puts it in its place.
fn put(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let part = folder.join(format!("{name}.part"));
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&part, folder.join(name))?;
    File::open(folder)?.sync_all()
}

fn unusable(folder: &Path, error: &io::Error) -> Stop {
    Stop::new(
        Code::Unavailable,
        format!(
            "le dossier {} ne peut pas être utilisé : {error}",
            folder.display()
        ),
        format!("the folder {} cannot be used: {error}", folder.display()),
    )
}
