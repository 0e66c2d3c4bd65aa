//! The one form in which anything is encrypted with a symmetric key: suite | key id | nonce | ciphertext.

use aes_gcm_siv::{
    Aes256GcmSiv, KeyInit, Nonce,
    aead::{Aead, Payload},
};
use relais_kernel::Entropy;
use zeroize::Zeroizing;

use crate::{Key, KeyId, SealError, Suite};

const KEY_ID: usize = 1;
const NONCE: usize = KEY_ID + 16;
const TEXT: usize = NONCE + 12;
const TAG: usize = 16;

/// Bytes put one after the other so that no two lists give the same result: each with its length before it.
pub(crate) fn bound(parts: &[&[u8]]) -> Vec<u8> {
    let mut joined = Vec::with_capacity(parts.iter().map(|part| part.len() + 8).sum());
    for part in parts {
        joined.extend_from_slice(&(part.len() as u64).to_be_bytes());
        joined.extend_from_slice(part);
    }
    joined
}

/// The suite and key id are authenticated together with the place, so neither can be exchanged.
fn associated(header: &[u8], place: &[u8]) -> Vec<u8> {
    [header, place].concat()
}

#[expect(
    clippy::expect_used,
    reason = "the cipher refuses 64 GiB and more, which no form and no memory holds"
)]
pub(crate) fn encrypt(key: &Key, id: KeyId, place: &[u8], plain: &[u8], chance: &dyn Entropy) -> Vec<u8> {
    let mut nonce = Nonce::default();
    chance.fill(&mut nonce);
    let mut sealed = Vec::with_capacity(TEXT + plain.len() + TAG);
    sealed.push(Suite::Aes256GcmSiv.byte());
    sealed.extend_from_slice(id.as_bytes());
    let aad = associated(&sealed, place);
    sealed.extend_from_slice(&nonce);
    let text = cipher(key)
        .encrypt(
            &nonce,
            Payload {
                msg: plain,
                aad: &aad,
            },
        )
        .expect("less than 64 GiB");
    sealed.extend_from_slice(&text);
    sealed
}

pub(crate) fn decrypt(key: &Key, place: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
    check(sealed)?;
    let (header, rest) = sealed.split_at(NONCE);
    let (nonce, text) = rest.split_at(TEXT - NONCE);
    let nonce = Nonce::try_from(nonce).map_err(|_| SealError::Damaged)?;
    let aad = associated(header, place);
    cipher(key)
        .decrypt(&nonce, Payload { msg: text, aad: &aad })
        .map(Zeroizing::new)
        .map_err(|_| SealError::Damaged)
}

/// Refuses what cannot be a sealed value by its suite or its length.
pub(crate) fn check(sealed: &[u8]) -> Result<(), SealError> {
    Suite::Aes256GcmSiv.strip(sealed)?;
    if sealed.len() < TEXT + TAG {
        Err(SealError::Damaged)
    } else {
        Ok(())
    }
}

/// The key that a checked value names.
pub(crate) fn key_id(sealed: &[u8]) -> Result<KeyId, SealError> {
    check(sealed)?;
    let id = sealed[KEY_ID..NONCE].try_into().map_err(|_| SealError::Damaged)?;
    Ok(KeyId::from_bytes(id))
}

fn cipher(key: &Key) -> Aes256GcmSiv {
    Aes256GcmSiv::new(key.as_bytes().into())
}
