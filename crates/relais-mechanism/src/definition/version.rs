use std::fmt;

use serde::{Deserialize, Serialize};

/// Which definition a running referral stands under: the label people read, and a hash of everything in it
/// (SHA-256 of its JSON, in hexadecimal), so that two definitions with one label are told apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DefinitionVersion {
    /// For instance `2026.1`.
    pub label: String,
    pub hash: String,
}

impl DefinitionVersion {
    /// The first characters of the hash, for people.
    pub fn short_hash(&self) -> &str {
        self.hash.get(..12).unwrap_or(&self.hash)
    }
}

impl fmt::Display for DefinitionVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.label, self.short_hash())
    }
}
