use std::{fmt, str::FromStr};

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use relais_kernel::{Entropy, Timestamp};
use zeroize::Zeroizing;

use crate::{
    Checkpoint, CheckpointError, NoteSignature, SignedCheckpoint,
    checkpoint::checked_name,
    note_key::{self, COSIGNATURE},
};

/// Bytes of the instant before the signature itself.
const INSTANT: usize = 8;

/// The key of a witness: it vouches that at an instant it saw this checkpoint and none that contradicts it (C2SP
/// tlog-cosignature).
pub struct CosignerKey {
    name: String,
    signing: SigningKey,
}

impl CosignerKey {
    /// A new random key for the witness of this name, for instance `temoin.example`.
    ///
    /// # Errors
    /// [`CheckpointError::BadName`].
    pub fn new(name: &str, chance: &dyn Entropy) -> Result<Self, CheckpointError> {
        let mut seed = Zeroizing::new([0; 32]);
        chance.fill(seed.as_mut_slice());
        Self::from_seed(name, &seed)
    }

    /// A key from the seed that was put away.
    ///
    /// # Errors
    /// [`CheckpointError::BadName`].
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, CheckpointError> {
        Ok(Self {
            name: checked_name(name)?.to_owned(),
            signing: SigningKey::from_bytes(seed),
        })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// The seed, to be put away.
    pub fn seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.signing.to_bytes())
    }

    /// What the journal's owner needs to know this witness.
    pub fn public(&self) -> CosignerPublic {
        CosignerPublic {
            name: self.name.clone(),
            verifying: self.signing.verifying_key(),
        }
    }

    /// Vouches for a checkpoint that a [`crate::Witness`] took.
    pub fn cosign(&self, checkpoint: &Checkpoint, at: Timestamp) -> NoteSignature {
        let seconds = u64::try_from(at.as_second()).unwrap_or(0);
        let signature = self.signing.sign(message(checkpoint, seconds).as_bytes());
        NoteSignature {
            name: self.name.clone(),
            key_id: self.public().key_id(),
            signature: [seconds.to_be_bytes().as_slice(), &signature.to_bytes()].concat(),
        }
    }
}

impl fmt::Debug for CosignerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CosignerKey({}, …)", self.public())
    }
}

/// What is signed: the instant, then the text of the checkpoint.
fn message(checkpoint: &Checkpoint, seconds: u64) -> String {
    format!("cosignature/v1\ntime {seconds}\n{checkpoint}")
}

/// The public half of a [`CosignerKey`], written as a verifier key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CosignerPublic {
    name: String,
    verifying: VerifyingKey,
}

impl CosignerPublic {
    /// The witness.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn key_id(&self) -> [u8; 4] {
        note_key::key_id(&self.name, COSIGNATURE, &self.verifying)
    }

    /// When this witness vouched for the checkpoint; signatures of others are left alone.
    ///
    /// # Errors
    /// [`CheckpointError::Unsigned`] or [`CheckpointError::BadSignature`].
    pub fn verify(&self, signed: &SignedCheckpoint) -> Result<Timestamp, CheckpointError> {
        let id = self.key_id();
        let own = signed
            .signatures
            .iter()
            .find(|signature| signature.name == self.name && signature.key_id == id)
            .ok_or(CheckpointError::Unsigned)?;
        let bad = CheckpointError::BadSignature;
        let (seconds, signature) = own.signature.split_first_chunk::<INSTANT>().ok_or(bad)?;
        let seconds = u64::from_be_bytes(*seconds);
        let signature = Signature::from_slice(signature).map_err(|_| bad)?;
        self.verifying
            .verify_strict(message(&signed.checkpoint, seconds).as_bytes(), &signature)
            .map_err(|_| bad)?;
        let seconds = i64::try_from(seconds).map_err(|_| bad)?;
        Timestamp::from_second(seconds).map_err(|_| bad)
    }
}

impl fmt::Display for CosignerPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&note_key::write(&self.name, COSIGNATURE, &self.verifying))
    }
}

impl FromStr for CosignerPublic {
    type Err = CheckpointError;

    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let (name, verifying) = note_key::read(text, COSIGNATURE)?;
        Ok(Self { name, verifying })
    }
}
