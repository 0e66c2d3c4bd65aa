use std::collections::BTreeSet;

use relais_kernel::Refusal;
use serde::{Deserialize, Serialize};

use crate::{CaseId, UserId, actor::By};

/// Those who are named on a case as allowed to open its annexes (DP-12): persons, never roles or teams.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holders {
    pub case: CaseId,
    pub named: BTreeSet<UserId>,
}

impl Holders {
    /// The case manager who opens the first annex is its first holder.
    pub fn first(case: CaseId, user: UserId) -> Self {
        Self {
            case,
            named: [user].into(),
        }
    }

    /// Whether this person may open the annexes: being an administrator, a supervisor or a coordinator opens
    /// nothing.
    ///
    /// # Errors
    /// `NotFound`, the same as for a record that does not exist (security requirement 2).
    pub fn may_open(&self, by: &By) -> Result<(), Refusal> {
        match by {
            By::User { user, .. } if self.named.contains(user) => Ok(()),
            _ => Err(not_found()),
        }
    }

    /// A holder names another person.
    ///
    /// # Errors
    /// `NotFound` for someone who is no holder.
    pub fn name(&self, user: UserId, by: &By) -> Result<Self, Refusal> {
        self.may_open(by)?;
        let mut next = self.clone();
        next.named.insert(user);
        Ok(next)
    }

    /// A holder takes a name off; somebody has to remain.
    ///
    /// # Errors
    /// `NotFound` for someone who is no holder, `LastHolder`.
    pub fn strike(&self, user: UserId, by: &By) -> Result<Self, Refusal> {
        self.may_open(by)?;
        let mut next = self.clone();
        next.named.remove(&user);
        if next.named.is_empty() {
            return Err(Refusal::new(
                "LastHolder",
                "Il faut qu’au moins une personne garde l’accès à cette annexe.",
                "At least one person has to keep access to this annex.",
            ));
        }
        Ok(next)
    }
}

fn not_found() -> Refusal {
    Refusal::new(
        "NotFound",
        "Cette page n’existe pas.",
        "This page does not exist.",
    )
}
