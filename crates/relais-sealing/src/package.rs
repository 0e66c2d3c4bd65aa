//! Signing what is sent with a referral. What is signed are the bytes of a package in canonical form
//! (see [`crate::canonical`]), fixed at sending (security requirement 18).

use ed25519_dalek::Signer;

use crate::{OrganisationPair, OrganisationPublic, SealError, Suite};

/// Keeps a package's signature from being taken for a signature on anything else.
const DOMAIN: &[u8] = b"relais/package/1\n";

/// An organisation's signature on a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature([u8; 64]);

impl Signature {
    /// suite | 64 bytes.
    pub fn to_bytes(&self) -> [u8; 65] {
        let mut bytes = [0; 65];
        bytes[0] = Suite::Ed25519.byte();
        bytes[1..].copy_from_slice(&self.0);
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`SealError::UnknownSuite`] or [`SealError::Damaged`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SealError> {
        let rest = Suite::Ed25519.strip(bytes)?;
        rest.try_into().map(Self).map_err(|_| SealError::Damaged)
    }
}

/// Signs a package for its sender.
pub fn sign(pair: &OrganisationPair, package: &[u8]) -> Signature {
    Signature(pair.signing().sign(&message(package)).to_bytes())
}

/// Checks that this organisation signed exactly these bytes.
///
/// # Errors
/// [`SealError::BadSignature`], or [`SealError::BadPublicKey`].
pub fn verify(from: &OrganisationPublic, package: &[u8], signature: &Signature) -> Result<(), SealError> {
    from.verifying_key()?
        .verify_strict(
            &message(package),
            &ed25519_dalek::Signature::from_bytes(&signature.0),
        )
        .map_err(|_| SealError::BadSignature)
}

fn message(package: &[u8]) -> Vec<u8> {
    [DOMAIN, package].concat()
}
