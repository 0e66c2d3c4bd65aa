use relais_kernel::Entropy;
use zeroize::Zeroizing;

use crate::{Key, KeyId, SealError, aead};

/// A key sealed with another key, for the key store. `id` names the wrapping key; `label` says what the
/// wrapped key is for (for instance `case/<uuid>/organisation/<uuid>`) and must be given again to unwrap.
pub fn wrap(wrapping: &Key, id: KeyId, label: &str, key: &Key, chance: &dyn Entropy) -> Vec<u8> {
    aead::encrypt(wrapping, id, &place("key", label), key.as_bytes(), chance)
}

/// The key that [`wrap`] put away.
///
/// # Errors
/// [`SealError::WrongKey`] when another key wrapped it, [`SealError::Damaged`] when it was altered or the
/// label is another one.
pub fn unwrap_key(wrapping: &Key, id: KeyId, label: &str, wrapped: &[u8]) -> Result<Key, SealError> {
    require(id, wrapped)?;
    let bytes = aead::decrypt(wrapping, &place("key", label), wrapped)?;
    Key::from_slice(&bytes).ok_or(SealError::Damaged)
}

/// Like [`wrap`], for secrets of another length: an organisation's pair, a second factor's seed.
pub fn wrap_secret(wrapping: &Key, id: KeyId, label: &str, secret: &[u8], chance: &dyn Entropy) -> Vec<u8> {
    aead::encrypt(wrapping, id, &place("secret", label), secret, chance)
}

/// The secret that [`wrap_secret`] put away.
///
/// # Errors
/// As [`unwrap_key`].
pub fn unwrap_secret(
    wrapping: &Key,
    id: KeyId,
    label: &str,
    wrapped: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SealError> {
    require(id, wrapped)?;
    aead::decrypt(wrapping, &place("secret", label), wrapped)
}

fn require(expected: KeyId, wrapped: &[u8]) -> Result<(), SealError> {
    let found = aead::key_id(wrapped)?;
    if found == expected {
        Ok(())
    } else {
        Err(SealError::WrongKey { expected, found })
    }
}

fn place(kind: &str, label: &str) -> Vec<u8> {
    aead::bound(&[b"relais/wrap/1", kind.as_bytes(), label.as_bytes()])
}
