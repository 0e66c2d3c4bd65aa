use std::{fmt, hash, marker::PhantomData, str::FromStr};

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::Entropy;

/// The key of a record of kind `K` inside the database: a UUIDv7 made by us, never shown to anyone
/// (decisions §17). What is shown is a [`PublicRef`] or a [`ShortCode`].
pub struct Id<K>(Uuid, PhantomData<fn() -> K>);

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $( $(#[$doc])* #[derive(Debug, Clone, Copy, PartialEq, Eq)] pub enum $name {} )* };
}
kinds! {
    /// A member body: the holder of keys, accounts and services.
    Organisation,
    /// A person with an account.
    User,
    /// A referral mechanism hosted by the installation.
    Mechanism,
    /// A case file.
    Case,
    /// One record of the consent ledger.
    Consent,
    /// One need of a case.
    Need,
    /// A service of the directory.
    Service,
    /// A place where services are given.
    Place,
    /// A referral.
    Referral,
    /// A disclosure package.
    Package,
    /// A key grant on a case.
    Grant,
    /// An agreement that opens a flow of data.
    Agreement,
    /// A transfer of a case from one owner to another.
    Transfer,
    /// The right to answer one referral without an account.
    AnswerLink,
    /// An entry of the journal.
    Entry,
}

impl<K> Id<K> {
    /// A new key: the time in milliseconds, then 74 random bits (RFC 9562, version 7).
    pub fn new(now: Timestamp, chance: &dyn Entropy) -> Self {
        let mut random = [0; 10];
        chance.fill(&mut random);
        let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
        Self::from_uuid(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid, PhantomData)
    }

    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<K> hash::Hash for Id<K> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
impl<'de, K> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Uuid::deserialize(deserializer).map(Self::from_uuid)
    }
}

/// What stands in addresses: a random UUIDv4 (122 random bits), so that nothing can be counted or guessed
/// (security requirement 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PublicRef(Uuid);

impl PublicRef {
    pub fn new(chance: &dyn Entropy) -> Self {
        let mut random = [0; 16];
        chance.fill(&mut random);
        Self(uuid::Builder::from_random_bytes(random).into_uuid())
    }

    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid)
    }

    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

impl fmt::Display for PublicRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.simple().fmt(f)
    }
}

impl FromStr for PublicRef {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::parse_str(text).map(Self)
    }
}

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Eight characters that people read aloud and type on a telephone: 40 random bits in Crockford's base 32,
/// which has no I, L, O or U. Case codes (`K7M2-P9QX`) and answer codes (`K7M2P9QX`) are written so.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShortCode([u8; 8]);

impl ShortCode {
    pub fn new(chance: &dyn Entropy) -> Self {
        Self(std::array::from_fn(|_| {
            let mut byte = [0];
            chance.fill(&mut byte);
            ALPHABET[usize::from(byte[0] & 31)]
        }))
    }

    /// The code of eight bytes, of which the low five bits count: for codes that are derived, not drawn.
    pub fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(bytes.map(|byte| ALPHABET[usize::from(byte & 31)]))
    }

    /// The eight characters in a row.
    pub fn compact(&self) -> String {
        self.0.iter().map(|&b| char::from(b)).collect()
    }
}

impl fmt::Display for ShortCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let compact = self.compact();
        write!(f, "{}-{}", &compact[..4], &compact[4..])
    }
}

impl fmt::Debug for ShortCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// The text is not a code of eight characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a code of eight characters")]
pub struct NotACode;

impl FromStr for ShortCode {
    type Err = NotACode;

    /// Reads a code as people type it: spaces, dashes and case do not matter, O is 0, I and L are 1.
    fn from_str(text: &str) -> Result<Self, NotACode> {
        let mut code = [0; 8];
        let mut filled = 0;
        for c in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let read = match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let byte = u8::try_from(read).map_err(|_| NotACode)?;
            if filled == code.len() || !ALPHABET.contains(&byte) {
                return Err(NotACode);
            }
            code[filled] = byte;
            filled += 1;
        }
        if filled == code.len() {
            Ok(Self(code))
        } else {
            Err(NotACode)
        }
    }
}

impl Serialize for ShortCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for ShortCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SeededEntropy;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code: ShortCode = "k7m2 p9qx".parse().unwrap();
        assert_eq!(code.to_string(), "K7M2-P9QX");
        assert_eq!("OIL0-0000".parse::<ShortCode>().unwrap().compact(), "01100000");
        assert!("K7M2P9Q".parse::<ShortCode>().is_err());
        assert!("K7M2P9QXX".parse::<ShortCode>().is_err());
        assert!("K7M2P9Qé".parse::<ShortCode>().is_err());
    }

    #[test]
    fn later_ids_sort_after_earlier_ones() {
        let chance = SeededEntropy::new(3);
        let early = Id::<Case>::new(Timestamp::from_second(1_000).unwrap(), &chance);
        let late = Id::<Case>::new(Timestamp::from_second(2_000).unwrap(), &chance);
        assert!(early < late);
    }

    proptest::proptest! {
        #[test]
        fn every_code_survives_being_written_and_read(seed: u64) {
            let code = ShortCode::new(&SeededEntropy::new(seed));
            proptest::prop_assert_eq!(code.to_string().parse::<ShortCode>(), Ok(code));
        }
    }
}
