//! A synthetic mechanism, and referrals brought to every state by the commands that lead there.

use std::collections::BTreeSet;

use jiff::{SignedDuration, ToSpan};
use relais_casework::consent::{Asked, Cover};
use relais_kernel::{Date, Id, Priority, PublicRef, Sensitivity, Span, Timestamp, Weekday, WorkCalendar};
use relais_mechanism::{
    DataCategory, Deadlines, DefinitionVersion, FlowRule, FlowRules, OrganisationKey, PriorityDeadlines,
    Purpose, ReferralLimits,
};
use uuid::Uuid;

use crate::referral::*;
use crate::sending::{self, Clearance, Consents, Exception, FieldClass, Minor, Receiver, Situation};

/// Monday 2 March 2026, 09:00 in Douala.
pub(crate) const MONDAY: &str = "2026-03-02T08:00:00Z";

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn monday() -> Timestamp {
    at(MONDAY)
}

pub(crate) fn later(from: Timestamp, hours: i64) -> Timestamp {
    from.checked_add(SignedDuration::from_hours(hours)).unwrap()
}

pub(crate) fn id<K>(n: u128) -> Id<K> {
    Id::from_uuid(Uuid::from_u128(n))
}

pub(crate) fn words(text: &str) -> Words {
    Words::new(text).unwrap().unwrap()
}

/// The rules of decisions §3.
pub(crate) struct World {
    pub version: DefinitionVersion,
    pub deadlines: Deadlines,
    pub calendar: WorkCalendar,
    pub percents: Vec<u8>,
}

impl Default for World {
    fn default() -> Self {
        use Span::{Days, Hours, WorkingDays};
        let emergency = PriorityDeadlines {
            acknowledge: Hours(2),
            decide: Hours(24),
            contact: Hours(24),
            feedback: Hours(48),
            escalate_e1: Hours(2),
            escalate_e2: Hours(24),
            expire: Hours(72),
            complete: None,
        };
        let urgent = PriorityDeadlines {
            acknowledge: Hours(24),
            decide: Hours(72),
            contact: Hours(72),
            feedback: Days(7),
            escalate_e1: Hours(24),
            escalate_e2: Hours(72),
            expire: Days(7),
            complete: Some(Hours(48)),
        };
        let normal = PriorityDeadlines {
            acknowledge: WorkingDays(2),
            decide: WorkingDays(5),
            contact: Days(14),
            feedback: Days(14),
            escalate_e1: WorkingDays(5),
            escalate_e2: WorkingDays(10),
            expire: Days(30),
            complete: Some(WorkingDays(3)),
        };
        Self {
            version: DefinitionVersion {
                label: "2026.1".into(),
                hash: "aa".into(),
            },
            deadlines: Deadlines {
                emergency,
                urgent,
                normal,
                waitlist_review: Days(14),
                waitlist_expire: Days(30),
                access_after_closing: Days(30),
            },
            calendar: WorkCalendar {
                time_zone: "Africa/Douala".into(),
                weekend: [Weekday::Saturday, Weekday::Sunday].into(),
                yearly: [(5, 1), (5, 20)].into(),
                dated: BTreeSet::new(),
            },
            percents: vec![50, 100],
        }
    }
}

impl World {
    pub fn rules(&self) -> Rules<'_> {
        Rules {
            version: &self.version,
            deadlines: &self.deadlines,
            limits: ReferralLimits {
                rebookings: 2,
                information_requests: 2,
                missed_waitlist_reviews: 2,
            },
            calendar: &self.calendar,
            reminders_at_percent: &self.percents,
            recall: Span::Days(5),
        }
    }

    pub fn context(&self, now: Timestamp, side: Side) -> Context<'_> {
        let organisation = if side == Side::Receiver { id(0xB) } else { id(0xA) };
        let by = match side {
            Side::Clockwork => By::Clockwork,
            _ => By::User {
                user: id(0x1),
                organisation,
            },
        };
        Context {
            now,
            by,
            side,
            rules: self.rules(),
        }
    }

    /// Gives the command for the first side that may give it.
    pub fn give(&self, referral: &Referral, command: Command, now: Timestamp) -> Applied {
        let side = command.verb().sides()[0];
        referral.apply(command, &self.context(now, side))
    }

    /// Gives commands one after the other, an hour apart, beginning at `now`.
    pub fn follow(&self, mut referral: Referral, commands: Vec<Command>, mut now: Timestamp) -> Referral {
        for command in commands {
            referral = self.give(&referral, command, now).unwrap().0;
            now = later(now, 1);
        }
        referral
    }

    pub fn ready(&self, priority: Priority) -> Referral {
        let draft = draft(priority);
        self.follow(draft, vec![Command::MakeReady], monday())
    }

    /// Sent on Monday at nine.
    pub fn sent(&self, priority: Priority) -> Referral {
        let ready = self.ready(priority);
        let send = send(&ready);
        self.follow(ready, vec![send], monday())
    }

    /// Sent on Monday at nine, then the commands, an hour apart, from ten o'clock on.
    pub fn sent_then(&self, priority: Priority, commands: Vec<Command>) -> Referral {
        self.follow(self.sent(priority), commands, later(monday(), 1))
    }
}

