use relais_kernel::{PublicRef, Refusal, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{OrganisationId, PCode, choices::choices};

choices! {
    /// How far somebody went to school or learnt a trade.
    Level {
        None "none" "sans diplôme" "no certificate",
        Primary "primary" "primaire" "primary",
        Secondary "secondary" "secondaire" "secondary",
        Vocational "vocational" "formation professionnelle" "vocational training",
        Higher "higher" "supérieur" "higher education",
    }
    /// What became of a proposal.
    CandidacyState {
        Proposed "proposed" "proposée" "proposed",
        Placed "placed" "placée" "placed",
        Refused "refused" "refusée" "refused",
        Withdrawn "withdrawn" "retirée" "withdrawn",
    }
    /// Why a partner refuses.
    Turned {
        Skills "skills" "compétences" "skills",
        Level "level" "niveau" "level",
        Distance "distance" "distance" "distance",
        Full "full" "plus de place" "no place left",
        Other "other" "autre" "other",
    }
}

/// What somebody can do, without who they are: nothing here names a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    pub skills: String,
    pub level: Option<Level>,
    pub region: Option<PCode>,
}

/// A profile that was proposed for an offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidacy {
    pub public_ref: PublicRef,
    pub offer: PublicRef,
    /// Whose people follow the person.
    pub from: OrganisationId,
    pub profile: Profile,
    pub state: CandidacyState,
    pub turned: Option<Turned>,
    pub made: Timestamp,
    pub answered: Option<Timestamp>,
}

impl Candidacy {
    /// # Errors
    /// When it was answered or withdrawn already.
    pub fn place(self, now: Timestamp) -> Result<Self, Refusal> {
        self.end(CandidacyState::Placed, None, now)
    }

    /// # Errors
    /// When it was answered or withdrawn already.
    pub fn refuse(self, why: Turned, now: Timestamp) -> Result<Self, Refusal> {
        self.end(CandidacyState::Refused, Some(why), now)
    }

    /// # Errors
    /// When it was answered or withdrawn already.
    pub fn withdraw(self, now: Timestamp) -> Result<Self, Refusal> {
        self.end(CandidacyState::Withdrawn, None, now)
    }

    fn end(mut self, state: CandidacyState, turned: Option<Turned>, now: Timestamp) -> Result<Self, Refusal> {
        if self.state != CandidacyState::Proposed {
            return Err(Refusal::new(
                "CandidacySettled",
                "Cette proposition a déjà reçu sa réponse.",
                "This proposal has been answered already.",
            ));
        }
        (self.state, self.turned, self.answered) = (state, turned, Some(now));
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use relais_kernel::Id;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_proposal_is_answered_once() {
        let now = Timestamp::UNIX_EPOCH;
        let proposed = Candidacy {
            public_ref: PublicRef::from_uuid(Uuid::from_u128(1)),
            offer: PublicRef::from_uuid(Uuid::from_u128(2)),
            from: Id::from_uuid(Uuid::from_u128(3)),
            profile: Profile::default(),
            state: CandidacyState::Proposed,
            turned: None,
            made: now,
            answered: None,
        };
        let all = [
            proposed.clone().place(now).unwrap(),
            proposed.clone().refuse(Turned::Skills, now).unwrap(),
            proposed.withdraw(now).unwrap(),
        ];
        for ended in all {
            assert!(ended.clone().place(now).is_err());
            assert!(ended.clone().refuse(Turned::Other, now).is_err());
            assert!(ended.withdraw(now).is_err());
        }
    }
}
