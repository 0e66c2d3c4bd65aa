use std::{fmt, str::FromStr};

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use relais_kernel::Entropy;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::Hash;

/// The mark of an entry: HMAC-SHA256 over its index and hash.
pub type Mark = [u8; 32];

/// The key that marks the next entry. With each mark it makes the next key of itself (HKDF-SHA256) and is gone: whoever
/// steals it marks entries from then on, and none before (security requirement 35).
#[derive(Clone)]
pub struct Ratchet(Zeroizing<[u8; 32]>);

impl Ratchet {
    /// A new random beginning.
    pub fn new(chance: &dyn Entropy) -> Self {
        let mut key = Zeroizing::new([0; 32]);
        chance.fill(key.as_mut_slice());
        Self(key)
    }

    /// The key that was put away.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The key, to be put away sealed.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Marks an entry, and steps on: this key can never be had again from the next.
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    pub fn mark(&mut self, index: u64, leaf: &Hash) -> Mark {
        let key = self.derive(b"relais/journal/mark/1");
        let mut mac = Hmac::<Sha256>::new_from_slice(key.as_slice()).expect("any length");
        mac.update(&index.to_be_bytes());
        mac.update(leaf.as_bytes());
        self.0 = self.derive(b"relais/journal/next/1");
        mac.finalize().into_bytes().into()
    }

    #[expect(
        clippy::expect_used,
        reason = "HKDF-SHA256 gives up to 8160 bytes, 32 are asked"
    )]
    fn derive(&self, label: &[u8]) -> Zeroizing<[u8; 32]> {
        let mut derived = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(None, self.0.as_slice())
            .expand(label, derived.as_mut_slice())
            .expect("32 bytes");
        derived
    }
}

impl fmt::Debug for Ratchet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ratchet(…)")
    }
}

/// The first key of a ratchet and the index of the entry that it marks: what checks all marks, kept away from the server
/// by whoever checks. Written on one line, with a check sum against slips of the pen.
#[derive(Debug, Clone)]
pub struct StartKey {
    pub from: u64,
    pub ratchet: Ratchet,
}

/// What stands before it.
const KIND: &str = "relais-journal-start-1";

/// The line is no start key, or a letter of it is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no start key of a journal, or a letter of it is wrong")]
pub struct NotAStartKey;

impl StartKey {
    fn check(&self) -> String {
        let hash = Sha256::new()
            .chain_update(KIND)
            .chain_update(self.from.to_be_bytes())
            .chain_update(self.ratchet.as_bytes())
            .finalize();
        hex::encode(&hash[..4])
    }
}

impl fmt::Display for StartKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = Zeroizing::new(hex::encode(self.ratchet.as_bytes()));
        write!(f, "{KIND}:{}:{}:{}", self.from, key.as_str(), self.check())
    }
}

impl FromStr for StartKey {
    type Err = NotAStartKey;

    fn from_str(text: &str) -> Result<Self, NotAStartKey> {
        let mut parts = text.trim().split(':');
        let mut next = || parts.next().ok_or(NotAStartKey);
        let (kind, from, key, check) = (next()?, next()?, next()?, next()?);
        let mut bytes = [0; 32];
        hex::decode_to_slice(key, &mut bytes).map_err(|_| NotAStartKey)?;
        let read = Self {
            from: from.parse().map_err(|_| NotAStartKey)?,
            ratchet: Ratchet::from_bytes(bytes),
        };
        if kind == KIND && read.check() == check && parts.next().is_none() {
            Ok(read)
        } else {
            Err(NotAStartKey)
        }
    }
}
