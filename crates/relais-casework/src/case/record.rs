use jiff::Timestamp;
use relais_kernel::{Entropy, Id, Mechanism, PublicRef, ShortCode};
use serde::{Deserialize, Serialize};

use super::{Case, CaseEvent, CaseState, Change, ClearFacts};
use crate::{CaseId, OrganisationId, UserId, code::Code};

/// A documented attempt to reach the person (domain §2.1: lost contact).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    pub at: Timestamp,
    pub by: UserId,
    /// Visit, phone, message, through someone.
    pub channel: Code,
}

/// A person has been identified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCase {
    pub mechanism: Id<Mechanism>,
    pub owner: OrganisationId,
    pub facts: ClearFacts,
    pub by: UserId,
}

impl Case {
    /// Opens a case with a code of its own: nothing of the person stands in it.
    pub fn identify(new: NewCase, now: Timestamp, chance: &dyn Entropy) -> Change {
        let id = CaseId::new(now, chance);
        let case = Self {
            id,
            public_ref: PublicRef::new(chance),
            code: ShortCode::new(chance),
            mechanism: new.mechanism,
            owner: new.owner,
            manager: None,
            state: CaseState::Identified,
            facts: new.facts,
            identified_at: now,
            identified_by: new.by,
            attempts: Vec::new(),
            transfer: None,
            plan_version: 0,
            served_since: None,
            last_follow_up: None,
            barred: false,
            version: 1,
        };
        Change {
            events: vec![CaseEvent::CaseIdentified {
                urgent: case.facts.urgent,
            }],
            case,
        }
    }
}
