//! Opening a case of another organisation in an emergency (DP-18, decisions §16, security requirements 26 to 28): one
//! case, one person, one hour, told at once to those who answer for it, and open to review until somebody answers.

mod form;
#[cfg(test)]
mod tests;

use jiff::{SignedDuration, Timestamp};
use relais_kernel::{Id, Mechanism, Refusal};
use serde::{Deserialize, Serialize};

pub use form::{OpeningForm, OpeningWish};

use crate::{CaseId, OpeningId, OrganisationId, UserId, actor::Act};

/// How long an opened case stays readable (decisions §16).
pub const OPEN_FOR: SignedDuration = SignedDuration::from_mins(60);
/// How many cases one person opens within an hour before it is unusual (security requirement 28).
pub const MOST_AN_HOUR: usize = 3;

/// Why it could not wait for the owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpeningReason {
    LifeInDanger,
    UrgentCare,
    /// Something has to be decided now, and nobody of the owner answers.
    OwnerOutOfReach,
}

impl OpeningReason {
    pub const ALL: [Self; 3] = [Self::LifeInDanger, Self::UrgentCare, Self::OwnerOutOfReach];

    pub const fn code(self) -> &'static str {
        match self {
            Self::LifeInDanger => "life_in_danger",
            Self::UrgentCare => "urgent_care",
            Self::OwnerOutOfReach => "owner_out_of_reach",
        }
    }

    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// Whether somebody who answers for the case has looked at the opening. It waits without an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "review", rename_all = "snake_case")]
pub enum OpeningReview {
    Waiting,
    Answered { act: Act, founded: bool },
}

/// One case that one person opened in an emergency. Its words are shared beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmergencyOpening {
    pub id: OpeningId,
    pub case: CaseId,
    pub mechanism: Id<Mechanism>,
    /// That of the person who opened.
    pub organisation: OrganisationId,
    pub opened: Act,
    pub reason: OpeningReason,
    /// The person had opened as many as is usual within the hour: an alert for the officer.
    pub unusual: bool,
    pub review: OpeningReview,
}

impl EmergencyOpening {
    /// When it closes by itself.
    pub fn until(&self) -> Timestamp {
        self.opened.at.checked_add(OPEN_FOR).unwrap_or(self.opened.at)
    }

    pub fn is_live(&self, now: Timestamp) -> bool {
        self.opened.at <= now && now < self.until()
    }

    pub fn waits(&self) -> bool {
        self.review == OpeningReview::Waiting
    }

    /// The word of somebody who answers for the case: of its owner, or the protection officer; never of the
    /// organisation that opened.
    ///
    /// # Errors
    /// `OwnOpening`, `AlreadyReviewed`, `ReasonMissing`.
    pub fn answer(
        &self,
        (by, of): (UserId, OrganisationId),
        founded: bool,
        words: &str,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        if of == self.organisation {
            return Err(own_opening());
        }
        if !self.waits() {
            return Err(already_reviewed());
        }
        if words.trim().is_empty() {
            return Err(words_missing());
        }
        let act = Act { by, at: now };
        Ok(Self {
            review: OpeningReview::Answered { act, founded },
            ..self.clone()
        })
    }
}

/// What a person opened within the last hour, newest first. An accident at sea brings many at once, so nobody is stopped;
/// but the officer sees it, and each one more has to be proven to be the person's own (security requirement 28).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LastHour {
    pub count: usize,
    pub last: Option<Timestamp>,
}

impl LastHour {
    /// The next opening is one more than usual.
    pub const fn is_full(self) -> bool {
        self.count >= MOST_AN_HOUR
    }

    /// A proof given at this instant is enough for the next opening.
    pub fn accepts(self, proved_at: Timestamp) -> bool {
        !self.is_full() || self.last.is_none_or(|last| proved_at > last)
    }
}

fn own_opening() -> Refusal {
    Refusal::new(
        "OwnOpening",
        "Cette ouverture vient de votre structure : c’est à une autre de l’examiner.",
        "This opening came from your organisation: another one has to review it.",
    )
}

fn already_reviewed() -> Refusal {
    Refusal::new(
        "AlreadyReviewed",
        "Cette ouverture a déjà été examinée.",
        "This opening has already been reviewed.",
    )
}

fn words_missing() -> Refusal {
    Refusal::new(
        "ReasonMissing",
        "Écrivez ce que vous avez vérifié et ce que vous en concluez.",
        "Write what you checked and what you conclude.",
    )
    .at("words")
}
