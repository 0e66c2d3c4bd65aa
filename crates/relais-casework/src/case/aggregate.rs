use jiff::{Timestamp, civil::Date};
use relais_kernel::{Id, Mechanism, Priority, PublicRef, Refusal, ShortCode, WorkCalendar};
use relais_mechanism::CaseSteps;
use serde::{Deserialize, Serialize};

use super::{
    Attempt, CaseEvent, CaseState, ClearFacts, Command, Surroundings, Transfer, Work, assessment, closing,
    intake, pause, refusal, transfer,
};
use crate::{
    CaseId, OrganisationId, UserId,
    actor::{Act, By},
};

/// A case: what of it stands in clear. Names, words and exact answers are sealed beside it, and it is known by
/// its code alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    pub id: CaseId,
    pub public_ref: PublicRef,
    pub code: ShortCode,
    pub mechanism: Id<Mechanism>,
    /// The organisation that answers for the case; it changes by an accepted transfer only.
    pub owner: OrganisationId,
    /// The case manager; `None` until one is named.
    pub manager: Option<UserId>,
    pub state: CaseState,
    pub facts: ClearFacts,
    pub identified_at: Timestamp,
    pub identified_by: UserId,
    /// Attempts to reach the person since the last time it worked.
    pub attempts: Vec<Attempt>,
    pub transfer: Option<Transfer>,
    /// The highest version of the plan so far; 0 before the first.
    pub plan_version: u32,
    /// When help began, from which follow-ups are counted.
    pub served_since: Option<Timestamp>,
    pub last_follow_up: Option<Date>,
    /// No emergency opens it (decisions §16).
    #[serde(default)]
    pub barred: bool,
    /// Grows by one with every change.
    pub version: u64,
}

/// A case after a command, and what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub case: Case,
    pub events: Vec<CaseEvent>,
}

/// Who asks, when, under which rules, and what stands around the case.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    pub by: &'a By,
    pub steps: &'a CaseSteps,
    pub calendar: &'a WorkCalendar,
    pub around: &'a Surroundings,
    pub now: Timestamp,
}

impl Setting<'_> {
    /// The person who acts, now.
    pub(super) fn act(&self) -> Result<Act, Refusal> {
        Ok(Act {
            by: self.by.user()?,
            at: self.now,
        })
    }

    pub(super) fn today(&self) -> Date {
        self.calendar.date_of(self.now)
    }
}

impl Case {
    /// Nobody manages the case yet: whoever took the person down works on it (domain §1, R03).
    pub fn is_with_the_first_line(&self) -> bool {
        self.manager.is_none() && matches!(self.state, CaseState::Identified | CaseState::Screened { .. })
    }

    /// Does what is asked, or says why not; nothing half-way (domain §2.1).
    ///
    /// # Errors
    /// `RoleMayNot`; `NotPossibleInThisState`; and the guards: `ConsentMissing` and its kin, `NotSubmitted`,
    /// `SecondPersonNeeded`, `OpenReferrals`, `TransferPending`, `PersonNotInformed`, `TooFewAttempts`, `TooSoon`.
    /// Each carries the state and the verb.
    pub fn apply(&self, command: &Command, setting: &Setting<'_>) -> Result<Change, Refusal> {
        if let Some(step) = command.step() {
            setting
                .by
                .may(step, setting.steps)
                .map_err(|r| self.during(r, command))?;
        }
        self.dispatch(command, setting)
            .map_err(|r| self.during(r, command))
    }

    fn during(&self, refusal: Refusal, command: &Command) -> Refusal {
        refusal.during(self.state.code(), command.verb())
    }

