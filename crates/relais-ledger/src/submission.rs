use std::{fmt, str::FromStr};

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::{CheckpointError, Hash, SignedCheckpoint};

/// More hashes no proof has: one per level of the tree.
const MOST: usize = 63;

/// What a witness is asked to take (C2SP tlog-witness, add-checkpoint): the size that it saw last, the proof that the
/// journal grew out of that, and the new checkpoint. The same text goes over the network or on a memory stick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    pub old: u64,
    pub proof: Vec<Hash>,
    pub checkpoint: SignedCheckpoint,
}

impl fmt::Display for Submission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        for hash in &self.proof {
            writeln!(f, "{}", STANDARD.encode(hash.as_bytes()))?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}

impl FromStr for Submission {
    type Err = CheckpointError;

    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let malformed = CheckpointError::Malformed;
        let (head, checkpoint) = text.split_once("\n\n").ok_or(malformed("no checkpoint"))?;
        let mut lines = head.split('\n');
        let old = lines
            .next()
            .and_then(|line| line.strip_prefix("old "))
            .and_then(|old| old.parse().ok())
            .ok_or(malformed("old size"))?;
        let hash = |line: &str| {
            let bytes = STANDARD.decode(line).map_err(|_| malformed("proof"))?;
            Hash::try_from(bytes.as_slice()).map_err(|_| malformed("proof"))
        };
        let proof = lines.map(hash).collect::<Result<Vec<_>, _>>()?;
        if proof.len() > MOST {
            return Err(malformed("proof"));
        }
        let checkpoint: SignedCheckpoint = checkpoint.parse()?;
        if old > checkpoint.checkpoint.size {
            return Err(malformed("old size"));
        }
        Ok(Self {
            old,
            proof,
            checkpoint,
        })
    }
}
