use std::{fmt, str::FromStr};

use base64::{Engine, engine::general_purpose::STANDARD};
use relais_kernel::Timestamp;

use crate::Hash;

/// The size and root of the journal at an instant (C2SP tlog-checkpoint). The instant stands in an
/// extension line, `at 2026-11-20T13:00:00Z`; nothing is ordered by it (security requirement 37).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which journal: a name without spaces and plus signs, for instance `mnr-cm.example/journal`.
    pub origin: String,
    pub size: u64,
    pub root: Hash,
    pub at: Timestamp,
}

/// Why a checkpoint is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    #[error("the text is no checkpoint: {0}")]
    Malformed(&'static str),
    #[error("the name of a journal or key is empty or has a space, a line break or a plus sign")]
    BadName,
    #[error("the checkpoint is of another journal")]
    OtherOrigin,
    #[error("no signature of this key")]
    Unsigned,
    #[error("the signature does not belong to this checkpoint")]
    BadSignature,
}

impl fmt::Display for Checkpoint {
    /// The text that is signed: origin, size, root in base64, and the instant, each on a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let root = STANDARD.encode(self.root.as_bytes());
        writeln!(f, "{}\n{}\n{root}\nat {}", self.origin, self.size, self.at)
    }
}

impl FromStr for Checkpoint {
    type Err = CheckpointError;

    /// Reads the signed text. Only the one way of writing a checkpoint is taken.
    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let mut lines = text
            .strip_suffix('\n')
            .ok_or(CheckpointError::Malformed("no last line end"))?
            .split('\n');
        let mut line = |what| lines.next().ok_or(CheckpointError::Malformed(what));
        let origin = checked_name(line("no origin")?)?.to_owned();
        let size = line("no size")?
            .parse()
            .map_err(|_| CheckpointError::Malformed("size"))?;
        let root = STANDARD
            .decode(line("no root")?)
            .map_err(|_| CheckpointError::Malformed("root"))?;
        let root = Hash::try_from(root.as_slice()).map_err(|_| CheckpointError::Malformed("root"))?;
        let at = line("no instant")?
            .strip_prefix("at ")
            .ok_or(CheckpointError::Malformed("instant"))?;
        let at = at.parse().map_err(|_| CheckpointError::Malformed("instant"))?;
        let checkpoint = Self {
            origin,
            size,
            root,
            at,
        };
        if checkpoint.to_string() == text {
            Ok(checkpoint)
        } else {
            Err(CheckpointError::Malformed("not written as it should be"))
        }
    }
}

/// A signature line of a note (C2SP signed-note): `— name base64(key id | signature)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteSignature {
    /// The name of the key: the origin for the journal itself, another one for a witness.
    pub name: String,
    /// First four bytes of the hash that ties name and public key.
    pub key_id: [u8; 4],
    pub signature: Vec<u8>,
}

impl fmt::Display for NoteSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let blob = [self.key_id.as_slice(), &self.signature].concat();
        write!(f, "— {} {}", self.name, STANDARD.encode(blob))
    }
}

impl FromStr for NoteSignature {
    type Err = CheckpointError;

    fn from_str(line: &str) -> Result<Self, CheckpointError> {
        let malformed = CheckpointError::Malformed("signature line");
        let (name, blob) = line
            .strip_prefix("— ")
            .and_then(|rest| rest.split_once(' '))
            .ok_or(malformed)?;
        let blob = STANDARD.decode(blob).map_err(|_| malformed)?;
        let (key_id, signature) = blob.split_first_chunk::<4>().ok_or(malformed)?;
        Ok(Self {
            name: checked_name(name)?.to_owned(),
            key_id: *key_id,
            signature: signature.to_vec(),
        })
    }
}

/// A checkpoint with its signatures: the journal's own and, later, those of witnesses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    pub checkpoint: Checkpoint,
    pub signatures: Vec<NoteSignature>,
}

impl fmt::Display for SignedCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.checkpoint)?;
        self.signatures
            .iter()
            .try_for_each(|signature| writeln!(f, "{signature}"))
    }
}

impl FromStr for SignedCheckpoint {
    type Err = CheckpointError;

    /// Reads the text; whether a signature holds is for [`crate::CheckpointPublic::verify`] to say.
    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let (body, signatures) = text
            .split_once("\n\n")
            .ok_or(CheckpointError::Malformed("no signature"))?;
        let checkpoint = format!("{body}\n").parse()?;
        let signatures = signatures
            .strip_suffix('\n')
            .ok_or(CheckpointError::Malformed("no last line end"))?
            .split('\n')
            .map(str::parse)
            .collect::<Result<_, _>>()?;
        Ok(Self {
            checkpoint,
            signatures,
        })
    }
}

/// A name that can stand in a note.
pub(crate) fn checked_name(name: &str) -> Result<&str, CheckpointError> {
    let bad =
        name.is_empty() || name.contains('+') || name.contains(|c: char| c.is_whitespace() || c.is_control());
    if bad {
        Err(CheckpointError::BadName)
    } else {
        Ok(name)
    }
}
