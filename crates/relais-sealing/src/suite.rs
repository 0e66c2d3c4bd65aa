use crate::SealError;

/// What a value is sealed or signed with. Its byte comes first in everything this crate writes and never
/// changes its meaning, so that a later suite can stand beside the old ones (security requirement 50).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Suite {
    /// AES-256-GCM-SIV (RFC 8452), random 96-bit nonce: values and wrapped keys.
    Aes256GcmSiv = 1,
    /// HPKE base mode (RFC 9180), X25519, HKDF-SHA256, ChaCha20-Poly1305: keys sent to an organisation.
    HpkeX25519ChaCha = 2,
    /// Ed25519 (RFC 8032): signatures.
    Ed25519 = 3,
    /// An X25519 and an Ed25519 key side by side: what an organisation owns.
    X25519Ed25519 = 4,
}

impl Suite {
    /// The byte that is written.
    pub const fn byte(self) -> u8 {
        self as u8
    }

    /// Splits off the first byte and refuses every suite but this one.
    pub(crate) fn strip(self, bytes: &[u8]) -> Result<&[u8], SealError> {
        match bytes.split_first() {
            Some((&first, rest)) if first == self.byte() => Ok(rest),
            Some((&first, _)) => Err(SealError::UnknownSuite(first)),
            None => Err(SealError::Damaged),
        }
    }
}

impl TryFrom<u8> for Suite {
    type Error = SealError;

    fn try_from(byte: u8) -> Result<Self, SealError> {
        [
            Self::Aes256GcmSiv,
            Self::HpkeX25519ChaCha,
            Self::Ed25519,
            Self::X25519Ed25519,
        ]
        .into_iter()
        .find(|suite| suite.byte() == byte)
        .ok_or(SealError::UnknownSuite(byte))
    }
}
