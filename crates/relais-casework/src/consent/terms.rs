use std::{collections::BTreeSet, fmt};

use jiff::{Timestamp, civil::Date};
use relais_kernel::Refusal;
use relais_mechanism::{DataCategory, Purpose};
use serde::{Deserialize, Serialize};

use super::{Assent, Giver, Receiver};
use crate::{NeedId, OrganisationId, UserId, code::Code};

/// To whom the data may go: named organisations, everyone who is asked for a given need, or both.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Recipients {
    pub organisations: BTreeSet<OrganisationId>,
    /// "Whoever can help with this need."
    pub receivers_of: BTreeSet<NeedId>,
}

impl Recipients {
    pub fn organisation(organisation: OrganisationId) -> Self {
        Self {
            organisations: [organisation].into(),
            ..Self::default()
        }
    }

    pub fn receivers_of(need: NeedId) -> Self {
        Self {
            receivers_of: [need].into(),
            ..Self::default()
        }
    }

    pub fn is_empty(&self) -> bool {
        self.organisations.is_empty() && self.receivers_of.is_empty()
    }

    pub fn lists(&self, receiver: &Receiver) -> bool {
        self.organisations.contains(&receiver.organisation)
            || receiver
                .need
                .is_some_and(|need| self.receivers_of.contains(&need))
    }
}

/// An organisation or a person with an account from whom something is kept (DP-14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    Organisation(OrganisationId),
    User(UserId),
}

/// How consent was expressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    Signature,
    Thumbprint,
    /// Said aloud before a witness.
    OralWithWitness,
    /// By telephone or on line.
    Remote,
}

impl Mode {
    pub const ALL: [Self; 4] = [
        Self::Signature,
        Self::Thumbprint,
        Self::OralWithWitness,
        Self::Remote,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Signature => "signature",
            Self::Thumbprint => "thumbprint",
            Self::OralWithWitness => "oral_witness",
            Self::Remote => "remote",
        }
    }

    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.code() == code)
    }
}

/// Which version of the consent text was read out; never empty (security requirement 21).
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TextVersion(String);

impl TextVersion {
    /// # Errors
    /// `TextVersionMissing` when empty.
    pub fn new(text: &str) -> Result<Self, Refusal> {
        let text = text.trim();
        if text.is_empty() || text.len() > 64 {
            return Err(Refusal::new(
                "TextVersionMissing",
                "Indiquez la version du texte de consentement qui a été lue.",
                "State which version of the consent text was read out.",
            ));
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for TextVersion {
    type Error = Refusal;

    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::new(&text)
    }
}

impl From<TextVersion> for String {
    fn from(version: TextVersion) -> Self {
        version.0
    }
}

impl fmt::Debug for TextVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Who took down the answer, when, in which language and way, under which text: no consent exists without
/// these (security requirement 21, DP-19).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    pub by: UserId,
    pub at: Timestamp,
    pub language: Code,
    /// Someone interpreted; who stands in the sealed fields.
    pub interpreter: bool,
    pub mode: Mode,
    pub text_version: TextVersion,
}

/// First and last day of validity, in the mechanism's calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    pub starts: Date,
    pub expires: Date,
}

impl Term {
    pub fn holds(self, day: Date) -> bool {
        self.starts <= day && day <= self.expires
    }
}

/// What the person was asked and answered. The words (what is withheld, whom not to call, who interpreted) are
/// sealed and stand beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    pub purpose: Purpose,
    pub recipients: Recipients,
    pub categories: BTreeSet<DataCategory>,
    pub giver: Giver,
    pub assent: Assent,
    pub taken: Taken,
    /// What was explained, of the mechanism's list.
    pub explained: BTreeSet<Code>,
    /// Blocked even where another rule allows (DP-14).
    pub withheld_from: BTreeSet<Party>,
    pub withheld_reason: Option<Code>,
    /// There are sealed words on how the person may be contacted.
    pub contact_restrictions: bool,
    pub term: Term,
    /// A signed sheet or a recording is kept.
    pub proof: bool,
    pub copy_given: bool,
}
