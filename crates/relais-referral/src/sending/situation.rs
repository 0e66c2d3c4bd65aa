use std::collections::BTreeSet;

use relais_casework::consent::{Asked, Assent, Cover, ExceptionState, LawfulException, Ledger, LegalBasis};
use relais_kernel::{Date, Id, Localised, Sensitivity, User};
use relais_mechanism::{DataCategory, FlowRules, OrganisationKey, Processing, Role};

/// Where the guard asks whether the person consented: the ledger of the case.
pub trait Consents {
    /// Whether consent covers receiver × purpose × categories on a day.
    fn cover(&self, asked: &Asked, day: Date) -> Cover;
}

impl Consents for Ledger {
    fn cover(&self, asked: &Asked, day: Date) -> Cover {
        Ledger::cover(self, asked, day)
    }
}

/// What stands in the place of consent where the law allows it (DP-05, DP-06).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exception {
    pub basis: LegalBasis,
    /// A justification was written down.
    pub justified: bool,
    /// Who authorised it; `None` while it is only asked for, or after it was not upheld.
    pub approved_by: Option<Id<User>>,
    /// The approver held the supervisor's role.
    pub by_supervisor: bool,
    /// For a firewall organisation: the data-protection officer reviewed the legal order (DP-15).
    pub order_reviewed_by: Option<Id<User>>,
}

impl From<&LawfulException> for Exception {
    /// The ledger takes no exception without a justification, and only a supervisor authorises one.
    fn from(exception: &LawfulException) -> Self {
        let authorised = match *exception.state() {
            ExceptionState::Authorised { act, .. } => Some(act),
            ExceptionState::Reviewed {
                authorised,
                upheld: true,
                ..
            } => Some(authorised),
            ExceptionState::Requested | ExceptionState::Declined { .. } | ExceptionState::Reviewed { .. } => {
                None
            }
        };
        Self {
            basis: exception.basis(),
            justified: true,
            approved_by: authorised.map(|act| act.by),
            by_supervisor: authorised.is_some(),
            order_reviewed_by: exception.order_reviewed_by(),
        }
    }
}

/// A field that is to be sent, without its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldClass {
    /// `None`: never released.
    pub category: Option<DataCategory>,
    pub sensitivity: Sensitivity,
}

/// What the directory and the definition say about the receiver at the moment of sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receiver {
    /// Under which the flow rules know the organisation.
    pub key: OrganisationKey,
    /// The entry is active: neither suspended, temporarily closed nor defunct.
    pub active: bool,
    pub capacity_closed: bool,
    /// Why the service does not take this person, in words; empty when it does.
    pub ineligible: Vec<Localised>,
    /// Police, gendarmerie, border, immigration, prosecution (decisions §15).
    pub firewall: bool,
}

/// What protects a person under the age of majority (DP-10, security requirement 24).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minor {
    /// A caregiver or guardian without conflict of interest consented.
    pub guardian_consents: bool,
    pub assent: Assent,
    /// Who decided in the child's best interests, where the caregiver is absent or suspected; empty: nobody.
    pub best_interests: BTreeSet<(Id<User>, Role)>,
}

impl Minor {
    /// At least two people decided, in two different roles.
    pub fn best_interests_decided(&self) -> bool {
        let all = &self.best_interests;
        all.iter()
            .any(|(who, role)| all.iter().any(|(other, their)| other != who && their != role))
    }
}

/// Everything the guard looks at, as it is at the moment of sending.
#[derive(Clone, Copy)]
pub struct Situation<'a> {
    /// Today where the mechanism is.
    pub today: Date,
    /// Who presses "send".
    pub sender: Id<User>,
    /// The sender is itself a firewall organisation.
    pub sender_firewall: bool,
    /// The fields that are to be sent.
    pub fields: &'a [FieldClass],
    pub ledger: &'a dyn Consents,
    pub exception: Option<Exception>,
    pub flow_rules: &'a FlowRules,
    /// Nothing under a definition that says nothing of its processing.
    pub processing: Option<&'a Processing>,
    pub receiver: &'a Receiver,
    /// `None` for an adult.
    pub minor: Option<&'a Minor>,
}
