use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::{Key, aead, names};

/// What is stored to find a person again: the first 16 bytes of an HMAC-SHA256, worthless without the
/// organisation's key (decisions §11).
pub type Token = [u8; 16];

/// Three ways in which a person can be found. Tokens only choose candidates, which are then opened and
/// compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// The whole name, without accents, case, punctuation and order.
    Exact,
    /// One word of the name, as it sounds.
    Phonetic,
    /// The year of birth.
    BirthYear,
}

impl TokenKind {
    /// As the database writes it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Phonetic => "phonetic",
            Self::BirthYear => "birth_year",
        }
    }
}

/// A keyed token of a text. `domain` keeps tokens of different uses apart.
pub fn token(key: &Key, domain: &str, text: &str) -> Token {
    mac(key, &[b"relais/token/1", domain.as_bytes(), text.as_bytes()])
}

/// A token once more under another key. Whoever has the keys below alone does not come to it, and whoever lays it on needs to
/// know nothing of the text.
pub fn layer(key: &Key, below: &Token) -> Token {
    mac(key, &[b"relais/token-layer/1", below])
}

#[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
fn mac(key: &Key, parts: &[&[u8]]) -> Token {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_bytes()).expect("any length");
    mac.update(&aead::bound(parts));
    let full = mac.finalize().into_bytes();
    std::array::from_fn(|i| full[i])
}

/// The tokens under which a name is stored and searched: one exact, and one phonetic per distinct word.
/// None for a name without a letter.
pub fn name_tokens(key: &Key, name: &str) -> Vec<(TokenKind, Token)> {
    let exact = names::exact(name);
    if exact.is_empty() {
        return Vec::new();
    }
    let mut tokens = vec![(TokenKind::Exact, token(key, TokenKind::Exact.code(), &exact))];
    let sounds = names::phonetic(name);
    tokens.extend(
        sounds
            .iter()
            .map(|sound| (TokenKind::Phonetic, token(key, TokenKind::Phonetic.code(), sound))),
    );
    tokens
}

/// The token of a year of birth.
pub fn birth_year_token(key: &Key, year: i16) -> (TokenKind, Token) {
    (
        TokenKind::BirthYear,
        token(key, TokenKind::BirthYear.code(), &year.to_string()),
    )
}
