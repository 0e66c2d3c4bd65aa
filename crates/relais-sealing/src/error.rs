use crate::KeyId;

/// Why something sealed is not opened. Says nothing about the content (security requirement 31).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The first byte names no suite that this version can read here (security requirement 50).
    #[error("suite {0} is not known to this version")]
    UnknownSuite(u8),
    /// Too short, altered, sealed for another place, or sealed with a key other than the one given:
    /// authenticated encryption cannot tell these apart.
    #[error("the value is altered, or belongs to another place or key")]
    Damaged,
    /// The value says itself that another key sealed it.
    #[error("sealed with key {found}, not with key {expected}")]
    WrongKey {
        /// The key that was offered.
        expected: KeyId,
        /// The key that the value names.
        found: KeyId,
    },
    /// The other organisation's public key is no point that secrets may be sent to.
    #[error("the public key cannot be used")]
    BadPublicKey,
    /// The signature is not this organisation's on these bytes.
    #[error("the signature does not belong to these bytes and this organisation")]
    BadSignature,
    /// The file holds no master key in the form that `MasterKey::to_text` writes.
    #[error("the file holds no master key of Relais")]
    NotAMasterKey,
}
