use std::collections::BTreeMap;

use crate::{CheckpointPublic, Frontier, Hash, SignedCheckpoint, StartKey, leaf_hash};

/// The first thing that is wrong with a journal (security requirement 33). Indices count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// The entry's bytes are not those that were hashed when it was written.
    #[error("entry {index} was changed")]
    Changed { index: u64 },
    /// The entry is not there, and later ones are.
    #[error("entry {index} is missing")]
    Missing { index: u64 },
    /// The entry comes a second time, or after a later one.
    #[error("entry {index} comes again or out of order")]
    Repeated { index: u64 },
    /// Entries were cut off at the end: a checkpoint, or the stored head, stands at a greater size.
    #[error("the journal has {have} entries and had {checkpoint}")]
    Truncated { have: u64, checkpoint: u64 },
    /// An entry and its stored hash were changed together, or the tree is another one: the first `after`
    /// entries are sound, one of those up to `size` is not.
    #[error("one of the entries from {after} to before {size} is not the one that was written")]
    Root { size: u64, after: u64 },
    /// The checkpoint at this size carries no valid signature of the journal.
    #[error("the checkpoint at size {size} is not signed by the journal's key")]
    Signature { size: u64 },
    /// The entry's mark is not the one that was made when it was written: whoever wrote it had no key of that time.
    #[error("entry {index} was not written when it says: its mark is missing or false")]
    Forged { index: u64 },
    /// The checkpoint was handed in after entries beyond it, so it could not be compared.
    #[error("the checkpoint at size {size} came too late to be compared")]
    Late { size: u64 },
}

/// What a whole journal amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// How many entries were read.
    pub size: u64,
    pub root: Hash,
    /// How many of them, from the first, a signed checkpoint vouches for.
    pub vouched: u64,
    /// How many signed checkpoints were compared.
    pub checkpoints: u64,
    /// How many marks held; none are compared without the start key.
    pub marked: u64,
}

/// What must be true at a size.
#[derive(Debug, Clone, Copy)]
enum Expected {
    Signed(Hash),
    /// A root that nobody signed: the head row of the database.
    Stored(Hash),
    BadSignature,
}

/// Reads a journal once from its first entry and reports the first thing that is wrong. Checkpoints are
/// handed in before the entries beyond them, whether they come from the journal or from a witness outside
/// (security requirement 34): a journal that is shorter than a checkpoint or has another root is refused.
#[derive(Debug, Clone)]
pub struct Verifier {
    keys: Vec<CheckpointPublic>,
    frontier: Frontier,
    expected: BTreeMap<u64, Vec<Expected>>,
    /// Size at which the last signed checkpoint held.
    vouched: u64,
    checkpoints: u64,
    broken: Option<Broken>,
    marks: Option<StartKey>,
    marked: u64,
}

impl Verifier {
    /// A verifier for the journal that has this key.
    pub fn new(key: CheckpointPublic) -> Self {
        Self {
            keys: vec![key],
            frontier: Frontier::new(),
            expected: BTreeMap::new(),
            vouched: 0,
            checkpoints: 0,
            broken: None,
            marks: None,
            marked: 0,
        }
    }

    /// Takes signatures of this key too: one that the journal had before.
    #[must_use]
    pub fn with_former_key(mut self, key: CheckpointPublic) -> Self {
        self.keys.push(key);
        self
    }

    /// Compares the marks of entries too.
    #[must_use]
    pub fn with_start_key(mut self, start: &StartKey) -> Self {
        self.marks = Some(start.clone());
        self
    }

    /// Compares the mark of the entry that was read last, where marks have begun and the start key is known.
    ///
    /// # Errors
    /// [`Broken::Forged`], or what was wrong before.
    pub fn mark(&mut self, index: u64, leaf: &Hash, mark: Option<&[u8]>) -> Result<(), Broken> {
        self.standing()?;
        let Some(marks) = self.marks.as_mut().filter(|marks| index >= marks.from) else {
            return Ok(());
        };
        if mark != Some(marks.ratchet.mark(index, leaf).as_slice()) {
            return self.fail(Broken::Forged { index });
        }
        self.marked += 1;
        Ok(())
    }

