//! What somebody tells without a name (security requirement 23): no account, no address of a computer, the day and not the
//! hour. Who told it comes back with a code that was shown once.

mod code;
mod form;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use relais_kernel::{Id, Mechanism, PublicRef, Refusal};
use relais_mechanism::CaseStep;
use serde::{Deserialize, Serialize};

pub use code::ReportCode;
pub use form::{ReportForm, ReportWish, words_of};

use crate::OrganisationId;

/// The most letters that one report holds, of both sides.
const MOST_LETTERS: usize = 60;

/// What is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportKind {
    /// Somebody is in danger or needs help.
    Danger,
    /// Somebody who works for the mechanism abuses people or their trust.
    Abuse,
}

impl ReportKind {
    pub const ALL: [Self; 2] = [Self::Danger, Self::Abuse];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Danger => "danger",
            Self::Abuse => "abuse",
        }
    }

    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The step whose roles read and answer it: complaints stay apart from the line of the cases (domain §1, R16).
    pub const fn step(self) -> CaseStep {
        match self {
            Self::Danger => CaseStep::AnswerReport,
            Self::Abuse => CaseStep::AnswerComplaint,
        }
    }
}

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportState {
    /// The organisation has to read and answer.
    Waiting,
    /// The person was answered and may write again.
    Answered,
    /// Nothing more is expected; what was written stays readable for both.
    Closed,
}

impl ReportState {
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Answered, Self::Closed];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Answered => "answered",
            Self::Closed => "closed",
        }
    }
}

/// Who wrote a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Teller,
    House,
}

/// One letter; its words lie sealed beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    pub id: PublicRef,
    pub from: Side,
    pub on: Date,
}

/// An anonymous report. Nothing in it or around it says when within a day it was written, or from where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnonymousReport {
    pub public_ref: PublicRef,
    pub mechanism: Id<Mechanism>,
    /// To whom it was told.
    pub organisation: OrganisationId,
    pub kind: ReportKind,
    pub state: ReportState,
    /// Oldest first; never empty.
    pub letters: Vec<Letter>,
}

impl AnonymousReport {
    /// The first letter.
    pub fn told(
        public_ref: PublicRef,
        (mechanism, organisation): (Id<Mechanism>, OrganisationId),
        kind: ReportKind,
        letter: (PublicRef, Date),
    ) -> Self {
        Self {
            public_ref,
            mechanism,
            organisation,
            kind,
            state: ReportState::Waiting,
            letters: vec![Letter {
                id: letter.0,
                from: Side::Teller,
                on: letter.1,
            }],
        }
    }

    pub fn told_on(&self) -> Option<Date> {
        self.letters.first().map(|letter| letter.on)
    }

    /// The person writes again. The same letter twice stands once.
    ///
    /// # Errors
    /// `ReportClosed`, `TooManyLetters`.
    pub fn add(&self, id: PublicRef, on: Date) -> Result<Self, Refusal> {
        self.with(id, Side::Teller, on, ReportState::Waiting)
    }

    /// The organisation answers; `close` says that nothing more is expected.
    ///
    /// # Errors
    /// `ReportClosed`, `TooManyLetters`.
    pub fn answer(&self, id: PublicRef, on: Date, close: bool) -> Result<Self, Refusal> {
        let then = match close {
            true => ReportState::Closed,
            false => ReportState::Answered,
        };
        self.with(id, Side::House, on, then)
    }

    fn with(&self, id: PublicRef, from: Side, on: Date, then: ReportState) -> Result<Self, Refusal> {
        if self.letters.iter().any(|letter| letter.id == id) {
            return Ok(self.clone());
        }
        if self.state == ReportState::Closed {
            return Err(closed());
        }
        if self.letters.len() >= MOST_LETTERS {
            return Err(too_many());
        }
        let mut next = self.clone();
        next.letters.push(Letter { id, from, on });
        next.state = then;
        Ok(next)
    }
}

fn closed() -> Refusal {
    Refusal::new(
        "ReportClosed",
        "Ce signalement est clos. Pour dire autre chose, faites un nouveau signalement.",
        "This report is closed. To tell something else, make a new one.",
    )
    .at("words")
}

fn too_many() -> Refusal {
    Refusal::new(
        "TooManyLetters",
        "Ce signalement est trop long. Faites-en un nouveau.",
        "This report has grown too long. Make a new one.",
    )
    .at("words")
}
