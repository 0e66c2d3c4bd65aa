use std::fmt;

use hkdf::Hkdf;
use relais_kernel::Entropy;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use uuid::Uuid;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A secret of 32 bytes, wiped when it is dropped and never printed. It lies in one place of its own: whoever passes it on
/// passes on where it lies, and no copy stays behind on a stack.
#[derive(Clone)]
pub struct Key(Box<[u8; 32]>);

impl Drop for Key {
    fn drop(&mut self) {
        self.0.as_mut_slice().zeroize();
    }
}

impl ZeroizeOnDrop for Key {}

impl Key {
    /// A new random key.
    pub fn new(chance: &dyn Entropy) -> Self {
        Self::filled(|bytes| chance.fill(bytes))
    }

    /// A key from bytes that were wrapped or derived; wipe the original.
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self::filled(|key| key.copy_from_slice(bytes))
    }

    /// The same from bytes of which nothing is known yet; nothing where they are not 32.
    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        Some(Self::from_bytes(bytes.try_into().ok()?))
    }

    /// A key that is written where it lies.
    pub(crate) fn filled(write: impl FnOnce(&mut [u8; 32])) -> Self {
        let mut key = Self(Box::new([0; 32]));
        write(&mut key.0);
        key
    }

    /// The bytes, for wrapping only.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Another key, made from this one for one use (HKDF-SHA256, RFC 5869). The same label always gives the
    /// same key; nobody gets from a derived key back to this one.
    #[expect(
        clippy::expect_used,
        reason = "HKDF-SHA256 gives up to 8160 bytes, 32 are asked"
    )]
    pub fn derive(&self, label: &str) -> Self {
        Self::filled(|derived| {
            Hkdf::<Sha256>::new(None, self.0.as_slice())
                .expand_multi_info(&[b"relais/derive/1/", label.as_bytes()], derived)
                .expect("32 bytes");
        })
    }

    /// A name for this key that gives nothing of it away; two equal keys have the same one.
    pub fn fingerprint(&self) -> KeyId {
        let derived = self.derive("relais/fingerprint");
        let mut id = [0; 16];
        id.copy_from_slice(&derived.0[..16]);
        KeyId::from_bytes(id)
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_slice().ct_eq(other.0.as_slice()).into()
    }
}
impl Eq for Key {}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// Which key sealed a value: 16 bytes that say nothing about the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyId(Uuid);

impl KeyId {
    /// A new random id (UUIDv4).
    pub fn new(chance: &dyn Entropy) -> Self {
        let mut random = [0; 16];
        chance.fill(&mut random);
        Self(uuid::Builder::from_random_bytes(random).into_uuid())
    }

    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid)
    }

    pub const fn uuid(self) -> Uuid {
        self.0
    }

    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }

    pub const fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
