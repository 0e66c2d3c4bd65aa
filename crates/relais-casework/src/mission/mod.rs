//! What an interpreter or a driver is asked for: when, where, in which language (DP-40). A mission belongs to a case, and
//! nothing of it leads there: whoever does it learns neither whom it is for nor why.

mod betrayal;
mod refusal;
#[cfg(test)]
mod tests;

pub use betrayal::betrays;

use jiff::{SignedDuration, Timestamp};
use relais_kernel::{Id, Mechanism, Refusal, ShortCode, Span, WorkCalendar};
use relais_mechanism::CaseStep;
use serde::{Deserialize, Serialize};

use crate::{
    CaseId, OrganisationId, UserId,
    actor::{Act, By},
    request::codes,
};

/// The key of a mission.
pub type MissionId = Id<Mission>;

/// Longer is not one mission.
const LONGEST: SignedDuration = SignedDuration::from_hours(72);
/// Nobody is asked earlier than this before it begins.
const FURTHEST: SignedDuration = SignedDuration::from_hours(24 * 366);
/// Without an answer for so long, it waits for who ordered it.
const PATIENCE: SignedDuration = SignedDuration::from_hours(24);
/// Without an answer so shortly before it begins, it does too.
const SOON: SignedDuration = SignedDuration::from_hours(3);

codes! {
    MissionKind {
        Interpreter = "interpreter",
        Driver = "driver",
    }
    /// Why somebody does not take a mission, or gives it back. None of them says anything of a person.
    DeclineReason {
        NotFree = "not_free",
        TooFar = "too_far",
        OtherLanguage = "other_language",
        NoVehicle = "no_vehicle",
        // Would know somebody there, or be known.
        NotNeutral = "not_neutral",
        Other = "other",
    }
    /// Why a mission could not be done.
    FailureReason {
        NobodyCame = "nobody_came",
        PlaceNotFound = "place_not_found",
        RoadClosed = "road_closed",
        OtherLanguage = "other_language",
        Unsafe = "unsafe",
        Other = "other",
    }
}

impl MissionKind {
    /// The step whose roles do it.
    pub const fn step(self) -> CaseStep {
        match self {
            Self::Interpreter => CaseStep::Interpret,
            Self::Driver => CaseStep::Drive,
        }
    }
}

/// A mission, without a word of where and in which language: those are sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mission {
    pub id: MissionId,
    /// By which those involved speak of it. It is drawn, and follows from nothing.
    pub number: ShortCode,
    pub mechanism: Id<Mechanism>,
    pub case: CaseId,
    /// The organisation that ordered it.
    pub from: OrganisationId,
    pub receiver: UserId,
    pub receiver_of: OrganisationId,
    pub kind: MissionKind,
    pub begins: Timestamp,
    pub ends: Timestamp,
    /// Who ordered it, or changed its time last.
    pub ordered: Act,
    pub state: MissionState,
    /// Place and language are erased.
    pub forgotten: bool,
    /// Grows by one with every change.
    pub version: u64,
}

/// How far a mission has come, with the facts of that state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum MissionState {
    /// Nobody has answered.
    Ordered,
    Taken {
        at: Timestamp,
    },
    Declined {
        at: Timestamp,
        reason: DeclineReason,
    },
    Done {
        at: Timestamp,
    },
    Failed {
        at: Timestamp,
        reason: FailureReason,
    },
    Cancelled {
        act: Act,
    },
}

impl MissionState {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ordered => "ordered",
            Self::Taken { .. } => "taken",
            Self::Declined { .. } => "declined",
            Self::Done { .. } => "done",
            Self::Failed { .. } => "failed",
            Self::Cancelled { .. } => "cancelled",
        }
    }

    /// Whoever was asked still has something to do or to say.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Ordered | Self::Taken { .. })
    }

    /// The code of the reason, where the state has one.
    pub const fn reason(self) -> Option<&'static str> {
        match self {
            Self::Declined { reason, .. } => Some(reason.code()),
            Self::Failed { reason, .. } => Some(reason.code()),
            _ => None,
        }
    }
}

/// What somebody has to do about a mission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum MissionDuty {
    /// Take it or decline it: who was asked.
    Answer,
    /// Say how it went: who was asked.
    Tell,
    /// Nobody answers: who ordered it.
    Unanswered,
    /// Somebody else is needed: who ordered it.
    Replace,
}

/// What whoever was asked says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MissionAnswer {
    Take,
    Decline(DeclineReason),
    Done,
    Failed(FailureReason),
}

/// Who is asked, by whom, for what, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewMission {
    pub mechanism: Id<Mechanism>,
    pub case: CaseId,
    pub from: OrganisationId,
    pub receiver: UserId,
    pub receiver_of: OrganisationId,
    pub kind: MissionKind,
    pub begins: Timestamp,
    pub ends: Timestamp,
}

