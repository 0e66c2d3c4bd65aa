use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use relais_kernel::Entropy;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{Key, KeyId, OrganisationPair, SealError, Suite, unwrap_key, unwrap_secret, wrap, wrap_secret};

const PREFIX: &str = "relais-master-key:";
pub(crate) const CHECK: usize = 4;

/// The key of an installation: it wraps the organisations' keys and lives in a file outside the data
/// folder (decisions §12, security §4 answer 1).
#[derive(Clone, PartialEq, Eq)]
pub struct MasterKey(Key);

impl MasterKey {
    /// A new random master key.
    pub fn new(chance: &dyn Entropy) -> Self {
        Self(Key::new(chance))
    }

    /// The text of the key file: one line, `relais-master-key:` and the base64 of
    /// suite | 32 bytes | 4 bytes of SHA-256, which tell a mistyped key from a wrong one.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new(vec![Suite::Aes256GcmSiv.byte()]);
        bytes.extend_from_slice(self.0.as_bytes());
        let check = checksum(&bytes);
        bytes.extend_from_slice(&check);
        let encoded = Zeroizing::new(STANDARD.encode(bytes.as_slice()));
        let mut text = Zeroizing::new(String::with_capacity(PREFIX.len() + encoded.len() + 1));
        text.push_str(PREFIX);
        text.push_str(&encoded);
        text.push('\n');
        text
    }

    /// Reads a key file; empty lines and lines beginning with `#` are skipped.
    ///
    /// # Errors
    /// [`SealError::NotAMasterKey`] when there is not exactly one key line or it is altered,
    /// [`SealError::UnknownSuite`] when it is for a later version.
    pub fn from_file(bytes: &[u8]) -> Result<Self, SealError> {
        let text = std::str::from_utf8(bytes).map_err(|_| SealError::NotAMasterKey)?;
        let mut lines = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        let (Some(line), None) = (lines.next(), lines.next()) else {
            return Err(SealError::NotAMasterKey);
        };
        let encoded = line.strip_prefix(PREFIX).ok_or(SealError::NotAMasterKey)?;
        let decoded = STANDARD
            .decode(encoded.trim())
            .map(Zeroizing::new)
            .map_err(|_| SealError::NotAMasterKey)?;
        let (body, check) = decoded
            .split_last_chunk::<CHECK>()
            .ok_or(SealError::NotAMasterKey)?;
        if checksum(body) != *check {
            return Err(SealError::NotAMasterKey);
        }
        let key = Suite::Aes256GcmSiv.strip(body)?;
        Key::from_slice(key).map(Self).ok_or(SealError::NotAMasterKey)
    }

    /// Names this key without giving it away; everything it wraps carries this id.
    pub fn id(&self) -> KeyId {
        self.0.fingerprint()
    }

    /// Wraps a key (see [`wrap`]).
    pub fn wrap(&self, label: &str, key: &Key, chance: &dyn Entropy) -> Vec<u8> {
        wrap(&self.0, self.id(), label, key, chance)
    }

    /// Unwraps a key (see [`unwrap_key`]).
    ///
    /// # Errors
    /// [`SealError::WrongKey`] when another master key wrapped it.
    pub fn unwrap_key(&self, label: &str, wrapped: &[u8]) -> Result<Key, SealError> {
        unwrap_key(&self.0, self.id(), label, wrapped)
    }

    /// Wraps an organisation's pair.
    pub fn wrap_pair(&self, label: &str, pair: &OrganisationPair, chance: &dyn Entropy) -> Vec<u8> {
        wrap_secret(&self.0, self.id(), label, &pair.to_secret_bytes(), chance)
    }

    /// Unwraps an organisation's pair.
    ///
    /// # Errors
    /// [`SealError::WrongKey`] when another master key wrapped it.
    pub fn unwrap_pair(&self, label: &str, wrapped: &[u8]) -> Result<OrganisationPair, SealError> {
        OrganisationPair::from_secret_bytes(&unwrap_secret(&self.0, self.id(), label, wrapped)?)
    }

    pub(crate) fn of(key: Key) -> Self {
        Self(key)
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// This key under another, for a file of its own (see [`crate::LockedMaster`]).
    pub(crate) fn wrapped_under(&self, key: &Key, label: &str, chance: &dyn Entropy) -> Vec<u8> {
        wrap(key, key.fingerprint(), label, &self.0, chance)
    }

    /// The key that [`Self::wrapped_under`] put away.
    pub(crate) fn unwrapped_with(key: &Key, label: &str, wrapped: &[u8]) -> Result<Self, SealError> {
        unwrap_key(key, key.fingerprint(), label, wrapped).map(Self)
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MasterKey({})", self.id())
    }
}

pub(crate) fn checksum(bytes: &[u8]) -> [u8; CHECK] {
    let digest = Sha256::digest(bytes);
    std::array::from_fn(|i| digest[i])
}
