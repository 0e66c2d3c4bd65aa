//! An organisation that was given something of an erased case was told to erase it too, and says that it did
//! (requirement 44). A notice knows the organisations and the days, and no word of the person.

mod refusal;
#[cfg(test)]
mod tests;

use jiff::{Timestamp, civil::Date};
use relais_kernel::{self as kernel, Case, Id, Mechanism, Organisation, Refusal, User, WorkCalendar};
use relais_mechanism::Role;
use serde::{Deserialize, Serialize};

use crate::{
    packages::carries_contact,
    referral::{AnswerVia, Decision, Referral},
};

/// The key of a notice.
pub type NoticeId = Id<ErasureNotice>;

/// One organisation that was told to erase what it holds of one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureNotice {
    pub id: NoticeId,
    pub case: Id<Case>,
    pub mechanism: Id<Mechanism>,
    /// Who had the case when it was erased.
    pub owner: Id<Organisation>,
    /// Who was given something.
    pub holder: Id<Organisation>,
    /// The first referral by which that was given.
    pub referral: Id<kernel::Referral>,
    pub told_at: Timestamp,
    /// Until when the holder confirms: the time that it has to confirm a recall.
    pub due: Timestamp,
    pub state: NoticeState,
    /// Grows by one with every change.
    pub version: u64,
}

/// Whether the holder has confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum NoticeState {
    Awaited,
    Confirmed { at: Timestamp, by: Confirmer },
}

/// Who said that everything is erased, and by which way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum Confirmer {
    /// Somebody of the holder, at its page.
    Member { user: Id<User>, role: Role },
    /// A partner without an account.
    Partner {
        link: Id<kernel::AnswerLink>,
        via: AnswerVia,
    },
    /// Somebody of the owner, who writes down what the holder said by telephone.
    Telephone { user: Id<User>, role: Role, on: Date },
}

impl Confirmer {
    /// The way in the journal and for programs.
    pub const fn way(&self) -> &'static str {
        match self {
            Self::Member { .. } => "member",
            Self::Partner { via, .. } => via.code(),
            Self::Telephone { .. } => "telephone",
        }
    }
}

impl ErasureNotice {
    /// Takes the holder's word that nothing is left with it.
    ///
    /// # Errors
    /// `ErasureConfirmed`; for a word by telephone `InTheFuture` and `BeforeNotice`.
    pub fn confirm(&self, by: Confirmer, now: Timestamp, calendar: &WorkCalendar) -> Result<Self, Refusal> {
        let NoticeState::Awaited = self.state else {
            return Err(refusal::confirmed());
        };
        if let Confirmer::Telephone { on, .. } = by {
            if on > calendar.date_of(now) {
                return Err(refusal::in_the_future());
            }
            if on < calendar.date_of(self.told_at) {
                return Err(refusal::before_notice());
            }
        }
        Ok(Self {
            state: NoticeState::Confirmed { at: now, by },
            version: self.version + 1,
            ..self.clone()
        })
    }

    pub const fn is_awaited(&self) -> bool {
        matches!(self.state, NoticeState::Awaited)
    }

    /// The holder had time, and has not confirmed.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.is_awaited() && self.due < now
    }
}

/// The receiver accepted, and with that could open what was consented; or it had the contact of an emergency.
pub fn was_given(referral: &Referral) -> bool {
    let contact = referral
        .clearance
        .as_ref()
        .is_some_and(|clearance| carries_contact(referral.priority, clearance));
    let sent = referral.milestones.sent_at.is_some();
    sent && (contact || referral.milestones.decision == Some(Decision::Accepted))
}
