mod order;

pub use order::LegalOrder;

use jiff::Timestamp;
use relais_kernel::{Refusal, WorkCalendar};
use relais_mechanism::{CaseDeadlines, Purpose, Role};
use serde::{Deserialize, Serialize};

use super::{Ledger, Person, Receiver};
use crate::{
    CaseId, ExceptionId, OrganisationId,
    actor::{Act, By, someone_else},
};

/// The only reasons for which data may flow without consent; convenience and statistics are none (DP-06).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegalBasis {
    VitalInterest,
    /// Of a child only.
    #[serde(rename = "child_best_interests")]
    BestInterests,
    LegalObligation,
}

impl LegalBasis {
    pub const ALL: [Self; 3] = [Self::VitalInterest, Self::BestInterests, Self::LegalObligation];

    pub const fn code(self) -> &'static str {
        match self {
            Self::VitalInterest => "vital_interest",
            Self::BestInterests => "child_best_interests",
            Self::LegalObligation => "legal_obligation",
        }
    }

    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|basis| basis.code() == code)
    }
}

/// How far an exception has come (security requirement 19).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ExceptionState {
    Requested,
    /// In use; the supervisor looks at it again before `review_by` (DP-05).
    Authorised {
        act: Act,
        review_by: Timestamp,
    },
    Declined {
        act: Act,
    },
    Reviewed {
        authorised: Act,
        reviewed: Act,
        upheld: bool,
    },
}

/// Data flow to one receiver for one purpose without consent, on a legal basis, asked by one person and
/// authorised by another (DP-05, DP-06, security requirement 19). The justification is a narrative: it is
/// sealed and stands beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LawfulException {
    id: ExceptionId,
    case: CaseId,
    purpose: Purpose,
    receiver: OrganisationId,
    basis: LegalBasis,
    requested: Act,
    state: ExceptionState,
    /// Of a body behind the firewall alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    order: Option<LegalOrder>,
}

/// A request for an exception, before it is checked.
#[derive(Clone)]
pub struct Plea<'a> {
    pub id: ExceptionId,
    pub purpose: Purpose,
    pub receiver: OrganisationId,
    pub basis: LegalBasis,
    /// Has to be there; it is sealed, not kept here.
    pub justification: &'a str,
    pub requested: Act,
}

impl LawfulException {
    /// Asks for an exception. The person's age and the majority decide whether a child's best interests can be
    /// invoked.
    ///
    /// # Errors
    /// `JustificationMissing`; `NoExceptionForPurpose` for statistics, research and testimony (DP-06);
    /// `ChildrenOnly`; `ConsentWithheld` for someone on a "withheld from" list (DP-14).
    pub fn request(plea: Plea<'_>, ledger: &Ledger, person: Person, majority: u8) -> Result<Self, Refusal> {
        let Plea {
            id,
            purpose,
            receiver,
            basis,
            justification,
            requested,
        } = plea;
        if justification.trim().is_empty() {
            return Err(justification_missing());
        }
        if [Purpose::STATISTICS, Purpose::RESEARCH, Purpose::TESTIMONY].contains(&purpose) {
            return Err(no_exception_for_purpose());
        }
        if basis == LegalBasis::BestInterests && person.age.is_none_or(|age| age >= majority) {
            return Err(children_only());
        }
        if !ledger.withheld(&Receiver::organisation(receiver)).is_empty() {
            return Err(withheld());
        }
        let state = ExceptionState::Requested;
        Ok(Self {
            id,
            case: ledger.case(),
            purpose,
            receiver,
            basis,
            requested,
            state,
            order: None,
        })
    }

    pub fn id(&self) -> ExceptionId {
        self.id
    }

    pub fn case(&self) -> CaseId {
        self.case
    }

    pub fn purpose(&self) -> &Purpose {
        &self.purpose
    }

    pub fn receiver(&self) -> OrganisationId {
        self.receiver
    }

    pub fn basis(&self) -> LegalBasis {
        self.basis
    }

    pub fn requested(&self) -> Act {
        self.requested
    }

    pub fn state(&self) -> &ExceptionState {
        &self.state
    }

