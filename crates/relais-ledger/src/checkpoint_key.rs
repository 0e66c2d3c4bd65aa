use std::{fmt, str::FromStr};

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use relais_kernel::Entropy;
use zeroize::Zeroizing;

use crate::{
    Checkpoint, CheckpointError, NoteSignature, SignedCheckpoint,
    checkpoint::checked_name,
    note_key::{self, ED25519},
};

/// The Ed25519 key that signs a journal's checkpoints. It stays out of the database and of data backups
/// (decisions §12), and is wiped when dropped.
pub struct CheckpointKey {
    origin: String,
    signing: SigningKey,
}

impl CheckpointKey {
    /// A new random key for the journal of this name.
    ///
    /// # Errors
    /// [`CheckpointError::BadName`].
    pub fn new(origin: &str, chance: &dyn Entropy) -> Result<Self, CheckpointError> {
        let mut seed = Zeroizing::new([0; 32]);
        chance.fill(seed.as_mut_slice());
        Self::from_seed(origin, &seed)
    }

    /// A key from the seed that was put away.
    ///
    /// # Errors
    /// [`CheckpointError::BadName`].
    pub fn from_seed(origin: &str, seed: &[u8; 32]) -> Result<Self, CheckpointError> {
        Ok(Self {
            origin: checked_name(origin)?.to_owned(),
            signing: SigningKey::from_bytes(seed),
        })
    }

    /// The seed, to be wrapped and put away.
    pub fn seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.signing.to_bytes())
    }

    /// What everyone needs to check this journal.
    pub fn public(&self) -> CheckpointPublic {
        CheckpointPublic {
            name: self.origin.clone(),
            verifying: self.signing.verifying_key(),
        }
    }

    /// Signs a checkpoint of this journal.
    ///
    /// # Errors
    /// [`CheckpointError::OtherOrigin`] for a checkpoint of another journal.
    pub fn sign(&self, checkpoint: Checkpoint) -> Result<SignedCheckpoint, CheckpointError> {
        if checkpoint.origin != self.origin {
            return Err(CheckpointError::OtherOrigin);
        }
        let signature = self
            .signing
            .sign(checkpoint.to_string().as_bytes())
            .to_bytes()
            .to_vec();
        let signature = NoteSignature {
            name: self.origin.clone(),
            key_id: self.public().key_id(),
            signature,
        };
        Ok(SignedCheckpoint {
            checkpoint,
            signatures: vec![signature],
        })
    }
}

impl fmt::Debug for CheckpointKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CheckpointKey({}, …)", self.public())
    }
}

/// The public half of a [`CheckpointKey`], written as the verifier key of a signed note:
/// `origin+key id+base64`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckpointPublic {
    name: String,
    verifying: VerifyingKey,
}

impl CheckpointPublic {
    /// The journal that it belongs to.
    pub fn origin(&self) -> &str {
        &self.name
    }

    /// First four bytes of SHA-256 of name, line end, type and key (C2SP signed-note).
    pub fn key_id(&self) -> [u8; 4] {
        note_key::key_id(&self.name, ED25519, &self.verifying)
    }

    /// Checks that this key signed the checkpoint; signatures of other keys are left alone.
    ///
    /// # Errors
    /// [`CheckpointError::OtherOrigin`], [`CheckpointError::Unsigned`] or [`CheckpointError::BadSignature`].
    pub fn verify(&self, signed: &SignedCheckpoint) -> Result<(), CheckpointError> {
        if signed.checkpoint.origin != self.name {
            return Err(CheckpointError::OtherOrigin);
        }
        let id = self.key_id();
        let own = signed
            .signatures
            .iter()
            .find(|signature| signature.name == self.name && signature.key_id == id)
            .ok_or(CheckpointError::Unsigned)?;
        let signature = Signature::from_slice(&own.signature).map_err(|_| CheckpointError::BadSignature)?;
        self.verifying
            .verify_strict(signed.checkpoint.to_string().as_bytes(), &signature)
            .map_err(|_| CheckpointError::BadSignature)
    }
}

impl fmt::Display for CheckpointPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&note_key::write(&self.name, ED25519, &self.verifying))
    }
}

impl FromStr for CheckpointPublic {
    type Err = CheckpointError;

    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let (name, verifying) = note_key::read(text, ED25519)?;
        Ok(Self { name, verifying })
    }
}
