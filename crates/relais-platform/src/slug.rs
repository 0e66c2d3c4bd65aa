use std::{borrow::Cow, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Longest slug, in characters.
const LONGEST: usize = 60;

/// A short name that the program itself gives: a kind of job, a kind of message, a stage. Small letters, digits and
/// `. _ : -` only, so that no sentence and hardly a name can stand where one is asked for (DP-17).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(Cow<'static, str>);

/// The text is not a slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not 1 to 60 of a-z 0-9 . _ : -")]
pub struct NotASlug;

impl Slug {
    /// The slug of a text in the program; a text that is none does not compile in a constant.
    ///
    /// # Panics
    /// When `text` is not a slug.
    pub const fn of(text: &'static str) -> Self {
        assert!(is_slug(text.as_bytes()), "not a slug");
        Self(Cow::Borrowed(text))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

const fn is_slug(bytes: &[u8]) -> bool {
    let mut at = 0;
    while at < bytes.len() {
        if !matches!(bytes[at], b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b':' | b'-') {
            return false;
        }
        at += 1;
    }
    !bytes.is_empty() && bytes.len() <= LONGEST
}

impl FromStr for Slug {
    type Err = NotASlug;

    fn from_str(text: &str) -> Result<Self, NotASlug> {
        Self::try_from(text.to_owned())
    }
}

impl TryFrom<String> for Slug {
    type Error = NotASlug;

    fn try_from(text: String) -> Result<Self, NotASlug> {
        if is_slug(text.as_bytes()) {
            Ok(Self(Cow::Owned(text)))
        } else {
            Err(NotASlug)
        }
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0.into_owned()
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sentence_and_no_written_name_is_a_slug() {
        assert_eq!("referral.clock:e1".parse(), Ok(Slug::of("referral.clock:e1")));
        for text in ["", "Personne-Test", "besoin de soins", "é", &"a".repeat(61)] {
            assert_eq!(text.parse::<Slug>(), Err(NotASlug), "{text}");
        }
        assert!(serde_json::from_str::<Slug>("\"Personne-Test 1\"").is_err());
    }
}
