use relais_mechanism::Purpose;
use serde::{Deserialize, Serialize};

use super::{Consent, Terms};
use crate::{ConsentId, OrganisationId};

/// How far a withdrawal goes (domain §3, F2): the rest stays as it is (DP-08).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    All,
    Purpose(Purpose),
    Recipient(OrganisationId),
}

/// What happened to the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event")]
pub enum ConsentEvent {
    ConsentGiven {
        consent: ConsentId,
        purpose: Purpose,
    },
    ConsentRefused {
        consent: ConsentId,
        purpose: Purpose,
    },
    ConsentAmended {
        consent: ConsentId,
    },
    /// `whole`: nothing is left of the record.
    ConsentWithdrawn {
        consent: ConsentId,
        scope: Scope,
        whole: bool,
    },
    ConsentExpired {
        consent: ConsentId,
    },
    ConsentSuperseded {
        consent: ConsentId,
        by: ConsentId,
    },
}

/// A consent to record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Giving {
    pub id: ConsentId,
    pub terms: Terms,
    /// The organisation of the person who takes it down.
    pub organisation: OrganisationId,
    /// The consent it takes the place of.
    pub replaces: Option<ConsentId>,
}

/// The records that an act made or changed, to be saved together, and what happened.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    pub records: Vec<Consent>,
    pub events: Vec<ConsentEvent>,
}

impl Written {
    pub(super) fn push(&mut self, record: Consent, event: ConsentEvent) {
        self.records.push(record);
        self.events.push(event);
    }
}
