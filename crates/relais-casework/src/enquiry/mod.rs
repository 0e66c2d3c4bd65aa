//! What a body behind the firewall asks of one organisation, in writing (security requirements 13 and 14, DP-15). Two
//! people answer, of whom one is the protection officer; the asking body reads nothing before, and reads the same
//! whether nobody is known, nothing may be told or nobody has answered.

mod proposal;
mod refusal;
#[cfg(test)]
mod tests;

pub use proposal::{Ground, Proposal};

use jiff::{Timestamp, civil::Date};
use relais_kernel::{Id, Mechanism, Refusal, Span, WorkCalendar};
use serde::{Deserialize, Serialize};

use crate::{
    CaseId, ConsentId, OrganisationId,
    actor::{Act, By, someone_else},
    request::codes,
};

/// The key of an enquiry.
pub type EnquiryId = Id<Enquiry>;

codes! {
    /// What the asking body rests on.
    EnquiryBasis {
        Order = "order",
        Consent = "consent",
    }
}

/// An enquiry, without a word of what was asked. Nothing that stands here says whether the person is known before she
/// was told of: who takes the database away reads no more than who asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enquiry {
    pub id: EnquiryId,
    pub mechanism: Id<Mechanism>,
    /// The asking body.
    pub from: OrganisationId,
    /// The one organisation that is asked.
    pub to: OrganisationId,
    pub basis: EnquiryBasis,
    pub asked: Act,
    /// The last day on which the asking body reads that its request is looked at, whatever was answered.
    pub due: Date,
    /// The last day on which the asking body may read and keep what it was told.
    pub until: Date,
    pub state: EnquiryState,
    /// Grows by one with every change.
    pub version: u64,
}

/// How far an enquiry has come, with the facts of that state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum EnquiryState {
    /// The organisation owes an answer.
    Open,
    /// The officer did not agree, or what was proposed is no more: the organisation owes another answer.
    Returned { at: Timestamp },
    /// The officer owes a word. What is proposed is sealed.
    Proposed { act: Act },
    /// Two people agreed to tell nothing.
    Withheld { proposed: Act, agreed: Act },
    /// Two people agreed to tell something.
    Told {
        proposed: Act,
        agreed: Act,
        ground: Ground,
        case: CaseId,
        consent: Option<ConsentId>,
    },
    /// The asking body no longer wants it.
    TakenBack { act: Act },
}

impl EnquiryState {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Returned { .. } => "returned",
            Self::Proposed { .. } => "proposed",
            Self::Withheld { .. } => "withheld",
            Self::Told { .. } => "told",
            Self::TakenBack { .. } => "taken_back",
        }
    }

    /// Somebody still owes something.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Returned { .. } | Self::Proposed { .. })
    }

    /// The organisation owes an answer.
    pub const fn awaits_answer(self) -> bool {
        matches!(self, Self::Open | Self::Returned { .. })
    }

    /// The officer owes a word.
    pub const fn awaits_officer(self) -> bool {
        matches!(self, Self::Proposed { .. })
    }
}

/// All that the asking body may know of how far its request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reading {
    Waiting,
    /// Nobody is known, nothing may be told, or nobody has answered: it is not said which.
    Nothing,
    Told,
    /// It was told, and the time to keep it is over.
    Over,
    TakenBack,
}

impl Reading {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Nothing => "nothing",
            Self::Told => "told",
            Self::Over => "over",
            Self::TakenBack => "taken_back",
        }
    }
}

/// What is asked, of whom, until when it would be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewEnquiry {
    pub mechanism: Id<Mechanism>,
    pub from: OrganisationId,
    pub to: OrganisationId,
    pub basis: EnquiryBasis,
    pub until: Date,
}

impl Enquiry {
    /// The case that the asking body was told of, once it was.
    pub const fn told_of(&self) -> Option<CaseId> {
        match self.state {
            EnquiryState::Told { case, .. } => Some(case),
            _ => None,
        }
    }

