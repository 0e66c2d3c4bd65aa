use std::{convert::Infallible, fmt};

use ed25519_dalek::{SigningKey, VerifyingKey};
use hpke::{
    Deserializable, Kem, OpModeR, OpModeS, Serializable,
    aead::ChaCha20Poly1305,
    kdf::HkdfSha256,
    kem::X25519HkdfSha256,
    rand_core::{TryCryptoRng, TryRng},
};
use relais_kernel::Entropy;
use zeroize::Zeroizing;

use crate::{Key, SealError, Suite, aead};

type PrivateKey = <X25519HkdfSha256 as Kem>::PrivateKey;
type PublicKey = <X25519HkdfSha256 as Kem>::PublicKey;
type Encapped = <X25519HkdfSha256 as Kem>::EncappedKey;

/// What an organisation owns: an X25519 key that receives case and package keys, and an Ed25519 key that
/// signs packages. Both are wiped when dropped and never printed.
pub struct OrganisationPair {
    decryption: PrivateKey,
    signing: SigningKey,
}

impl OrganisationPair {
    /// A new random pair.
    pub fn new(chance: &dyn Entropy) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        chance.fill(seed.as_mut_slice());
        let (decryption, _) = X25519HkdfSha256::gen_keypair_with_rng(&mut Chance(chance));
        Self {
            decryption,
            signing: SigningKey::from_bytes(&seed),
        }
    }

    /// suite | X25519 secret | Ed25519 seed, for wrapping only.
    pub fn to_secret_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(65));
        bytes.push(Suite::X25519Ed25519.byte());
        let mut secret = Zeroizing::new([0; 32]);
        self.decryption.write_exact(secret.as_mut_slice());
        bytes.extend_from_slice(secret.as_slice());
        bytes.extend_from_slice(Zeroizing::new(self.signing.to_bytes()).as_slice());
        bytes
    }

    /// Reads what [`Self::to_secret_bytes`] wrote.
    ///
    /// # Errors
    /// [`SealError::UnknownSuite`] or [`SealError::Damaged`].
    pub fn from_secret_bytes(bytes: &[u8]) -> Result<Self, SealError> {
        let (encryption, signing) = two_keys(bytes)?;
        let decryption = PrivateKey::from_bytes(encryption).map_err(|_| SealError::Damaged)?;
        Ok(Self {
            decryption,
            signing: SigningKey::from_bytes(signing),
        })
    }

    /// What others may know of it.
    pub fn public(&self) -> OrganisationPublic {
        let public = X25519HkdfSha256::sk_to_pk(&self.decryption);
        let mut encryption = [0; 32];
        public.write_exact(&mut encryption);
        OrganisationPublic {
            encryption,
            verifying: self.signing.verifying_key().to_bytes(),
        }
    }

    pub(crate) const fn signing(&self) -> &SigningKey {
        &self.signing
    }
}

impl fmt::Debug for OrganisationPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OrganisationPair({:?}, …)", self.public())
    }
}

/// The public half of an [`OrganisationPair`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct OrganisationPublic {
    /// X25519: keys are sent to it.
    pub encryption: [u8; 32],
    /// Ed25519: signatures are checked with it.
    pub verifying: [u8; 32],
}

impl OrganisationPublic {
    /// suite | X25519 | Ed25519.
    pub fn to_bytes(&self) -> [u8; 65] {
        let mut bytes = [0; 65];
        bytes[0] = Suite::X25519Ed25519.byte();
        bytes[1..33].copy_from_slice(&self.encryption);
        bytes[33..].copy_from_slice(&self.verifying);
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`SealError::UnknownSuite`], [`SealError::Damaged`], or [`SealError::BadPublicKey`] for a signing key
    /// that is no point of the curve.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SealError> {
        let (&encryption, &verifying) = two_keys(bytes)?;
        let public = Self {
            encryption,
            verifying,
        };
        public.verifying_key()?;
        Ok(public)
    }

    pub(crate) fn verifying_key(&self) -> Result<VerifyingKey, SealError> {
        VerifyingKey::from_bytes(&self.verifying).map_err(|_| SealError::BadPublicKey)
    }
}

impl fmt::Debug for OrganisationPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = |key: &[u8; 32]| u32::from_be_bytes([key[0], key[1], key[2], key[3]]);
        write!(
            f,
            "OrganisationPublic({:08x}…, {:08x}…)",
            start(&self.encryption),
            start(&self.verifying)
        )
    }
}

fn two_keys(bytes: &[u8]) -> Result<(&[u8; 32], &[u8; 32]), SealError> {
    let keys = Suite::X25519Ed25519.strip(bytes)?;
    let (first, second) = keys.split_at_checked(32).ok_or(SealError::Damaged)?;
    let first = first.try_into().map_err(|_| SealError::Damaged)?;
    let second = second.try_into().map_err(|_| SealError::Damaged)?;
    Ok((first, second))
}

/// Seals a key so that only the receiving organisation opens it: suite | encapsulated key | ciphertext.
/// The label (for instance `package/<uuid>`) must be given again to receive.
///
/// # Errors
/// [`SealError::BadPublicKey`] when the receiver's key is none that secrets may be sent to.
pub fn send_key(
    to: &OrganisationPublic,
    key: &Key,
    label: &str,
    chance: &dyn Entropy,
) -> Result<Vec<u8>, SealError> {
    let public = PublicKey::from_bytes(&to.encryption).map_err(|_| SealError::BadPublicKey)?;
    let (encapped, text) = hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeS::Base,
        &public,
        &place(label),
        key.as_bytes(),
        b"",
        &mut Chance(chance),
    )
    .map_err(|_| SealError::BadPublicKey)?;
    let mut sent = vec![Suite::HpkeX25519ChaCha.byte()];
    sent.extend_from_slice(&encapped.to_bytes());
    sent.extend_from_slice(&text);
    Ok(sent)
}

/// The key that [`send_key`] sent to this organisation.
///
/// # Errors
/// [`SealError::UnknownSuite`], or [`SealError::Damaged`] when it was altered, sent to another organisation
/// or under another label.
pub fn receive_key(pair: &OrganisationPair, sent: &[u8], label: &str) -> Result<Key, SealError> {
    let rest = Suite::HpkeX25519ChaCha.strip(sent)?;
    let (encapped, text) = rest
        .split_at_checked(Encapped::size())
        .ok_or(SealError::Damaged)?;
    let encapped = Encapped::from_bytes(encapped).map_err(|_| SealError::Damaged)?;
    let plain = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &pair.decryption,
        &encapped,
        &place(label),
        text,
        b"",
    )
    .map(Zeroizing::new)
    .map_err(|_| SealError::Damaged)?;
    Key::from_slice(&plain).ok_or(SealError::Damaged)
}

fn place(label: &str) -> Vec<u8> {
    aead::bound(&[b"relais/send-key/1", label.as_bytes()])
}

/// The kernel's entropy as the crates of the RustCrypto family want it.
pub(crate) struct Chance<'a>(pub &'a dyn Entropy);

impl TryRng for Chance<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut raw = [0; 4];
        self.0.fill(&mut raw);
        Ok(u32::from_le_bytes(raw))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut raw = [0; 8];
        self.0.fill(&mut raw);
        Ok(u64::from_le_bytes(raw))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill(bytes);
        Ok(())
    }
}

impl TryCryptoRng for Chance<'_> {}
