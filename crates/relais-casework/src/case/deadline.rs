use jiff::{Timestamp, ToSpan, civil::Date};
use relais_kernel::{Span, WorkCalendar};
use relais_mechanism::{AssessmentDeadlines, CaseDeadlines, Role};

use super::{Case, CaseState, Work};

/// The plan is wanted within a month of return, exceptions allowed (domain §2.1).
const PLAN: Span = Span::Days(30);
/// What has no deadline of its own is looked at again: nothing goes silent.
const DECISION: Span = Span::WorkingDays(5);
const LOST_CONTACT_REVIEW: Span = Span::Days(30);
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
    ServiceStart,
    FollowUp,
    HoldReview,
    LostContactReview,
    ClosureDecision,
}

impl DueFor {
    pub const ALL: [Self; 10] = [
        Self::Screening,
        Self::Registration,
        Self::AssessmentStart,
        Self::AssessmentEnd,
        Self::Plan,
        Self::ServiceStart,
        Self::FollowUp,
        Self::HoldReview,
        Self::LostContactReview,
        Self::ClosureDecision,
    ];

    /// The code in columns and for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Screening => "screening",
            Self::Registration => "registration",
            Self::AssessmentStart => "assessment_start",
            Self::AssessmentEnd => "assessment_end",
            Self::Plan => "plan",
            Self::ServiceStart => "service_start",
            Self::FollowUp => "follow_up",
            Self::HoldReview => "hold_review",
            Self::LostContactReview => "lost_contact_review",
            Self::ClosureDecision => "closure_decision",
        }
    }

    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.code() == code)
    }
}

/// Something that has to be done by a time, by a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    pub what: DueFor,
    pub at: Timestamp,
    pub role: Role,
    /// Wanted, not required: the domain note sets no limit.
    pub soft: bool,
}

impl Due {
    const fn limit(what: DueFor, at: Timestamp, role: Role) -> Self {
        Self {
            what,
            at,
            role,
            soft: false,
        }
    }

    const fn wish(what: DueFor, at: Timestamp, role: Role) -> Self {
        Self {
            what,
            at,
            role,
            soft: true,
        }
    }
}

impl Case {
    /// What has to be done next and by when (domain §2.1); `None` once nobody is waited for.
    pub fn due(&self, deadlines: &CaseDeadlines, calendar: &WorkCalendar) -> Option<Due> {
        let manager = Role::CASE_MANAGER;
        Some(match &self.state {
            CaseState::Identified => {
                let today = calendar.date_of(self.identified_at);
                Due::limit(DueFor::Screening, end_of(today, calendar), Role::FIRST_LINE)
            }
            CaseState::Screened { act } => Due::limit(
                DueFor::Registration,
                deadlines.screen.after(act.at, calendar),
                manager,
            ),
            CaseState::Work(work) => return self.due_at_work(work, deadlines, calendar),
            CaseState::OnHold(hold) => Due::limit(DueFor::HoldReview, end_of(hold.until, calendar), manager),
            CaseState::LostContact(loss) => {
                let at = LOST_CONTACT_REVIEW.after(loss.act.at, calendar);
                Due::wish(DueFor::LostContactReview, at, manager)
            }
            CaseState::ClosureRequested(request) => {
                let at = DECISION.after(request.act.at, calendar);
                Due::wish(DueFor::ClosureDecision, at, Role::SUPERVISOR)
            }
            _ => return None,
        })
    }

    fn due_at_work(&self, work: &Work, deadlines: &CaseDeadlines, calendar: &WorkCalendar) -> Option<Due> {
        let turn = |submitted: bool| {
            if submitted {
                Role::SUPERVISOR
            } else {
                Role::CASE_MANAGER
            }
        };
        Some(match work {
            Work::Registered { act, .. } => {
                let at = self.assessment(deadlines)?.start.after(act.at, calendar);
                Due::limit(DueFor::AssessmentStart, at, Role::CASE_MANAGER)
            }
            Work::InAssessment { since, submitted, .. } => {
                let at = self.assessment(deadlines)?.complete.after(*since, calendar);
                Due::limit(DueFor::AssessmentEnd, at, turn(submitted.is_some()))
            }
            Work::PlanDraft {
                act,
                version,
                submitted,
                ..
            } => {
                let from = if *version == 1 { self.identified_at } else { act.at };
                Due::wish(
                    DueFor::Plan,
                    PLAN.after(from, calendar),
                    turn(submitted.is_some()),
                )
            }
            Work::PlanApproved { act, .. } => Due::wish(
                DueFor::ServiceStart,
                DECISION.after(act.at, calendar),
                Role::CASE_MANAGER,
            ),
            Work::InService { .. } | Work::Monitoring { .. } => {
                let at = end_of(self.next_follow_up(deadlines, calendar)?, calendar);
                Due::limit(DueFor::FollowUp, at, Role::CASE_MANAGER)
            }
        })
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
