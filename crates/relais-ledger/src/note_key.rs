//! Verifier keys of signed notes (C2SP signed-note): `name+key id+base64(kind | key)`.

use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::VerifyingKey;
use sha2::{Digest, Sha256};

use crate::{CheckpointError, checkpoint::checked_name};

/// Plain Ed25519.
pub const ED25519: u8 = 1;
/// The signature of a witness with its instant (C2SP tlog-cosignature).
pub const COSIGNATURE: u8 = 4;

/// First four bytes of SHA-256 of name, line end, kind and key.
pub fn key_id(name: &str, kind: u8, key: &VerifyingKey) -> [u8; 4] {
    let hash = Sha256::new()
        .chain_update(name.as_bytes())
        .chain_update([b'\n', kind])
        .chain_update(key.as_bytes())
        .finalize();
    std::array::from_fn(|i| hash[i])
}

pub fn write(name: &str, kind: u8, key: &VerifyingKey) -> String {
    let id = hex::encode(key_id(name, kind, key));
    let blob = [&[kind], key.as_bytes().as_slice()].concat();
    format!("{name}+{id}+{}", STANDARD.encode(blob))
}

pub fn read(text: &str, kind: u8) -> Result<(String, VerifyingKey), CheckpointError> {
    let malformed = CheckpointError::Malformed("verifier key");
    // The base64 part may itself contain plus signs.
    let (name, rest) = text.trim().split_once('+').ok_or(malformed)?;
    let (id, key) = rest.split_once('+').ok_or(malformed)?;
    let key = STANDARD.decode(key).map_err(|_| malformed)?;
    let (&found, key) = key.split_first().ok_or(malformed)?;
    let key = <&[u8; 32]>::try_from(key).map_err(|_| malformed)?;
    let key = VerifyingKey::from_bytes(key).map_err(|_| malformed)?;
    let name = checked_name(name)?.to_owned();
    if found == kind && hex::encode(key_id(&name, kind, &key)) == id {
        Ok((name, key))
    } else {
        Err(malformed)
    }
}
