use std::fmt;

use relais_kernel::Entropy;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{Key, KeyId, SealError, aead};

/// Where a sealed value belongs. It is authenticated with the value, so a value that is moved to another
/// row, field or version does not open (security requirement 39).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context<'a> {
    /// Name of the table.
    pub table: &'a str,
    /// The case whose key seals; the nil id where no case is concerned.
    pub case: Uuid,
    /// The row.
    pub record: Uuid,
    /// The column or form field.
    pub field: &'a str,
    /// Version of the row at which the value was written.
    pub version: u32,
}

impl Context<'_> {
    fn place(&self) -> Vec<u8> {
        aead::bound(&[
            b"relais/value/1",
            self.table.as_bytes(),
            self.case.as_bytes(),
            self.record.as_bytes(),
            self.field.as_bytes(),
            &self.version.to_be_bytes(),
        ])
    }
}

/// A sealed value as it is stored: suite | key id | nonce | ciphertext with its tag, 45 bytes longer than
/// what it hides.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

impl Sealed {
    /// Reads what was stored. Refuses an unknown suite and what is too short; whether the content is whole
    /// shows on opening.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, SealError> {
        aead::check(&bytes)?;
        Ok(Self(bytes))
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// The key it names, to find that key.
    pub fn key_id(&self) -> KeyId {
        // Every way to make a value has checked its length.
        aead::key_id(&self.0).unwrap_or(KeyId::from_bytes([0; 16]))
    }

    /// Refuses, by name, a key that did not seal this value.
    pub fn require_key(&self, expected: KeyId) -> Result<(), SealError> {
        let found = self.key_id();
        if found == expected {
            Ok(())
        } else {
            Err(SealError::WrongKey { expected, found })
        }
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({} bytes, key {})", self.0.len(), self.key_id())
    }
}

/// Seals a value for its place (AES-256-GCM-SIV, random nonce).
pub fn seal(key: &Key, id: KeyId, context: &Context<'_>, plain: &[u8], chance: &dyn Entropy) -> Sealed {
    Sealed(aead::encrypt(key, id, &context.place(), plain, chance))
}

/// Opens a value in its place; what is returned is wiped when dropped.
///
/// # Errors
/// [`SealError::Damaged`] when it was altered, moved from another place, or sealed with another key.
pub fn open(key: &Key, sealed: &Sealed, context: &Context<'_>) -> Result<Zeroizing<Vec<u8>>, SealError> {
    aead::decrypt(key, &context.place(), &sealed.0)
}
