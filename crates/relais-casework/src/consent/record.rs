use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date};
use relais_mechanism::{DataCategory, Purpose};
use serde::{Deserialize, Serialize};

use super::{Party, Receiver, Terms};
use crate::{CaseId, ConsentId, OrganisationId, UserId, actor::Act};

/// Where a record of the ledger stands (domain §2.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ConsentState {
    Given,
    /// The person was asked and said no. Kept as such; it costs her nothing (DP-09).
    Refused,
    /// Given, and narrowed since.
    Amended {
        at: Timestamp,
    },
    Withdrawn {
        at: Timestamp,
        by: UserId,
    },
    Expired {
        at: Timestamp,
    },
    Superseded {
        at: Timestamp,
        by: ConsentId,
    },
}

impl ConsentState {
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Refused => "refused",
            Self::Amended { .. } => "amended",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Expired { .. } => "expired",
            Self::Superseded { .. } => "superseded",
        }
    }
}

/// Something taken back from a consent: it can only become narrower.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Narrowing {
    pub act: Act,
    pub recipients: BTreeSet<OrganisationId>,
    pub categories: BTreeSet<DataCategory>,
    pub withheld_from: BTreeSet<Party>,
    /// A nearer last day.
    pub expires: Option<Date>,
}

/// One record of the ledger: one purpose, asked once. What was said first stays as it was; what was taken back
/// since stands beside it, so that nothing is ever erased (security requirement 20).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    id: ConsentId,
    case: CaseId,
    terms: Terms,
    state: ConsentState,
    narrowings: Vec<Narrowing>,
}

impl Consent {
    pub(super) fn new(id: ConsentId, case: CaseId, terms: Terms, state: ConsentState) -> Self {
        Self {
            id,
            case,
            terms,
            state,
            narrowings: Vec::new(),
        }
    }

    pub fn id(&self) -> ConsentId {
        self.id
    }

    pub fn case(&self) -> CaseId {
        self.case
    }

    pub fn purpose(&self) -> &Purpose {
        &self.terms.purpose
    }

    /// What was said when the record was made; see [`Self::categories`] and [`Self::reaches`] for what holds now.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    pub fn state(&self) -> &ConsentState {
        &self.state
    }

    pub fn narrowings(&self) -> &[Narrowing] {
        &self.narrowings
    }

    /// The last day, as narrowed.
    pub fn expires(&self) -> Date {
        self.narrowings
            .iter()
            .filter_map(|n| n.expires)
            .fold(self.terms.term.expires, Date::min)
    }

    /// Neither taken back nor replaced nor refused; the calendar may still have passed it.
    pub fn stands(&self) -> bool {
        matches!(self.state, ConsentState::Given | ConsentState::Amended { .. })
    }

    /// In force on that day.
    pub fn in_force(&self, day: Date) -> bool {
        self.stands() && self.terms.term.starts <= day && day <= self.expires()
    }

    /// The categories of data that are still open.
    pub fn categories(&self) -> impl Iterator<Item = &DataCategory> {
        self.terms
            .categories
            .iter()
            .filter(|c| !self.narrowings.iter().any(|n| n.categories.contains(*c)))
    }

    /// Whether the receiver is among those to whom the data may still go.
    pub fn reaches(&self, receiver: &Receiver) -> bool {
        self.terms.recipients.lists(receiver)
            && !self
                .narrowings
                .iter()
                .any(|n| n.recipients.contains(&receiver.organisation))
    }

    /// The organisations named as receivers that it still reaches.
    pub fn still_named(&self) -> impl Iterator<Item = &OrganisationId> {
        let taken_back = |o: &OrganisationId| self.narrowings.iter().any(|n| n.recipients.contains(o));
        self.terms
            .recipients
            .organisations
            .iter()
            .filter(move |o| !taken_back(o))
    }

    /// Those from whom something is kept. A withdrawn or expired record keeps them: taking consent back opens
    /// nothing (DP-14).
    pub fn withheld_from(&self) -> impl Iterator<Item = &Party> {
        self.terms
            .withheld_from
            .iter()
            .chain(self.narrowings.iter().flat_map(|n| &n.withheld_from))
    }

    /// Whether an organisation, or the person in it who would read, is on the "withheld from" list.
    pub fn is_withheld_from(&self, receiver: &Receiver) -> bool {
        self.withheld_from().any(|party| match party {
            Party::Organisation(organisation) => *organisation == receiver.organisation,
            Party::User(user) => receiver.user == Some(*user),
        })
    }

    pub(super) fn with_state(&self, state: ConsentState) -> Self {
        Self {
            state,
            ..self.clone()
        }
    }

    pub(super) fn narrowed(&self, narrowing: Narrowing) -> Self {
        let at = narrowing.act.at;
        let mut next = self.with_state(ConsentState::Amended { at });
        next.narrowings.push(narrowing);
        next
    }

    /// Nobody and nothing is left of it.
    pub(super) fn is_spent(&self) -> bool {
        self.categories().next().is_none()
            || (self.terms.recipients.receivers_of.is_empty() && self.still_named().next().is_none())
    }
}
