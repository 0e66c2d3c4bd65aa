/// What lies under an organisation's keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Area {
    /// The keys of cases.
    Grants,
    /// The keys of packages that it made or received.
    Packages,
    /// Its signatures on the packages that it made.
    Signatures,
    /// Its copies of words that it shares with others.
    Words,
    /// Its search tokens.
    Tokens,
}

impl Area {
    pub const FIRST: Self = Self::Grants;

    pub const fn next(self) -> Option<Self> {
        match self {
            Self::Grants => Some(Self::Packages),
            Self::Packages => Some(Self::Signatures),
            Self::Signatures => Some(Self::Words),
            Self::Words => Some(Self::Tokens),
            Self::Tokens => None,
        }
    }
}
