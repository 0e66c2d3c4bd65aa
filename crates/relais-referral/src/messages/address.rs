/// The text is not an address that a message may carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the address of an installation and a token of 22 to 64 characters")]
pub struct NotAnAddress;

/// Where a message leads: the installation's address and a random token. Nothing else fits into it: the token
/// is checked to be one, so no name and no word can travel in its place.
#[derive(Clone, PartialEq, Eq)]
pub struct AnswerAddress(String);

impl AnswerAddress {
    /// `base` is the installation's address with the path of answers, `https://relais.example/r/`; `token` at
    /// least 128 random bits in URL-safe base 64.
    ///
    /// # Errors
    /// [`NotAnAddress`] when either is something else.
    pub fn new(base: &str, token: &str) -> Result<Self, NotAnAddress> {
        let host = base
            .strip_prefix("https://")
            .or_else(|| base.strip_prefix("http://"))
            .ok_or(NotAnAddress)?;
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '/' | '-');
        let is_base = !host.is_empty() && base.ends_with('/') && host.chars().all(plain);
        let is_token = (22..=64).contains(&token.len())
            && token
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        if is_base && is_token {
            Ok(Self(format!("{base}{token}")))
        } else {
            Err(NotAnAddress)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for AnswerAddress {
    /// The token opens something: it stays out of logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AnswerAddress(…)")
    }
}