    /// Says that the entry at `index`, read and marked just now, tells of a new start key: later marks are not of this one.
    /// A key that begins later is not concerned.
    pub fn end_marks(&mut self, index: u64) {
        self.marks.take_if(|marks| marks.from <= index);
    }

    /// Hands in a checkpoint, of the journal itself or kept by a witness.
    ///
    /// # Errors
    /// The first thing that is wrong; [`Broken::Late`] when entries beyond it were read already.
    pub fn checkpoint(&mut self, signed: &SignedCheckpoint) -> Result<(), Broken> {
        let holds = self.keys.iter().any(|key| key.verify(signed).is_ok());
        let root = signed.checkpoint.root;
        self.expect(
            signed.checkpoint.size,
            if holds {
                Expected::Signed(root)
            } else {
                Expected::BadSignature
            },
        )
    }

    /// Hands in the stored head of the journal, which is compared without vouching for anything.
    ///
    /// # Errors
    /// As [`Self::checkpoint`].
    pub fn head(&mut self, head: &Frontier) -> Result<(), Broken> {
        self.expect(head.size(), Expected::Stored(head.root()))
    }

    /// Reads the next entry: its index, its bytes, and the hash stored beside it.
    ///
    /// # Errors
    /// The first thing that is wrong; once something is, it stays so.
    pub fn entry(&mut self, index: u64, body: &[u8], stored: &Hash) -> Result<(), Broken> {
        self.standing()?;
        let next = self.frontier.size();
        let broken = if index > next {
            Some(Broken::Missing { index: next })
        } else if index < next {
            Some(Broken::Repeated { index })
        } else if leaf_hash(body) != *stored {
            Some(Broken::Changed { index })
        } else {
            None
        };
        if let Some(broken) = broken {
            return self.fail(broken);
        }
        self.frontier.append(*stored);
        self.compare()
    }

    /// After the last entry: says what was read, or what is missing at the end.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn finish(self) -> Result<Verified, Broken> {
        self.standing()?;
        let size = self.frontier.size();
        let vouched_for = self
            .expected
            .iter()
            .filter(|(_, all)| all.iter().any(|one| !matches!(one, Expected::BadSignature)))
            .map(|(size, _)| *size)
            .next_back();
        if let Some(checkpoint) = vouched_for {
            return Err(Broken::Truncated {
                have: size,
                checkpoint,
            });
        }
        if let Some((&size, _)) = self.expected.first_key_value() {
            return Err(Broken::Signature { size });
        }
        Ok(Verified {
            size,
            root: self.frontier.root(),
            vouched: self.vouched,
            checkpoints: self.checkpoints,
            marked: self.marked,
        })
    }

    fn expect(&mut self, size: u64, expected: Expected) -> Result<(), Broken> {
        self.standing()?;
        if size < self.frontier.size() {
            return self.fail(Broken::Late { size });
        }
        self.expected.entry(size).or_default().push(expected);
        self.compare()
    }

    /// Compares what is expected at the size reached.
    fn compare(&mut self) -> Result<(), Broken> {
        let size = self.frontier.size();
        let Some(all) = self.expected.remove(&size) else {
            return Ok(());
        };
        let root = self.frontier.root();
        for one in all {
            match one {
                Expected::BadSignature => return self.fail(Broken::Signature { size }),
                Expected::Signed(expected) | Expected::Stored(expected) if expected != root => {
                    let after = self.vouched;
                    return self.fail(Broken::Root { size, after });
                }
                Expected::Signed(_) => {
                    self.checkpoints += 1;
                    self.vouched = size;
                }
                Expected::Stored(_) => {}
            }
        }
        Ok(())
    }

    fn standing(&self) -> Result<(), Broken> {
        self.broken.map_or(Ok(()), Err)
    }

    fn fail(&mut self, broken: Broken) -> Result<(), Broken> {
        self.broken = Some(broken);
        Err(broken)
    }
}
