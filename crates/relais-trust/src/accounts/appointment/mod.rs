//! Roles that one person gives and a second confirms (security requirement 6): who could open cases or give rights to
//! others does so once somebody else has said that this colleague exists.

mod deciding;
mod giving;
mod looking;
mod store;
#[cfg(test)]
mod tests;
mod witnesses;

use std::collections::BTreeSet;

use relais_kernel::{Id, Mechanism, Organisation, PublicRef, Refusal, Timestamp, User};
use serde::{Deserialize, Serialize};

pub use deciding::{ConfirmAppointment, RefuseAppointment};
pub(super) use giving::{appoint, give_again, held, settle, withdraw};
pub use looking::{AppointmentFace, Asked};
pub(super) use store::waiting_roles;

use crate::RoleCode;

/// Whoever watches over the data holds none of these as well (security requirement 7): they would watch themselves.
const APART: (&str, [&str; 3]) = ("R15", ["R04", "R05", "R18"]);

/// Roles given to one person by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    pub id: Id<Appointment>,
    pub public_ref: PublicRef,
    /// Who received them.
    pub user: Id<User>,
    pub organisation: Id<Organisation>,
    pub mechanism: Id<Mechanism>,
    /// Those that need a second person; others that were given with them stand already.
    pub roles: Vec<RoleCode>,
    pub by: Id<User>,
    pub given: Timestamp,
    pub state: AppointmentState,
}

/// Where it stands, with the facts of that state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum AppointmentState {
    /// The roles do not count yet.
    Waiting,
    /// Nobody was there who could have confirmed: the roles count, and everybody concerned sees that.
    AtOnce {
        checked: Option<Checked>,
    },
    Confirmed {
        by: Id<User>,
        at: Timestamp,
    },
    /// Somebody does not know this colleague: the roles do not count.
    Refused {
        by: Id<User>,
        at: Timestamp,
    },
    /// Other roles were given, or the access ended, before anybody confirmed.
    Withdrawn {
        at: Timestamp,
    },
}

/// Somebody vouched afterwards for what had stood at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    pub by: Id<User>,
    pub at: Timestamp,
}

impl AppointmentState {
    /// Stable, for rows and pages.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::AtOnce { .. } => "at_once",
            Self::Confirmed { .. } => "confirmed",
            Self::Refused { .. } => "refused",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }
}

impl Appointment {
    /// A second person can still say something about it.
    pub fn is_open(&self) -> bool {
        matches!(
            self.state,
            AppointmentState::Waiting | AppointmentState::AtOnce { checked: None }
        )
    }

    /// A second person vouches for this colleague, whom they spoke to: `fits` says that the code is the colleague's.
    ///
    /// # Errors
    /// `AppointmentOwn`, `AppointmentGiver`, `AppointmentOver`, `AppointmentCode`.
    pub fn confirm(&self, by: Id<User>, fits: bool, now: Timestamp) -> Result<Self, Refusal> {
        self.open_to(by)?;
        if !fits {
            return Err(wrong_code());
        }
        let state = match self.state {
            AppointmentState::AtOnce { .. } => AppointmentState::AtOnce {
                checked: Some(Checked { by, at: now }),
            },
            _ => AppointmentState::Confirmed { by, at: now },
        };
        Ok(Self {
            state,
            ..self.clone()
        })
    }

    /// A second person does not know this colleague.
    ///
    /// # Errors
    /// `AppointmentOwn`, `AppointmentGiver`, `AppointmentOver`.
    pub fn refuse(&self, by: Id<User>, now: Timestamp) -> Result<Self, Refusal> {
        self.open_to(by)?;
        let state = AppointmentState::Refused { by, at: now };
        Ok(Self {
            state,
            ..self.clone()
        })
    }

    /// Who spoke as the second person.
    pub fn second(&self) -> Option<Id<User>> {
        match self.state {
            AppointmentState::AtOnce {
                checked: Some(Checked { by, .. }),
            }
            | AppointmentState::Confirmed { by, .. }
            | AppointmentState::Refused { by, .. } => Some(by),
            _ => None,
        }
    }

    /// Nothing waits any more; what stood at once stays seen.
    pub(super) fn withdrawn(&self, now: Timestamp) -> Option<Self> {
        (self.state == AppointmentState::Waiting).then(|| Self {
            state: AppointmentState::Withdrawn { at: now },
            ..self.clone()
        })
    }

    fn open_to(&self, by: Id<User>) -> Result<(), Refusal> {
        if by == self.user {
            return Err(own());
        }
        if by == self.by {
            return Err(giver());
        }
        if self.is_open() { Ok(()) } else { Err(over()) }
    }
}

/// What becomes of the roles that somebody is to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Weighed {
    /// They count at once: held already, or given by one person alone.
    pub stand: Vec<RoleCode>,
    pub wait: Vec<RoleCode>,
}

impl Weighed {
    /// `alone`: the roles that one person gives alone, as the mechanism says.
    pub fn of(wish: &[RoleCode], held: &[RoleCode], alone: &BTreeSet<RoleCode>) -> Self {
        let (stand, wait) = wish
            .iter()
            .cloned()
            .partition(|role| held.contains(role) || alone.contains(role));
        Self { stand, wait }
    }
}

/// The protection officer's role with one that it watches over, in one person.
pub fn held_together(roles: &[RoleCode]) -> bool {
    let holds = |code: &str| roles.iter().any(|role| role.0 == code);
    holds(APART.0) && APART.1.into_iter().any(holds)
}

/// # Errors
/// `RolesApart`, beside `roles`.
pub fn kept_apart(roles: &[RoleCode]) -> Result<(), Refusal> {
    if !held_together(roles) {
        return Ok(());
    }
    Err(Refusal::new(
        "RolesApart",
        "Le délégué à la protection des données contrôle les autres : il n’est ni gestionnaire de cas, ni superviseur, ni administrateur. Donnez ces rôles à deux personnes.",
        "The data-protection officer checks the others: they are neither case manager nor supervisor nor administrator. Give these roles to two people.",
    )
    .at("roles"))
}

fn own() -> Refusal {
    Refusal::new(
        "AppointmentOwn",
        "Vous ne pouvez pas confirmer vos propres rôles : quelqu’un d’autre le fait.",
        "You cannot confirm your own roles: somebody else does.",
    )
}

fn giver() -> Refusal {
    Refusal::new(
        "AppointmentGiver",
        "Vous avez donné ces rôles vous-même : une deuxième personne doit les confirmer.",
        "You gave these roles yourself: a second person has to confirm them.",
    )
}

fn over() -> Refusal {
    Refusal::new(
        "AppointmentOver",
        "Ces rôles n’attendent plus de confirmation.",
        "These roles do not wait for a confirmation any more.",
    )
}

fn wrong_code() -> Refusal {
    Refusal::new(
        "AppointmentCode",
        "Ce n’est pas le code de cette personne. Elle le lit sur sa page d’arrivée, une fois connectée.",
        "This is not the code of this person. They read it on the page where they arrive, once signed in.",
    )
    .at("code")
}
