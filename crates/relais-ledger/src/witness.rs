use crate::{
    Checkpoint, CheckpointError, CheckpointPublic, Hash, ProofError, SignedCheckpoint, verify_consistency,
};

/// What somebody outside the host remembers of a journal: its last checkpoint. It takes a new one only when
/// the journal grew and kept its past (security requirement 34).
#[derive(Debug, Clone)]
pub struct Witness {
    key: CheckpointPublic,
    last: Option<Checkpoint>,
}

/// Why a witness does not take a checkpoint. Each is a reason to raise an alarm, not to try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WitnessRefusal {
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    #[error("the journal has {offered} entries, {seen} were seen before: an older copy was put back")]
    Shorter { seen: u64, offered: u64 },
    #[error("the journal of {seen} entries that was seen is not the beginning of the one offered")]
    Different { seen: u64 },
}

impl Witness {
    /// A witness that remembers `last`, or nothing yet.
    pub const fn new(key: CheckpointPublic, last: Option<Checkpoint>) -> Self {
        Self { key, last }
    }

    /// The last checkpoint taken.
    pub const fn last(&self) -> Option<&Checkpoint> {
        self.last.as_ref()
    }

    /// Takes a checkpoint with the proof that it grew out of the last one
    /// ([`crate::consistency_proof`] from the last size to the new one; empty the first time).
    ///
    /// # Errors
    /// [`WitnessRefusal`]; what is remembered then stays as it was.
    pub fn take(&mut self, offered: &SignedCheckpoint, proof: &[Hash]) -> Result<(), WitnessRefusal> {
        self.key.verify(offered)?;
        let new = &offered.checkpoint;
        if let Some(last) = &self.last {
            if new.size < last.size {
                return Err(WitnessRefusal::Shorter {
                    seen: last.size,
                    offered: new.size,
                });
            }
            verify_consistency(last.size, &last.root, new.size, &new.root, proof)
                .map_err(|_: ProofError| WitnessRefusal::Different { seen: last.size })?;
        }
        self.last = Some(new.clone());
        Ok(())
    }
}
