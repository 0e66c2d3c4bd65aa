//! Recovery by two people (security requirement 51): whoever lost the telephone and every passkey asks at the door, two
//! others confirm that it is really them, and a link lets them set up a new second factor.

mod asking;
mod confirming;
mod store;
#[cfg(test)]
mod tests;
mod using;

use jiff::SignedDuration;
use relais_kernel::{Id, Refusal, Timestamp, User};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub(super) use asking::withdraw_recovery;
pub use asking::{AskRecovery, RecoveryFace, recovery_and_account};
pub use confirming::{ConfirmRecovery, Confirmed, RefuseRecovery};
pub(super) use store::last_of as last_recovery;
pub use using::UseRecovery;

/// How long two people have to confirm.
const OPEN: SignedDuration = SignedDuration::from_hours(72);
/// How long the link can be used.
const LINK: SignedDuration = SignedDuration::from_hours(24);

/// One person's recovery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recovery {
    pub id: Id<Recovery>,
    pub user: Id<User>,
    pub asked: Timestamp,
    pub state: RecoveryState,
}

/// Where it stands, with the facts of that state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RecoveryState {
    /// Nobody has confirmed it yet.
    Asked,
    /// One has.
    Confirmed { by: Id<User>, at: Timestamp },
    /// Two have: the link works from then on.
    Granted { by: [Id<User>; 2], at: Timestamp },
    /// The person set the old second factors aside with the link: in this session a new one can be set up, and in no other.
    Used {
        by: [Id<User>; 2],
        at: Timestamp,
        session: Uuid,
    },
    /// Somebody did not recognise the person.
    Refused { by: Id<User>, at: Timestamp },
    /// The person gave a second factor after all.
    Withdrawn { at: Timestamp },
}

impl RecoveryState {
    /// Stable, for rows and pages.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Confirmed { .. } => "confirmed",
            Self::Granted { .. } => "granted",
            Self::Used { .. } => "used",
            Self::Refused { .. } => "refused",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }
}

/// Who confirms, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confirmer {
    pub user: Id<User>,
    /// When their account was opened: one opened for this purpose does not count.
    pub since: Timestamp,
    /// They made the person a new link for the password lately: with both links one would be enough.
    pub gave_password: bool,
}

impl Recovery {
    /// It was asked for or granted, and its time has passed.
    pub fn lapsed(&self, now: Timestamp) -> bool {
        match self.state {
            RecoveryState::Asked | RecoveryState::Confirmed { .. } => now.duration_since(self.asked) >= OPEN,
            RecoveryState::Granted { at, .. } => now.duration_since(at) >= LINK,
            _ => false,
        }
    }

    /// Two people can still confirm it.
    pub fn is_open(&self, now: Timestamp) -> bool {
        let waits = matches!(self.state, RecoveryState::Asked | RecoveryState::Confirmed { .. });
        waits && !self.lapsed(now)
    }

    /// The link works.
    pub fn is_granted(&self, now: Timestamp) -> bool {
        matches!(self.state, RecoveryState::Granted { .. }) && !self.lapsed(now)
    }

    /// The last moment at which the link works, once it was granted.
    pub fn until(&self) -> Option<Timestamp> {
        match self.state {
            RecoveryState::Granted { at, .. } => at.checked_add(LINK).ok(),
            _ => None,
        }
    }

    /// One person confirms; the second of them grants it.
    ///
    /// # Errors
    /// `RecoveryOwn`, `RecoverySame`, `RecoveryNewAccount`, `RecoveryPasswordGiver`, `RecoveryOver`.
    pub fn confirm(&self, who: Confirmer, now: Timestamp) -> Result<Self, Refusal> {
        if who.user == self.user {
            return Err(own());
        }
        self.still_open(now)?;
        if who.since >= self.asked {
            return Err(new_account());
        }
        if who.gave_password {
            return Err(password_giver());
        }
        let state = match self.state {
            RecoveryState::Confirmed { by, .. } if by == who.user => return Err(same()),
            RecoveryState::Confirmed { by, .. } => RecoveryState::Granted {
                by: [by, who.user],
                at: now,
            },
            _ => RecoveryState::Confirmed {
                by: who.user,
                at: now,
            },
        };
        Ok(Self { state, ..*self })
    }

    /// Somebody says that it is not the person. One is enough, until the link was used.
    ///
    /// # Errors
    /// `RecoveryOwn`, `RecoveryOver`.
    pub fn refuse(&self, by: Id<User>, now: Timestamp) -> Result<Self, Refusal> {
        if by == self.user {
            return Err(own());
        }
        if !self.is_granted(now) {
            self.still_open(now)?;
        }
        let state = RecoveryState::Refused { by, at: now };
        Ok(Self { state, ..*self })
    }

    /// It was used, and from another session than this one.
    pub fn used_elsewhere(&self, here: Uuid) -> bool {
        matches!(self.state, RecoveryState::Used { session, .. } if session != here)
    }

    /// The person uses the link.
    ///
    /// # Errors
    /// `RecoveryOver`.
    pub fn use_up(&self, session: Uuid, now: Timestamp) -> Result<Self, Refusal> {
        match self.state {
            RecoveryState::Granted { by, .. } if !self.lapsed(now) => Ok(Self {
                state: RecoveryState::Used { by, at: now, session },
                ..*self
            }),
            _ => Err(over()),
        }
    }

    /// The person gave a second factor: nothing is to be recovered any more.
    ///
    /// # Errors
    /// `RecoveryOver`.
    pub fn withdraw(&self, now: Timestamp) -> Result<Self, Refusal> {
        if !self.is_granted(now) {
            self.still_open(now)?;
        }
        let state = RecoveryState::Withdrawn { at: now };
        Ok(Self { state, ..*self })
    }

    fn still_open(&self, now: Timestamp) -> Result<(), Refusal> {
        match self.is_open(now) {
            true => Ok(()),
            false => Err(over()),
        }
    }
}

fn own() -> Refusal {
    Refusal::new(
        "RecoveryOwn",
        "Vous ne pouvez pas confirmer votre propre récupération : deux autres personnes le font.",
        "You cannot confirm your own recovery: two other people do.",
    )
}

fn same() -> Refusal {
    Refusal::new(
        "RecoverySame",
        "Vous avez déjà confirmé. Une deuxième personne doit le faire aussi.",
        "You have confirmed already. A second person has to do so too.",
    )
}

fn new_account() -> Refusal {
    Refusal::new(
        "RecoveryNewAccount",
        "Votre compte a été ouvert après cette demande : une personne dont le compte est plus ancien doit confirmer.",
        "Your account was opened after this request: somebody whose account is older has to confirm.",
    )
}

fn password_giver() -> Refusal {
    Refusal::new(
        "RecoveryPasswordGiver",
        "Vous avez fait récemment un nouveau lien de mot de passe pour cette personne : quelqu’un d’autre doit confirmer.",
        "You lately made a new password link for this person: somebody else has to confirm.",
    )
}

fn over() -> Refusal {
    Refusal::new(
        "RecoveryOver",
        "Cette demande n’est plus ouverte. La personne peut en faire une autre à sa prochaine connexion.",
        "This request is not open any more. The person can make another at the next sign-in.",
    )
}