    fn dispatch(&self, command: &Command, s: &Setting<'_>) -> Result<Change, Refusal> {
        match command {
            Command::Screen { risk } => intake::screen(self, *risk, s),
            Command::MarkNotInScope { reason } => intake::mark_not_in_scope(self, reason, s),
            Command::MarkDuplicate { of } => intake::mark_duplicate(self, *of, s),
            Command::RedirectElsewhere { to } => intake::redirect(self, to, s),
            Command::Register => intake::register(self, s),
            Command::Assign { to } => intake::assign(self, *to, s),
            Command::CorrectFacts { facts } => intake::correct(self, facts, s),
            Command::BarEmergency => intake::bar(self, true),
            Command::AllowEmergency => intake::bar(self, false),
            Command::StartAssessment => assessment::start(self, s),
            Command::SubmitAssessment => assessment::submit(self, s),
            Command::ApproveAssessment => assessment::approve(self, s),
            Command::ReturnAssessment => assessment::send_back(self, s),
            Command::ReopenAssessment => assessment::reopen(self, s),
            Command::SubmitPlan { agreed_on } => assessment::submit_plan(self, *agreed_on, s),
            Command::ApprovePlan => assessment::approve_plan(self, s),
            Command::ReturnPlan => assessment::send_back_plan(self, s),
            Command::StartService { first } => assessment::start_service(self, *first, s),
            Command::StartMonitoring => assessment::start_monitoring(self, s),
            Command::ResumeService => assessment::resume_service(self, s),
            Command::RevisePlan => assessment::revise_plan(self, s),
            Command::PutOnHold { reason, until } => pause::put_on_hold(self, reason, *until, s),
            Command::MarkLostContact => pause::mark_lost(self, s),
            Command::Resume => pause::resume(self, s),
            Command::RecordAttempt { channel } => pause::record_attempt(self, channel, s),
            Command::RecordContact => pause::record_contact(self, s),
            Command::RecordFollowUp { on } => pause::record_follow_up(self, *on, s),
            Command::RequestClosure {
                reason,
                informed,
                open_needs,
            } => closing::request(self, reason, *informed, open_needs, s),
            Command::ApproveClosure { erase_at } => closing::approve(self, *erase_at, s),
            Command::ReturnClosure => closing::send_back(self, s),
            Command::Reopen => closing::reopen(self, s),
            Command::RecordDeath { erase_at } => closing::record_death(self, *erase_at, s),
            Command::Archive => closing::archive(self, s),
            Command::HoldForTransfer { transfer } => transfer::hold(self, *transfer, s),
            Command::EndTransfer { end } => transfer::end(self, *end),
        }
    }

    /// Whether a referral of this priority may start now: an urgent one from any state from `screened` on, a
    /// normal one from an approved plan on (domain §2.1).
    ///
    /// # Errors
    /// `NotPossibleInThisState`, `PlanNeeded`.
    pub fn may_refer(&self, priority: Priority, steps: &CaseSteps) -> Result<(), Refusal> {
        let planned = matches!(
            self.state,
            CaseState::Work(Work::PlanApproved { .. } | Work::InService { .. } | Work::Monitoring { .. })
        );
        if !self.state.is_open() || self.state == CaseState::Identified {
            return Err(refusal::not_from(&self.state, steps).during(self.state.code(), "StartReferral"));
        }
        if priority == Priority::Normal && !planned {
            return Err(refusal::priority_needs_plan().during(self.state.code(), "StartReferral"));
        }
        Ok(())
    }

    pub(super) fn changed(mut self, events: impl IntoIterator<Item = CaseEvent>) -> Change {
        self.version += 1;
        Change {
            case: self,
            events: events.into_iter().collect(),
        }
    }

    /// The case in another state.
    pub(super) fn moved(&self, state: impl Into<CaseState>, event: CaseEvent) -> Change {
        Self {
            state: state.into(),
            ..self.clone()
        }
        .changed([event])
    }

    /// The work under way, for transitions that start from one of its states only.
    pub(super) fn work(&self, setting: &Setting<'_>) -> Result<&Work, Refusal> {
        match &self.state {
            CaseState::Work(work) => Ok(work),
            other => Err(refusal::not_from(other, setting.steps)),
        }
    }

    pub(super) fn not_here<T>(&self, setting: &Setting<'_>) -> Result<T, Refusal> {
        Err(refusal::not_from(&self.state, setting.steps))
    }
}

impl From<Work> for CaseState {
    fn from(work: Work) -> Self {
        Self::Work(work)
    }
}