impl Mission {
    /// Asks somebody.
    ///
    /// # Errors
    /// `MissionInThePast`, `MissionTooFarAhead`, `MissionEndsFirst`, `MissionTooLong`; `PersonNeeded` for the clock.
    pub fn order(
        (id, number): (MissionId, ShortCode),
        new: NewMission,
        by: &By,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        possible(new.begins, new.ends, now)?;
        Ok(Self {
            id,
            number,
            mechanism: new.mechanism,
            case: new.case,
            from: new.from,
            receiver: new.receiver,
            receiver_of: new.receiver_of,
            kind: new.kind,
            begins: new.begins,
            ends: new.ends,
            ordered: Act {
                by: by.user()?,
                at: now,
            },
            state: MissionState::Ordered,
            forgotten: false,
            version: 1,
        })
    }

    /// Whoever was asked answers. Declining is possible until it ends, also after it was taken; how it went can be said from
    /// its beginning on.
    ///
    /// # Errors
    /// `MissionEnded`, `MissionTaken`, `MissionOver`, `MissionNotBegun`.
    pub fn answer(&self, answer: MissionAnswer, now: Timestamp) -> Result<Self, Refusal> {
        if !self.state.is_open() {
            return Err(refusal::ended());
        }
        if self.forgotten {
            return Err(refusal::over());
        }
        let over = self.ends <= now;
        let state = match answer {
            MissionAnswer::Take | MissionAnswer::Decline(_) if over => return Err(refusal::over()),
            MissionAnswer::Take if self.state != MissionState::Ordered => return Err(refusal::taken()),
            MissionAnswer::Take => MissionState::Taken { at: now },
            MissionAnswer::Decline(reason) => MissionState::Declined { at: now, reason },
            MissionAnswer::Done | MissionAnswer::Failed(_) if now < self.begins => {
                return Err(refusal::not_begun());
            }
            MissionAnswer::Done => MissionState::Done { at: now },
            MissionAnswer::Failed(reason) => MissionState::Failed { at: now, reason },
        };
        Ok(self.moved(state))
    }

    /// Another time: whoever was asked answers again, also after having declined.
    ///
    /// # Errors
    /// `MissionEnded`, `MissionOver`; those of [`Self::order`].
    pub fn change(
        &self,
        (begins, ends): (Timestamp, Timestamp),
        by: &By,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        self.still_the_orderers()?;
        possible(begins, ends, now)?;
        let ordered = Act {
            by: by.user()?,
            at: now,
        };
        Ok(Self {
            begins,
            ends,
            ordered,
            ..self.moved(MissionState::Ordered)
        })
    }

    /// It is no longer needed, or somebody else is asked.
    ///
    /// # Errors
    /// `MissionEnded`, `MissionOver`; `PersonNeeded` for the clock.
    pub fn cancel(&self, by: &By, now: Timestamp) -> Result<Self, Refusal> {
        self.still_the_orderers()?;
        let act = Act {
            by: by.user()?,
            at: now,
        };
        Ok(self.moved(MissionState::Cancelled { act }))
    }

    /// Place and language were erased.
    #[must_use]
    pub fn forget(&self) -> Self {
        Self {
            forgotten: true,
            ..self.moved(self.state)
        }
    }

    /// From this instant on nobody reads place and language, and the mission is gone for who was asked.
    pub fn kept_until(&self, kept: Span, calendar: &WorkCalendar) -> Timestamp {
        kept.after(self.ends, calendar)
    }

    /// What whoever was asked has to do.
    pub fn duty_of_receiver(&self, now: Timestamp) -> Option<MissionDuty> {
        match self.state {
            MissionState::Ordered if now < self.ends => Some(MissionDuty::Answer),
            MissionState::Ordered | MissionState::Taken { .. } if self.ends <= now => Some(MissionDuty::Tell),
            _ => None,
        }
    }

    /// What whoever ordered it has to do, while it still can be done.
    pub fn duty_of_orderer(&self, now: Timestamp) -> Option<MissionDuty> {
        let patient = self.ordered.at.checked_add(PATIENCE).unwrap_or(Timestamp::MAX);
        let soon = self.begins.checked_sub(SOON).unwrap_or(Timestamp::MIN);
        match self.state {
            _ if self.ends <= now => None,
            MissionState::Declined { .. } => Some(MissionDuty::Replace),
            MissionState::Ordered if patient.min(soon) <= now => Some(MissionDuty::Unanswered),
            _ => None,
        }
    }

    /// Whoever ordered it may still change or cancel it.
    pub const fn is_the_orderers(&self) -> bool {
        !self.forgotten && (self.state.is_open() || matches!(self.state, MissionState::Declined { .. }))
    }

    fn still_the_orderers(&self) -> Result<(), Refusal> {
        match self.is_the_orderers() {
            true => Ok(()),
            false if self.forgotten => Err(refusal::over()),
            false => Err(refusal::ended()),
        }
    }

    fn moved(&self, state: MissionState) -> Self {
        Self {
            state,
            version: self.version + 1,
            ..self.clone()
        }
    }
}

fn possible(begins: Timestamp, ends: Timestamp, now: Timestamp) -> Result<(), Refusal> {
    if begins < now {
        return Err(refusal::in_the_past());
    }
    if begins.duration_since(now) > FURTHEST {
        return Err(refusal::too_far_ahead());
    }
    if ends <= begins {
        return Err(refusal::ends_first());
    }
    if ends.duration_since(begins) > LONGEST {
        return Err(refusal::too_long());
    }
    Ok(())
}