    /// Whether data may flow on it.
    pub fn in_force(&self) -> bool {
        matches!(
            self.state,
            ExceptionState::Authorised { .. } | ExceptionState::Reviewed { upheld: true, .. }
        )
    }

    /// Whether it opens this receiver and purpose.
    pub fn opens(&self, receiver: OrganisationId, purpose: &Purpose) -> bool {
        self.in_force() && self.receiver == receiver && self.purpose == *purpose
    }

    /// The supervisor lets it happen, and has to look at it again within 72 h (DP-05).
    ///
    /// # Errors
    /// `SupervisorNeeded`, `SecondPersonNeeded`, `AlreadyDecided`.
    pub fn authorise(
        &self,
        by: &By,
        deadlines: &CaseDeadlines,
        calendar: &WorkCalendar,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        let act = self.decide(by, now)?;
        let review_by = deadlines.exception_review.after(now, calendar);
        Ok(Self {
            state: ExceptionState::Authorised { act, review_by },
            ..self.clone()
        })
    }

    /// The supervisor says no.
    ///
    /// # Errors
    /// `SupervisorNeeded`, `SecondPersonNeeded`, `AlreadyDecided`.
    pub fn decline(&self, by: &By, now: Timestamp) -> Result<Self, Refusal> {
        let act = self.decide(by, now)?;
        Ok(Self {
            state: ExceptionState::Declined { act },
            ..self.clone()
        })
    }

    /// The later look: was it right? An exception that is not upheld opens nothing any more.
    ///
    /// # Errors
    /// `SupervisorNeeded`, `SecondPersonNeeded`, `AlreadyDecided`.
    pub fn review(&self, by: &By, upheld: bool, now: Timestamp) -> Result<Self, Refusal> {
        let ExceptionState::Authorised { act: authorised, .. } = self.state else {
            return Err(already_decided());
        };
        let reviewed = self.supervisor(by, now)?;
        Ok(Self {
            state: ExceptionState::Reviewed {
                authorised,
                reviewed,
                upheld,
            },
            ..self.clone()
        })
    }

    fn decide(&self, by: &By, now: Timestamp) -> Result<Act, Refusal> {
        if self.state != ExceptionState::Requested {
            return Err(already_decided());
        }
        self.supervisor(by, now)
    }

    fn supervisor(&self, by: &By, now: Timestamp) -> Result<Act, Refusal> {
        let user = by.user()?;
        if !by.has(Role::SUPERVISOR) {
            return Err(supervisor_needed());
        }
        someone_else(self.requested.by, user)?;
        Ok(Act { by: user, at: now })
    }
}

fn justification_missing() -> Refusal {
    Refusal::new(
        "JustificationMissing",
        "Expliquez pourquoi il faut agir sans le consentement de la personne.",
        "Explain why it is necessary to act without the person's consent.",
    )
    .at("justification")
}

fn no_exception_for_purpose() -> Refusal {
    Refusal::new(
        "NoExceptionForPurpose",
        "Aucune exception n’est possible pour cette finalité : il faut le consentement de la personne.",
        "No exception is possible for this purpose: the person's consent is needed.",
    )
    .at("purpose")
}

fn children_only() -> Refusal {
    Refusal::new(
        "ChildrenOnly",
        "L’intérêt supérieur de l’enfant ne vaut que pour une personne mineure.",
        "The best interests of the child can only be invoked for a minor.",
    )
    .at("legal_basis")
}

fn withheld() -> Refusal {
    Refusal::new(
        "ConsentWithheld",
        "La personne a demandé que rien ne soit transmis à cette structure.",
        "The person has asked that nothing goes to this organisation.",
    )
    .at("recipients")
}

fn supervisor_needed() -> Refusal {
    Refusal::new(
        "SupervisorNeeded",
        "Un superviseur doit autoriser cette exception.",
        "A supervisor has to authorise this exception.",
    )
}

fn already_decided() -> Refusal {
    Refusal::new(
        "AlreadyDecided",
        "Cette demande d’exception a déjà reçu une décision.",
        "This request for an exception has already been decided.",
    )
}
