use jiff::{Timestamp, ToSpan, civil::Date};
use relais_kernel::{Span, WorkCalendar};
use relais_mechanism::{AssessmentDeadlines, CaseDeadlines, Role};

use super::{Case, CaseState, Work};

/// The plan is wanted within a month of return, exceptions allowed (domain §2.1): a wish, not a limit.
const PLAN: Span = Span::Days(30);
/// A follow-up made this many days early still counts for its month.
const EARLY_FOLLOW_UP_DAYS: i64 = 14;

/// What a clock of a case waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DueFor {
    Screening,
    Registration,
    AssessmentStart,
    AssessmentEnd,
    Plan,
    HoldReview,
    FollowUp,
    ClosureDecision,
}

/// Something that has to be done by a time, by a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    pub what: DueFor,
    pub at: Timestamp,
    pub role: Role,
    /// Wanted, not required.
    pub soft: bool,
}

impl Case {
    /// What has to be done next and by when (domain §2.1); `None` when nobody is waited for.
    pub fn due(&self, deadlines: &CaseDeadlines, calendar: &WorkCalendar) -> Option<Due> {
        let due = |what, at, role| {
            Some(Due {
                what,
                at,
                role,
                soft: false,
            })
        };
        match &self.state {
            CaseState::Identified => due(
                DueFor::Screening,
                end_of(calendar.date_of(self.identified_at), calendar),
                Role::FIRST_LINE,
            ),
            CaseState::Screened { act } => due(
                DueFor::Registration,
                deadlines.screen.after(act.at, calendar),
                Role::CASE_MANAGER,
            ),
            CaseState::Work(work) => self.due_at_work(work, deadlines, calendar),
            CaseState::OnHold(hold) => due(
                DueFor::HoldReview,
                end_of(hold.until, calendar),
                Role::CASE_MANAGER,
            ),
            CaseState::ClosureRequested(request) => due(
                DueFor::ClosureDecision,
                Span::WorkingDays(5).after(request.act.at, calendar),
                Role::SUPERVISOR,
            ),
            _ => None,
        }
    }

    fn due_at_work(&self, work: &Work, deadlines: &CaseDeadlines, calendar: &WorkCalendar) -> Option<Due> {
        let due = |what, at, role, soft| Some(Due { what, at, role, soft });
        match work {
            Work::Registered { act, .. } => {
                let limit = self.assessment(deadlines)?.start;
                due(
                    DueFor::AssessmentStart,
                    limit.after(act.at, calendar),
                    Role::CASE_MANAGER,
                    false,
                )
            }
            Work::InAssessment { act, submitted, .. } => {
                let role = if submitted.is_some() {
                    Role::SUPERVISOR
                } else {
                    Role::CASE_MANAGER
                };
                let limit = self.assessment(deadlines)?.complete;
                due(DueFor::AssessmentEnd, limit.after(act.at, calendar), role, false)
            }
            Work::PlanDraft { submitted, .. } => {
                let role = if submitted.is_some() {
                    Role::SUPERVISOR
                } else {
                    Role::CASE_MANAGER
                };
                due(DueFor::Plan, PLAN.after(self.identified_at, calendar), role, true)
            }
            Work::PlanApproved { .. } => None,
            Work::InService { .. } | Work::Monitoring { .. } => {
                let at = end_of(self.next_follow_up(deadlines, calendar)?, calendar);
                due(DueFor::FollowUp, at, Role::CASE_MANAGER, false)
            }
        }
    }

    /// The deadlines of the risk level; a case without one is treated as high risk.
    fn assessment(&self, deadlines: &CaseDeadlines) -> Option<AssessmentDeadlines> {
        let risk = self.facts.risk.unwrap_or(super::Risk::High);
        deadlines.assessment.get(risk.code()).copied()
    }

    /// The first of the mechanism's follow-ups (1, 3, 6, 9, 12 months after help began) that has not been made.
    pub fn next_follow_up(&self, deadlines: &CaseDeadlines, calendar: &WorkCalendar) -> Option<Date> {
        let began = calendar.date_of(self.served_since?);
        let due = deadlines
            .follow_up_months
            .iter()
            .filter_map(|m| began.checked_add(i32::from(*m).months()).ok());
        let made = |day: &Date| {
            let early = day.checked_sub(EARLY_FOLLOW_UP_DAYS.days()).unwrap_or(*day);
            self.last_follow_up.is_some_and(|last| last >= early)
        };
        due.filter(|day| !made(day)).min()
    }
}

/// The last instant of a day where the mechanism is.
fn end_of(day: Date, calendar: &WorkCalendar) -> Timestamp {
    let next = day.tomorrow().unwrap_or(Date::MAX);
    next.to_zoned(calendar.zone())
        .map_or(Timestamp::MAX, |z| z.timestamp())
}
