use std::collections::BTreeSet;

use jiff::Timestamp;
use relais_kernel::Refusal;
use relais_mechanism::{CaseStep, CaseSteps, Role};
use serde::{Deserialize, Serialize};

use crate::{OrganisationId, UserId};

/// Who does something: a person with an account, in the name of an organisation, or the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    User {
        user: UserId,
        organisation: OrganisationId,
        roles: BTreeSet<Role>,
    },
    /// A job of the program (archiving, expiry).
    Clock,
}

impl By {
    /// The user, or a refusal where only a person can act.
    ///
    /// # Errors
    /// `PersonNeeded` for the clock.
    pub fn user(&self) -> Result<UserId, Refusal> {
        match self {
            Self::User { user, .. } => Ok(*user),
            Self::Clock => Err(Refusal::new(
                "PersonNeeded",
                "Seule une personne peut faire cela, pas une tâche automatique.",
                "Only a person can do this, not an automatic task.",
            )),
        }
    }

    pub fn has(&self, role: Role) -> bool {
        matches!(self, Self::User { roles, .. } if roles.contains(&role))
    }

    /// Whether the mechanism lets this actor do the step (domain §2.1, column "who").
    ///
    /// # Errors
    /// `RoleMayNot`.
    pub fn may(&self, step: CaseStep, steps: &CaseSteps) -> Result<(), Refusal> {
        let allowed = match self {
            Self::User { roles, .. } => roles.iter().any(|role| steps.may(*role, step)),
            Self::Clock => steps.workflow.steps.get(&step).is_some_and(|rule| rule.by_clock),
        };
        if allowed {
            return Ok(());
        }
        Err(Refusal::new(
            "RoleMayNot",
            "Votre rôle ne permet pas de faire cela sur un dossier.",
            "Your role does not allow this on a case.",
        ))
    }
}

/// Who did something, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    pub by: UserId,
    pub at: Timestamp,
}

/// Two persons are needed: the one who approves is not the one who asked (domain §1, R05).
///
/// # Errors
/// `SecondPersonNeeded`.
pub fn someone_else(asked: UserId, approves: UserId) -> Result<(), Refusal> {
    if asked != approves {
        return Ok(());
    }
    Err(Refusal::new(
        "SecondPersonNeeded",
        "Une autre personne doit valider : vous ne pouvez pas approuver votre propre demande.",
        "Someone else has to approve: you cannot approve your own request.",
    ))
}
