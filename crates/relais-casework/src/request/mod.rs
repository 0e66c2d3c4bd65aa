//! What the person asks about her data: to see them, correct them, erase them, take them along, or to object (DP-24,
//! DP-25). A request has a day by which it is answered; what was asked and why it was answered so are sealed beside it.

mod refusal;
mod state;
#[cfg(test)]
mod tests;

pub use state::{RefusalGround, RequestState};

use jiff::{Timestamp, civil::Date};
use relais_kernel::{Id, Mechanism, Refusal, Span, WorkCalendar};
use serde::{Deserialize, Serialize};

use crate::{
    CaseId,
    actor::{Act, By, someone_else},
};

/// The key of a request.
pub type RequestId = Id<Request>;

/// A closed list that forms and programs name by code.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident { $($variant:ident = $code:literal,)* })*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $(#[serde(rename = $code)] $variant,)* }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            pub fn of(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.code() == code)
            }
        }
    )* };
}
pub(crate) use codes;

codes! {
    /// The person's right that is used.
    RequestKind {
        Access = "access",
        Rectification = "rectification",
        Erasure = "erasure",
        Portability = "portability",
        Objection = "objection",
    }
    /// Who asks.
    Asker {
        Person = "person",
        Guardian = "guardian",
    }
    /// How it was made sure that they are who they say (DP-24).
    IdentityCheck {
        Known = "known",
        Document = "document",
        Questions = "questions",
    }
    /// How it was asked.
    AskedBy {
        InPerson = "in_person",
        Telephone = "phone",
        Letter = "letter",
        Message = "message",
    }
}

/// How a request came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub kind: RequestKind,
    pub asker: Asker,
    pub way: AskedBy,
    pub check: IdentityCheck,
    pub on: Date,
}

/// A request, without a word of what was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    pub id: RequestId,
    pub case: CaseId,
    pub mechanism: Id<Mechanism>,
    pub asked: Asked,
    pub recorded: Act,
    /// The last day for an answer.
    pub due: Date,
    pub state: RequestState,
    /// Grows by one with every change.
    pub version: u64,
}

/// A decision on a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Grant,
    Refuse {
        ground: RefusalGround,
        /// When the refusal is looked at again; an erasure is not refused for ever (DP-25).
        review: Option<Date>,
    },
}

impl Request {
    /// Records what was asked. The time to answer runs from the day of asking, not from that of recording.
    ///
    /// # Errors
    /// `InTheFuture` for a day that is still to come; `PersonNeeded` for the clock.
    pub fn record(
        id: RequestId,
        (case, mechanism): (CaseId, Id<Mechanism>),
        asked: Asked,
        by: &By,
        (now, within, calendar): (Timestamp, Span, &WorkCalendar),
    ) -> Result<Self, Refusal> {
        if asked.on > calendar.date_of(now) {
            return Err(refusal::in_the_future());
        }
        Ok(Self {
            id,
            case,
            mechanism,
            asked,
            recorded: Act {
                by: by.user()?,
                at: now,
            },
            due: due(asked.on, within, calendar),
            state: RequestState::Open,
            version: 1,
        })
    }

    /// Answers it. Somebody else does than who recorded it.
    ///
    /// # Errors
    /// `RequestDecided`; `SecondPersonNeeded`; `ReviewDateMissing` and `ReviewDatePast` for a refused erasure.
    pub fn decide(&self, decision: Decision, by: &By, now: Timestamp, today: Date) -> Result<Self, Refusal> {
        let RequestState::Open = self.state else {
            return Err(refusal::decided());
        };
        let act = Act {
            by: by.user()?,
            at: now,
        };
        someone_else(self.recorded.by, act.by)?;
        let state = match decision {
            // What is erased is erased with the decision.
            Decision::Grant if self.asked.kind == RequestKind::Erasure => RequestState::Done {
                granted: act,
                done: act,
            },
            Decision::Grant => RequestState::Granted { act },
            Decision::Refuse { ground, review } => {
                if self.asked.kind == RequestKind::Erasure && review.is_none() {
                    return Err(refusal::review_missing());
                }
                if review.is_some_and(|on| on <= today) {
                    return Err(refusal::review_past());
                }
                RequestState::Refused { act, ground, review }
            }
        };
        Ok(self.moved(state))
    }

    /// What was granted was done: the copy handed over, the data corrected, the use ended.
    ///
    /// # Errors
    /// `RequestNotGranted`.
    pub fn carry_out(&self, by: &By, now: Timestamp) -> Result<Self, Refusal> {
        let RequestState::Granted { act: granted } = self.state else {
            return Err(refusal::not_granted());
        };
        let done = Act {
            by: by.user()?,
            at: now,
        };
        Ok(self.moved(RequestState::Done { granted, done }))
    }

    /// The person no longer wants it.
    ///
    /// # Errors
    /// `RequestDecided` once it was answered.
    pub fn take_back(&self, by: &By, now: Timestamp) -> Result<Self, Refusal> {
        let RequestState::Open = self.state else {
            return Err(refusal::decided());
        };
        let act = Act {
            by: by.user()?,
            at: now,
        };
        Ok(self.moved(RequestState::TakenBack { act }))
    }

    /// Past its day, and somebody still owes something.
    pub fn is_late(&self, today: Date) -> bool {
        self.state.is_open() && self.due < today
    }

    fn moved(&self, state: RequestState) -> Self {
        Self {
            state,
            version: self.version + 1,
            ..self.clone()
        }
    }
}

fn due(on: Date, within: Span, calendar: &WorkCalendar) -> Date {
    let days = match within {
        Span::Days(days) => days,
        Span::Hours(hours) => hours.div_ceil(24),
        // Counted from the first instant of the day, as a person counts.
        Span::WorkingDays(_) => {
            let zone = jiff::tz::TimeZone::get(&calendar.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
            let start = on
                .to_zoned(zone)
                .map_or(Timestamp::UNIX_EPOCH, |day| day.timestamp());
            return calendar.date_of(within.after(start, calendar));
        }
    };
    on.checked_add(jiff::Span::new().days(i64::from(days)))
        .unwrap_or(Date::MAX)
}