pub(crate) fn draft(priority: Priority) -> Referral {
    let with = Drafting {
        id: id(0x100),
        public_ref: PublicRef::from_uuid(Uuid::from_u128(0x200)),
        mechanism: id(0x300),
        case: id(0x400),
        need: id(0x500),
        service: id(0x600),
        from_org: id(0xA),
        to_org: id(0xB),
        priority,
        purpose: Purpose::REFERRAL,
        disclosure: Disclosure::Identified,
    };
    Referral::draft(with, World::default().version, monday()).0
}

/// Everything the guard looks at, owned, so that a test changes one thing.
pub(crate) struct Facts {
    pub today: Date,
    pub sender_firewall: bool,
    pub fields: Vec<FieldClass>,
    pub cover: Cover,
    pub exception: Option<Exception>,
    pub flow_rules: FlowRules,
    pub receiver: Receiver,
    pub minor: Option<Minor>,
}

impl Consents for Cover {
    fn cover(&self, _: &Asked, _: Date) -> Cover {
        self.clone()
    }
}

impl Default for Facts {
    /// Nothing holds the referral.
    fn default() -> Self {
        let class = |category, sensitivity| FieldClass {
            category: Some(category),
            sensitivity,
        };
        let key = OrganisationKey::new("P06").unwrap();
        Self {
            today: "2026-03-02".parse().unwrap(),
            sender_firewall: false,
            fields: vec![
                class(DataCategory::NEED_SERVICE, Sensitivity::S1),
                class(DataCategory::IDENTITY, Sensitivity::S2),
            ],
            cover: Cover::Covered {
                consents: [id(0x700)].into(),
            },
            exception: None,
            flow_rules: FlowRules(vec![FlowRule {
                organisation: key.clone(),
                purposes: [Purpose::REFERRAL].into(),
                categories: [
                    DataCategory::NEED_SERVICE,
                    DataCategory::IDENTITY,
                    DataCategory::CONTACT,
                ]
                .into(),
                until: "2026-12-31".parse().unwrap(),
            }]),
            receiver: Receiver {
                key,
                active: true,
                capacity_closed: false,
                ineligible: vec![],
                firewall: false,
            },
            minor: None,
        }
    }
}

impl Facts {
    pub fn situation(&self) -> Situation<'_> {
        Situation {
            today: self.today,
            sender: id(0x1),
            sender_firewall: self.sender_firewall,
            fields: &self.fields,
            ledger: &self.cover,
            exception: self.exception,
            flow_rules: &self.flow_rules,
            receiver: &self.receiver,
            minor: self.minor.as_ref(),
        }
    }
}

pub(crate) fn clearance(ready: &Referral) -> Clearance {
    sending::clear(ready, &Facts::default().situation(), monday()).unwrap()
}

pub(crate) fn send(ready: &Referral) -> Command {
    Command::Send {
        channel: Channel::App,
        clearance: Box::new(clearance(ready)),
    }
}

pub(crate) fn day_after(now: Timestamp, days: i64) -> Date {
    World::default()
        .calendar
        .date_of(now)
        .checked_add(days.days())
        .unwrap()
}

pub(crate) fn appointment(now: Timestamp) -> ContactPlan {
    ContactPlan::Appointment { at: later(now, 24) }
}

pub(crate) fn accept(now: Timestamp) -> Command {
    Command::Accept {
        plan: appointment(now),
        terms: Terms::default(),
        note: None,
    }
}

pub(crate) fn decline(reason: DeclineReason) -> Command {
    Command::Decline { reason, note: None }
}

pub(crate) fn waitlist(now: Timestamp, days: i64) -> Command {
    Command::Waitlist {
        expected: day_after(now, days),
    }
}

pub(crate) fn ask() -> Command {
    Command::RequestInformation {
        question: words("Question-Test ?"),
    }
}

pub(crate) fn start() -> Command {
    Command::StartService { expected_end: None }
}

pub(crate) fn outcome(kind: OutcomeKind) -> Command {
    let work = Work::default();
    let outcome = match kind {
        OutcomeKind::Fully => Outcome::Fully { work },
        OutcomeKind::Partly => Outcome::Partly { work },
        OutcomeKind::Not => Outcome::Not {
            reason: NotReason::Moved,
        },
    };
    Command::RecordOutcome { outcome, note: None }
}

pub(crate) fn feedback() -> Command {
    Command::GiveFeedback {
        feedback: Feedback {
            next: Next::None,
            satisfaction: Some(4),
        },
        note: None,
    }
}

pub(crate) fn withdraw() -> Command {
    Command::Withdraw {
        cause: WithdrawalCause::PersonsWish,
    }
}

pub(crate) fn close(settlement: Settlement) -> Command {
    Command::Close {
        settlement: Some(settlement),
    }
}