    /// Asks. The day of the answer follows from the definition, never from what is asked.
    ///
    /// # Errors
    /// `UntilTooSoon` when the answer would be over before it can be read; `PersonNeeded` for the clock.
    pub fn ask(
        id: EnquiryId,
        new: NewEnquiry,
        by: &By,
        (now, within, calendar): (Timestamp, Span, &WorkCalendar),
    ) -> Result<Self, Refusal> {
        let due = calendar.date_of(within.after(now, calendar));
        if new.until <= due {
            return Err(refusal::until_too_soon(due));
        }
        Ok(Self {
            id,
            mechanism: new.mechanism,
            from: new.from,
            to: new.to,
            basis: new.basis,
            asked: Act {
                by: by.user()?,
                at: now,
            },
            due,
            until: new.until,
            state: EnquiryState::Open,
            version: 1,
        })
    }

    /// The organisation that was asked says what it would answer.
    ///
    /// # Errors
    /// `EnquiryAnswered`; of [`Proposal::check`].
    pub fn propose(
        &self,
        proposal: &Proposal,
        by: &By,
        (now, today): (Timestamp, Date),
    ) -> Result<Self, Refusal> {
        if !self.state.awaits_answer() {
            return Err(refusal::answered());
        }
        proposal.check(self, today)?;
        let act = Act {
            by: by.user()?,
            at: now,
        };
        Ok(self.moved(EnquiryState::Proposed { act }))
    }

    /// The officer agrees to what is proposed: only now something is told, or is known to stay untold.
    ///
    /// # Errors
    /// `NothingProposed`; `SecondPersonNeeded` for who proposed it; of [`Proposal::check`].
    pub fn agree(
        &self,
        proposal: &Proposal,
        by: &By,
        (now, today): (Timestamp, Date),
    ) -> Result<Self, Refusal> {
        let (proposed, agreed) = self.reviewed(by, now)?;
        proposal.check(self, today)?;
        Ok(self.moved(match *proposal {
            Proposal::Unknown | Proposal::Refused => EnquiryState::Withheld { proposed, agreed },
            Proposal::Tell {
                ground,
                case,
                consent,
            } => EnquiryState::Told {
                proposed,
                agreed,
                ground,
                case,
                consent,
            },
        }))
    }

    /// The officer does not agree: the organisation answers anew.
    ///
    /// # Errors
    /// `NothingProposed`; `SecondPersonNeeded` for who proposed it.
    pub fn send_back(&self, by: &By, now: Timestamp) -> Result<Self, Refusal> {
        self.reviewed(by, now)?;
        Ok(self.moved(EnquiryState::Returned { at: now }))
    }

    /// What was proposed can no longer be told: the case was erased meanwhile.
    #[must_use]
    pub fn fall_back(&self, now: Timestamp) -> Self {
        self.moved(EnquiryState::Returned { at: now })
    }

    /// The asking body no longer wants it. Whether somebody has answered already changes nothing before the day of the
    /// answer, or this would tell.
    ///
    /// # Errors
    /// `EnquiryOver` once the asking body has read what came of it.
    pub fn take_back(&self, by: &By, now: Timestamp, today: Date) -> Result<Self, Refusal> {
        if self.reading(today) != Reading::Waiting {
            return Err(refusal::over());
        }
        let act = Act {
            by: by.user()?,
            at: now,
        };
        Ok(self.moved(EnquiryState::TakenBack { act }))
    }

    /// What the asking body reads on a day.
    pub fn reading(&self, today: Date) -> Reading {
        match self.state {
            EnquiryState::TakenBack { .. } => Reading::TakenBack,
            EnquiryState::Told { .. } if today > self.until => Reading::Over,
            EnquiryState::Told { .. } => Reading::Told,
            _ if today <= self.due => Reading::Waiting,
            _ => Reading::Nothing,
        }
    }

    /// Past its day, and somebody still owes something.
    pub fn is_late(&self, today: Date) -> bool {
        self.state.is_open() && self.due < today
    }

    /// Two people: the one who proposed, and the one who looks at it now.
    fn reviewed(&self, by: &By, now: Timestamp) -> Result<(Act, Act), Refusal> {
        let EnquiryState::Proposed { act } = self.state else {
            return Err(refusal::nothing_proposed());
        };
        let officer = by.user()?;
        someone_else(act.by, officer)?;
        let word = Act { by: officer, at: now };
        Ok((act, word))
    }

    fn moved(&self, state: EnquiryState) -> Self {
        Self {
            state,
            version: self.version + 1,
            ..self.clone()
        }
    }
}
