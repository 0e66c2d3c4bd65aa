use std::collections::BTreeSet;

use relais_kernel::{Id, Lang, Mechanism, Organisation, Timestamp, User};
use serde::{Deserialize, Serialize};

/// A role code of the mechanism's definition, `R03` to `R23` (domain §1) and those that a pack adds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RoleCode(pub String);

impl From<&str> for RoleCode {
    fn from(code: &str) -> Self {
        Self(code.to_owned())
    }
}

/// By which door an act came in; the journal keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Door {
    /// A signed-in person in a browser.
    Session,
    /// A program with a token.
    Token,
    /// A partner without an account: link, code, slip or text message.
    Link,
    /// The clock: reminders, escalation, expiry.
    Clock,
    /// The command line of the installation.
    Console,
}

impl Door {
    /// As the journal writes it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Token => "token",
            Self::Link => "link",
            Self::Clock => "clock",
            Self::Console => "console",
        }
    }
}

/// Who acts: always for an organisation, in one mechanism.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub door: Door,
    pub user: Option<Id<User>>,
    pub organisation: Option<Id<Organisation>>,
    pub mechanism: Option<Id<Mechanism>>,
    pub roles: BTreeSet<RoleCode>,
    /// Police, border, immigration, prosecution: write-only (decisions §15).
    pub firewall: bool,
    pub lang: Lang,
    pub session: Option<SessionMark>,
}

/// What matters of a session while a request is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionMark {
    pub id: uuid::Uuid,
    /// When the person last proved who they are (password and second factor).
    pub proved_at: Timestamp,
    /// A second factor was given.
    pub strong: bool,
}

impl Actor {
    /// The installation itself, by the clock or the console.
    pub fn installation(door: Door) -> Self {
        Self {
            door,
            user: None,
            organisation: None,
            mechanism: None,
            roles: BTreeSet::new(),
            firewall: false,
            lang: Lang::Fr,
            session: None,
        }
    }

    pub fn has(&self, role: &str) -> bool {
        self.roles.iter().any(|held| held.0 == role)
    }

    pub fn has_any(&self, roles: &[RoleCode]) -> bool {
        roles.iter().any(|role| self.roles.contains(role))
    }

    /// The person may do sensitive things now: proved within the last ten minutes (security requirement 57).
    pub fn proved_recently(&self, now: Timestamp) -> bool {
        self.session
            .is_some_and(|s| now.duration_since(s.proved_at) <= jiff::SignedDuration::from_mins(10))
    }
}
