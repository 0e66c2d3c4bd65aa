use std::{fmt, str::FromStr};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as URL64};
use hmac::{Hmac, KeyInit, Mac};
use relais_kernel::Entropy;
use sha2::Sha256;

/// What makes a command count once: from the hidden field of a form, or from the header `Idempotency-Key` of
/// the JSON API. At most 64 printable ASCII characters (security requirement 77).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Once(String);

/// Not 1 to 64 printable ASCII characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an idempotency key")]
pub struct NotOnce;

impl Once {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Once> for relais_trust::Once {
    fn from(once: Once) -> Self {
        Self(once.0)
    }
}

impl FromStr for Once {
    type Err = NotOnce;

    fn from_str(text: &str) -> Result<Self, NotOnce> {
        let fits = (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotOnce)
        }
    }
}

/// Binds a form to the browser it was given to: a random once token with a MAC under a key that only this
/// browser's cookie carries. A foreign page can make neither (security requirement 61).
#[derive(Clone)]
pub struct Seal([u8; 32]);

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seal")
    }
}

impl Seal {
    /// Seals nothing that any browser could send back.
    pub(crate) const fn none() -> Self {
        Self([0; 32])
    }

    pub(crate) fn new(chance: &dyn Entropy) -> Self {
        let mut key = [0; 32];
        chance.fill(&mut key);
        Self(key)
    }

    /// As the cookie carries it.
    pub(crate) fn cookie(&self) -> String {
        URL64.encode(self.0)
    }

    pub(crate) fn of_cookie(value: &str) -> Option<Self> {
        let key = URL64.decode(value).ok()?;
        Some(Self(key.try_into().ok()?))
    }

    /// A new token: `random.mac`.
    pub(crate) fn fresh(&self, chance: &dyn Entropy) -> String {
        let mut random = [0; 16];
        chance.fill(&mut random);
        let random = URL64.encode(random);
        let mac = self
            .mac(&random)
            .map(|mac| mac.finalize().into_bytes())
            .map(|mac| URL64.encode(&mac[..16]));
        format!("{random}.{}", mac.unwrap_or_default())
    }

    /// The once token of a form that this browser was given.
    pub(crate) fn open(&self, token: &str) -> Option<Once> {
        let (random, mac) = token.split_once('.')?;
        let mac = URL64.decode(mac).ok().filter(|mac| mac.len() == 16)?;
        self.mac(random)?.verify_truncated_left(&mac).ok()?;
        random.parse().ok()
    }

    fn mac(&self, random: &str) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        mac.update(b"relais form 1\0");
        mac.update(random.as_bytes());
        Some(mac)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use relais_kernel::SeededEntropy;

    #[test]
    fn sec61_a_form_of_another_browser_is_refused() {
        let chance = SeededEntropy::new(5);
        let (mine, theirs) = (Seal::new(&chance), Seal::new(&chance));
        let token = mine.fresh(&chance);
        assert!(mine.open(&token).is_some());
        assert_eq!((theirs.open(&token), Seal::none().open(&token)), (None, None));
    }

    #[test]
    fn sec61_an_altered_token_is_refused() {
        let chance = SeededEntropy::new(6);
        let seal = Seal::new(&chance);
        let token = seal.fresh(&chance);
        let other = seal.fresh(&chance);
        let swapped = format!(
            "{}.{}",
            other.split_once('.').unwrap().0,
            token.split_once('.').unwrap().1
        );
        for wrong in ["", ".", "abc", &token[1..], &token[..token.len() - 1], &swapped] {
            assert_eq!(seal.open(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_seal_survives_its_cookie() {
        let chance = SeededEntropy::new(7);
        let seal = Seal::new(&chance);
        let token = seal.fresh(&chance);
        assert!(Seal::of_cookie(&seal.cookie()).unwrap().open(&token).is_some());
        assert!(Seal::of_cookie("short").is_none());
    }
}
