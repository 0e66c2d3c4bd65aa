use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use base64::{Engine, engine::general_purpose::STANDARD};
use relais_kernel::Entropy;

use crate::{
    Key, MasterKey, SealError, Suite,
    master::{CHECK, checksum},
};

const PREFIX: &str = "relais-locked-master-key:";
const LABEL: &str = "master key under a passphrase";
const SALT: usize = 16;

/// What one try of a passphrase costs (Argon2id). It stands in the file, so that it can grow with the machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Memory in KiB.
    pub memory: u32,
    pub passes: u32,
}

impl Effort {
    /// 64 MiB and three passes: about a quarter of a second of one core (security §5).
    pub const STRONG: Self = Self {
        memory: 64 * 1024,
        passes: 3,
    };
    /// A file that asks for more was not written by us: it would only take our memory.
    const LARGEST: Self = Self {
        memory: 1024 * 1024,
        passes: 16,
    };
}

/// The master key as it lies on a disk when only a passphrase opens it (decisions §12, security requirement 43).
#[derive(Clone, PartialEq, Eq)]
pub struct LockedMaster {
    effort: Effort,
    salt: [u8; SALT],
    wrapped: Vec<u8>,
}

impl LockedMaster {
    /// # Errors
    /// [`SealError::NotAMasterKey`] for an effort that no machine can make.
    pub fn new(
        master: &MasterKey,
        passphrase: &str,
        effort: Effort,
        chance: &dyn Entropy,
    ) -> Result<Self, SealError> {
        let mut salt = [0; SALT];
        chance.fill(&mut salt);
        let key = stretched(passphrase, &salt, effort)?;
        Ok(Self {
            effort,
            salt,
            wrapped: master.wrapped_under(&key, LABEL, chance),
        })
    }

    /// The master key.
    ///
    /// # Errors
    /// [`SealError::WrongKey`] for another passphrase, [`SealError::Damaged`].
    pub fn open(&self, passphrase: &str) -> Result<MasterKey, SealError> {
        let key = stretched(passphrase, &self.salt, self.effort)?;
        MasterKey::unwrapped_with(&key, LABEL, &self.wrapped)
    }

    #[cfg(test)]
    pub(crate) fn with_effort(&self, effort: Effort) -> Self {
        Self {
            effort,
            ..self.clone()
        }
    }

    /// The text of the file: one line, the prefix and the base64 of suite | memory | passes | salt | wrapped key | 4
    /// bytes of SHA-256.
    pub fn to_text(&self) -> String {
        let mut bytes = vec![Suite::Aes256GcmSiv.byte()];
        bytes.extend_from_slice(&self.effort.memory.to_be_bytes());
        bytes.extend_from_slice(&self.effort.passes.to_be_bytes());
        bytes.extend_from_slice(&self.salt);
        bytes.extend_from_slice(&self.wrapped);
        let check = checksum(&bytes);
        bytes.extend_from_slice(&check);
        format!("{PREFIX}{}\n", STANDARD.encode(bytes))
    }

    /// Reads the file.
    ///
    /// # Errors
    /// [`SealError::NotAMasterKey`] when it is altered or another file, [`SealError::UnknownSuite`] when it is of a
    /// later version.
    pub fn from_file(bytes: &[u8]) -> Result<Self, SealError> {
        let no = SealError::NotAMasterKey;
        let text = std::str::from_utf8(bytes).map_err(|_| no)?;
        let encoded = text.trim().strip_prefix(PREFIX).ok_or(no)?;
        let decoded = STANDARD.decode(encoded).map_err(|_| no)?;
        let (body, check) = decoded.split_last_chunk::<CHECK>().ok_or(no)?;
        if checksum(body) != *check {
            return Err(no);
        }
        let rest = Suite::Aes256GcmSiv.strip(body)?;
        let (memory, rest) = rest.split_first_chunk::<4>().ok_or(no)?;
        let (passes, rest) = rest.split_first_chunk::<4>().ok_or(no)?;
        let (salt, wrapped) = rest.split_first_chunk::<SALT>().ok_or(no)?;
        let effort = Effort {
            memory: u32::from_be_bytes(*memory),
            passes: u32::from_be_bytes(*passes),
        };
        let most = Effort::LARGEST;
        if effort.memory > most.memory || effort.passes > most.passes {
            return Err(no);
        }
        Ok(Self {
            effort,
            salt: *salt,
            wrapped: wrapped.to_vec(),
        })
    }
}

impl fmt::Debug for LockedMaster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LockedMaster({:?})", self.effort)
    }
}

fn stretched(passphrase: &str, salt: &[u8], effort: Effort) -> Result<Key, SealError> {
    let params =
        Params::new(effort.memory, effort.passes, 1, Some(32)).map_err(|_| SealError::NotAMasterKey)?;
    let mut stretched = Err(SealError::NotAMasterKey);
    let key = Key::filled(|key| {
        stretched = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.trim().as_bytes(), salt, key)
            .map_err(|_| SealError::NotAMasterKey);
    });
    stretched.map(|()| key)
}
