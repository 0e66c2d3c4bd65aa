use std::collections::BTreeSet;

use jiff::civil::Date;
use relais_kernel::{Id, Refusal};
use serde::{Deserialize, Serialize};

use super::{Line, LineStatus};
use crate::{
    CaseId, UserId,
    actor::{Act, someone_else},
};

/// One version of a plan. What was approved is never changed: a revision is a new version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub id: Id<Plan>,
    pub case: CaseId,
    /// 1 for the first; the same number as in the case.
    pub number: u32,
    /// Everyone who wrote in this version: none of them approves it.
    pub authors: BTreeSet<UserId>,
    pub lines: Vec<Line>,
    pub state: PlanState,
    /// Grows by one with every change.
    pub version: u64,
}

/// Where a version stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum PlanState {
    Draft,
    Submitted {
        act: Act,
        agreed_on: Date,
    },
    Approved {
        submitted: Act,
        agreed_on: Date,
        act: Act,
    },
}

/// What happened to a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event")]
pub enum PlanEvent {
    PlanWritten { number: u32 },
    PlanSubmitted { number: u32 },
    PlanApproved { number: u32 },
    PlanReturned { number: u32 },
    PlanLineMoved { number: u32, line: u16, to: LineStatus },
}

impl PlanState {
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted { .. } => "submitted",
            Self::Approved { .. } => "approved",
        }
    }
}

impl Plan {
    /// The first version of a case's plan, empty.
    pub fn first(id: Id<Self>, case: CaseId, by: UserId) -> Self {
        Self {
            id,
            case,
            number: 1,
            authors: [by].into(),
            lines: Vec::new(),
            state: PlanState::Draft,
            version: 1,
        }
    }

    /// Writes the lines of a draft anew.
    ///
    /// # Errors
    /// `NotPossibleInThisState` once submitted or approved.
    pub fn write(&self, lines: Vec<Line>, by: UserId) -> Result<(Self, PlanEvent), Refusal> {
        if self.state != PlanState::Draft {
            return Err(self.not_here("Write"));
        }
        let mut next = self.next(PlanState::Draft);
        next.authors.insert(by);
        next.lines = lines;
        Ok((next, PlanEvent::PlanWritten { number: self.number }))
    }

    /// The person and the case manager agree; the supervisor is asked.
    ///
    /// # Errors
    /// `NotPossibleInThisState`, `PlanEmpty`, `DateInTheFuture`.
    pub fn submit(&self, agreed_on: Date, act: Act, today: Date) -> Result<(Self, PlanEvent), Refusal> {
        if self.state != PlanState::Draft {
            return Err(self.not_here("Submit"));
        }
        if !self.lines.iter().any(|line| line.status != LineStatus::Dropped) {
            return Err(plan_empty());
        }
        if agreed_on > today {
            return Err(date_in_the_future());
        }
        let mut next = self.next(PlanState::Submitted { act, agreed_on });
        next.authors.insert(act.by);
        Ok((next, PlanEvent::PlanSubmitted { number: self.number }))
    }

    /// The supervisor approves; nobody approves what they have written.
    ///
    /// # Errors
    /// `NotPossibleInThisState`, `SecondPersonNeeded`.
    pub fn approve(&self, act: Act) -> Result<(Self, PlanEvent), Refusal> {
        let PlanState::Submitted {
            act: submitted,
            agreed_on,
        } = self.state
        else {
            return Err(self.not_here("Approve"));
        };
        for author in &self.authors {
            someone_else(*author, act.by)?;
        }
        Ok((
            self.next(PlanState::Approved {
                submitted,
                agreed_on,
                act,
            }),
            PlanEvent::PlanApproved { number: self.number },
        ))
    }

    /// Back to its authors, with remarks that are sealed beside it.
    ///
    /// # Errors
    /// `NotPossibleInThisState`.
    pub fn send_back(&self) -> Result<(Self, PlanEvent), Refusal> {
        let PlanState::Submitted { .. } = self.state else {
            return Err(self.not_here("Return"));
        };
        Ok((
            self.next(PlanState::Draft),
            PlanEvent::PlanReturned { number: self.number },
        ))
    }

    /// A line of the approved plan moves on; the plan itself stays as it was agreed.
    ///
    /// # Errors
    /// `NotPossibleInThisState`, `LineMissing`.
    pub fn move_line(&self, number: u16, to: LineStatus) -> Result<(Self, PlanEvent), Refusal> {
        let PlanState::Approved { .. } = self.state else {
            return Err(self.not_here("MoveLine"));
        };
        let mut next = self.next(self.state);
        let line = next
            .lines
            .iter_mut()
            .find(|line| line.number == number)
            .ok_or_else(line_missing)?;
        *line = line.moved(to)?;
        Ok((
            next,
            PlanEvent::PlanLineMoved {
                number: self.number,
                line: number,
                to,
            },
        ))
    }

    fn next(&self, state: PlanState) -> Self {
        Self {
            state,
            version: self.version + 1,
            ..self.clone()
        }
    }

    fn not_here(&self, verb: &str) -> Refusal {
        let (fr, en) = match self.state {
            PlanState::Draft => ("est en préparation", "is being prepared"),
            PlanState::Submitted { .. } => ("attend la validation", "awaits approval"),
            PlanState::Approved { .. } => ("est validée", "is approved"),
        };
        Refusal::new(
            "NotPossibleInThisState",
            format!("Cette action n’est pas possible : cette version du plan {fr}."),
            format!("This cannot be done: this version of the plan {en}."),
        )
        .during(self.state.code(), verb)
    }
}

/// All versions of a case's plan, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plans(pub Vec<Plan>);

impl Plans {
    pub fn current(&self) -> Option<&Plan> {
        self.0.iter().max_by_key(|plan| plan.number)
    }

    /// The version that was agreed last: the one that help follows while a revision is prepared.
    pub fn in_force(&self) -> Option<&Plan> {
        let approved = self
            .0
            .iter()
            .filter(|plan| matches!(plan.state, PlanState::Approved { .. }));
        approved.max_by_key(|plan| plan.number)
    }

    /// A new version that begins with the lines of the last, and leaves it as it is.
    ///
    /// # Errors
    /// `NotPossibleInThisState` while the last version is not approved.
    pub fn revise(&self, id: Id<Plan>, by: UserId) -> Result<Plan, Refusal> {
        let Some(last) = self.current() else {
            return Err(line_missing());
        };
        let PlanState::Approved { .. } = last.state else {
            return Err(last.not_here("Revise"));
        };
        let (number, case, lines) = (last.number + 1, last.case, last.lines.clone());
        Ok(Plan {
            id,
            case,
            number,
            authors: [by].into(),
            lines,
            state: PlanState::Draft,
            version: 1,
        })
    }
}

fn plan_empty() -> Refusal {
    Refusal::new(
        "PlanEmpty",
        "Le plan n’a encore aucune ligne à réaliser.",
        "The plan has no line to carry out yet.",
    )
}

fn date_in_the_future() -> Refusal {
    Refusal::new(
        "DateInTheFuture",
        "Cette date n’est pas encore arrivée.",
        "This date has not come yet.",
    )
    .at("agreed_on")
}

fn line_missing() -> Refusal {
    Refusal::new(
        "LineMissing",
        "Cette ligne n’est pas dans le plan.",
        "This line is not in the plan.",
    )
}
