use std::collections::BTreeSet;

use relais_kernel::{Consent, Date, Id, Localised, Organisation, Sensitivity, User};
use relais_mechanism::{DataCategory, Role};

use crate::coded::coded;
use crate::referral::Words;

coded! {
    /// On what a person's data may be shared without consent (DP-06): nothing else, least of all convenience.
    ExceptionBasis {
        VitalInterest = "vital_interest", "intérêt vital", "vital interest";
        BestInterests = "best_interests", "intérêt supérieur de l’enfant", "best interests of the child";
        LegalObligation = "legal_obligation", "obligation légale", "legal obligation";
    }
    /// What the child says, in a way that suits its age (domain §3 F2).
    Assent {
        Given = "given", "donné", "given";
        Refused = "refused", "refusé", "refused";
        NotApplicable = "not_applicable", "sans objet", "not applicable";
    }
}

/// A consent of the ledger that covers this receiver and this purpose and has not been withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentCover {
    pub consent: Id<Consent>,
    /// The last day on which it holds.
    pub expires: Date,
    pub categories: BTreeSet<DataCategory>,
}

/// What stands in the place of consent where the law allows it (DP-05, DP-06).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    pub basis: ExceptionBasis,
    pub justification: Option<Words>,
    pub approved_by: Option<Id<User>>,
    /// The approver holds the supervisor's role in the sending organisation.
    pub by_supervisor: bool,
    /// For a firewall organisation: the data-protection officer reviewed the legal order (DP-15).
    pub reviewed_by_protection_officer: Option<Id<User>>,
}

/// A flow rule for the receiver and the purpose (decisions §14).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    pub categories: BTreeSet<DataCategory>,
    /// The last day.
    pub until: Date,
}

/// A field that is to be sent, without its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldClass {
    /// `None`: never released.
    pub category: Option<DataCategory>,
    pub sensitivity: Sensitivity,
}

/// What the directory says about the service at the moment of sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receiver {
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
    /// Stands in where the caregiver is absent or suspected.
    pub best_interests: Option<BestInterests>,
}

/// A best-interests decision: two people in two roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BestInterests {
    pub decided_by: Vec<(Id<User>, Role)>,
}

impl BestInterests {
    /// At least two different people in two different roles decided.
    pub fn stands(&self) -> bool {
        self.decided_by
            .iter()
            .any(|(who, role)| self.decided_by.iter().any(|(other, as_)| other != who && as_ != role))
    }
}

/// Everything the guard looks at, as it is at the moment of sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Situation {
    /// Today where the mechanism is.
    pub today: Date,
    /// Who presses "send".
    pub sender: Id<User>,
    /// The sender is itself a firewall organisation.
    pub sender_firewall: bool,
    /// The fields that are to be sent.
    pub fields: Vec<FieldClass>,
    pub consents: Vec<ConsentCover>,
    pub exception: Option<Exception>,
    pub flows: Vec<Flow>,
    /// Organisations that the person wants nothing to reach (DP-14).
    pub withheld_from: BTreeSet<Id<Organisation>>,
    pub receiver: Receiver,
    /// `None` for an adult.
    pub minor: Option<Minor>,
}
