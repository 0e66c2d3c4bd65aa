//! A referral's story as acts with their moments.

use jiff::Timestamp;
use relais_kernel::Priority;
use relais_referral::referral::{
    Command as C, ContactPlan, DeclineReason, Feedback, Next, NotReason, Outcome, OutcomeKind, PersonCheck,
    Settlement, Side, StateKind, Terms, WithdrawalCause, Words, Work,
};

use super::{
    dice::Dice,
    hours::{Office, later},
    story::{Fate, Move, ReferralStory, Waits, Way},
};

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

/// The acts of one referral, and when it needs nobody any more.
pub struct Script {
    pub acts: Vec<(Timestamp, Move)>,
    pub settled: Option<Timestamp>,
}

/// Writes one referral's acts, one after the other.
pub struct Writer<'a> {
    office: &'a Office,
    dice: &'a Dice,
    priority: Priority,
    /// What stands somewhere today came there without delay.
    brisk: bool,
    sent: Timestamp,
    at: Timestamp,
    acts: Vec<(Timestamp, Move)>,
    settled: Option<Timestamp>,
}

impl<'a> Writer<'a> {
    pub fn write(story: &ReferralStory, office: &'a Office, dice: &'a Dice) -> Script {
        let mut writer = Self {
            office,
            dice,
            priority: story.priority,
            brisk: matches!(story.fate, Fate::Accepted(Way::StandsAt(_))),
            sent: story.sent,
            at: story.sent,
            acts: Vec::new(),
            settled: None,
        };
        let draft = story.replaces.map_or(Move::Draft, Move::Redirect);
        writer.acts.push((later(story.sent, -20), draft));
        writer.follow(story.fate);
        Script {
            acts: writer.acts,
            settled: writer.settled,
        }
    }

    fn follow(&mut self, fate: Fate) {
        if fate == Fate::Draft {
            return;
        }
        if fate == Fate::Ready {
            return self.sender(C::MakeReady, 1, 1);
        }
        self.acts.push((self.at, Move::Send));
        match fate {
            Fate::Cancelled => {
                self.sender(C::Cancel, 5 * HOUR, 20 * HOUR);
                self.receiver(C::ConfirmRecall, 4 * HOUR, 2 * DAY);
            }
            Fate::Withdrawn => {
                let cause = WithdrawalCause::PersonsWish;
                self.sender(C::Withdraw { cause }, 5 * HOUR, 20 * HOUR);
            }
            Fate::Silent => self.give_up(),
            Fate::Acknowledged(waits) => self.wait(waits),
            Fate::Declined(reason) => {
                self.decline(reason);
                self.unmet(Side::Sender, (5 * HOUR, 5 * DAY));
            }
            Fate::JustDeclined(reason) => self.decline(reason),
            Fate::Accepted(way) => self.accept(way),
            Fate::Draft | Fate::Ready | Fate::Pending | Fate::JustExpired => {}
        }
    }

    /// Nobody answered: some days after it has expired the sender, or the coordination, writes the need down as unmet.
    fn give_up(&mut self) {
        let limit = match self.priority {
            Priority::Emergency => 3 * DAY,
            Priority::Urgent => 7 * DAY,
            Priority::Normal => 30 * DAY,
        };
        let gone = self.at.duration_since(self.sent).as_mins();
        let side = if self.dice.percent(50) {
            Side::Coordinator
        } else {
            Side::Sender
        };
        self.unmet(side, (limit - gone + DAY, limit - gone + 4 * DAY));
    }

    fn unmet(&mut self, side: Side, (low, high): (i64, i64)) {
        let settlement = Some(Settlement::NeedUnmet);
        self.push(side, C::Close { settlement }, low, high);
        self.settled = Some(self.at);
    }

    fn wait(&mut self, waits: Waits) {
        self.acknowledge();
        match waits {
            Waits::List => self.stay_on_the_list(),
            Waits::Question if self.priority != Priority::Emergency => {
                self.ask();
                self.give_up();
            }
            Waits::Nothing | Waits::Question => self.give_up(),
        }
    }

    fn decline(&mut self, reason: DeclineReason) {
        if self.dice.percent(60) {
            self.acknowledge();
        }
        let (low, high) = self.pace((30, 8 * HOUR), (2 * HOUR, 30 * HOUR), (5 * HOUR, 4 * DAY));
        self.receiver(C::Decline { reason, note: None }, low, high);
    }

    fn accept(&mut self, way: Way) {
        self.acknowledge();
        match way {
            Way::AfterQuestion if self.priority != Priority::Emergency => {
                self.ask();
                let (low, high) = self.pace((0, 0), (HOUR, 8 * HOUR), (3 * HOUR, 2 * DAY));
                self.sender(
                    C::AnswerInformation {
                        answer: words("Complément-démo."),
                    },
                    low,
                    high,
                );
            }
            Way::FromList if self.priority == Priority::Normal => {
                self.waitlist(9);
                self.at = later(self.at, 8 * DAY);
            }
            _ => {}
        }
        self.agree();
        self.serve(way);
    }

    fn serve(&mut self, way: Way) {
        match way {
            Way::StandsAt(StateKind::Accepted) => return,
            Way::StandsAt(StateKind::NoShow) | Way::Rebooked | Way::Missed => {
                let (low, high) = self.pace((2 * HOUR, DAY), (DAY, 2 * DAY), (DAY, 2 * DAY));
                self.receiver(C::RecordNoShow { note: None }, low, high);
                if way == Way::Missed {
                    let outcome = Outcome::Not {
                        reason: NotReason::NoShow,
                    };
                    self.receiver(C::RecordOutcome { outcome, note: None }, DAY, 3 * DAY);
                    return self.report();
                }
                if way != Way::Rebooked {
                    return;
                }
                let plan = ContactPlan::ContactBy {
                    by: later(self.at, 5 * DAY),
                };
                self.receiver(C::Rebook { plan, note: None }, 2 * HOUR, DAY);
            }
            Way::StandsAt(StateKind::NotProvided) | Way::Served(OutcomeKind::Not) => {
                let reason = *self
                    .dice
                    .one(&[NotReason::Moved, NotReason::Refused, NotReason::NoCapacity])
                    .unwrap_or(&NotReason::Moved);
                let outcome = Outcome::Not { reason };
                let (low, high) = self.pace((DAY, 2 * DAY), (DAY, 2 * DAY), (DAY, 2 * DAY));
                self.receiver(C::RecordOutcome { outcome, note: None }, low, high);
                if way == Way::Served(OutcomeKind::Not) {
                    self.report();
                }
                return;
            }
            _ => {}
        }
        let (low, high) = self.pace((HOUR, 12 * HOUR), (HOUR, 2 * DAY), (5 * HOUR, 2 * DAY));
        self.receiver(C::StartService { expected_end: None }, low, high);
        if matches!(way, Way::Unreported | Way::StandsAt(StateKind::InService)) {
            return;
        }
        let work = Work::default();
        let partly = matches!(
            way,
            Way::Served(OutcomeKind::Partly) | Way::StandsAt(StateKind::PartlyProvided)
        );
        let outcome = if partly {
            Outcome::Partly { work }
        } else {
            Outcome::Fully { work }
        };
        let (low, high) = self.pace((12 * HOUR, 2 * DAY), (DAY, 5 * DAY), (4 * DAY, 11 * DAY));
        self.receiver(C::RecordOutcome { outcome, note: None }, low, high);
        match way {
            Way::StandsAt(StateKind::FeedbackGiven) => self.tell(),
            Way::StandsAt(_) => {}
            Way::Disputed => {
                self.tell();
                if let Some(note) = words("La personne ne reconnaît pas ce retour (démo).") {
                    self.sender(C::Dispute { note }, DAY, 3 * DAY);
                    let outcome = Outcome::Partly { work };
                    self.receiver(C::RecordOutcome { outcome, note: None }, 2 * DAY, 5 * DAY);
                    self.report();
                }
            }
            _ => self.report(),
        }
    }

    /// The receiver's feedback.
    fn tell(&mut self) {
        let feedback = Feedback {
            next: if self.dice.percent(80) {
                Next::None
            } else {
                Next::Continues
            },
            satisfaction: u8::try_from(self.dice.between(2, 5)).ok(),
        };
        let (low, high) = self.pace((HOUR, DAY), (4 * HOUR, DAY), (4 * HOUR, 3 * DAY));
        self.receiver(C::GiveFeedback { feedback, note: None }, low, high);
    }

    /// Feedback, read, checked with the person, closed.
    fn report(&mut self) {
        self.tell();
        self.sender(C::ReadFeedback, 2 * HOUR, 3 * DAY);
        let person = if self.dice.percent(85) {
            PersonCheck::Confirmed
        } else {
            PersonCheck::NotReached
        };
        let settlement = Some(Settlement::Person(person));
        self.sender(C::Close { settlement }, HOUR, 4 * DAY);
        self.settled = Some(self.at);
    }

    fn acknowledge(&mut self) {
        let (low, high) = self.pace((8, 100), (HOUR, 18 * HOUR), (HOUR, 30 * HOUR));
        self.receiver(C::Acknowledge, low, high);
    }

    fn agree(&mut self) {
        let (low, high) = self.pace((20, 9 * HOUR), (2 * HOUR, 30 * HOUR), (3 * HOUR, 30 * HOUR));
        let plan_at = self.office.opens(later(self.at, high + 2 * DAY));
        let plan = if self.dice.percent(70) {
            ContactPlan::Appointment { at: plan_at }
        } else {
            ContactPlan::ContactBy { by: plan_at }
        };
        let accept = C::Accept {
            plan,
            terms: Terms::default(),
            note: None,
        };
        self.receiver(accept, low, high);
    }

    fn waitlist(&mut self, days: i64) {
        let expected = later(self.at, days * DAY).to_zoned(self.office.0.clone()).date();
        self.receiver(C::Waitlist { expected }, 2 * HOUR, DAY);
    }

    /// The list is looked at again once, and then no more: it expires thirty days after the expected date.
    fn stay_on_the_list(&mut self) {
        self.waitlist(8);
        let expected = later(self.at, 15 * DAY).to_zoned(self.office.0.clone()).date();
        self.receiver(C::ReviewWaitlist { expected }, 11 * DAY, 13 * DAY);
        self.unmet(Side::Coordinator, (35 * DAY, 38 * DAY));
    }

    fn ask(&mut self) {
        if let Some(question) = words("Question-démo : quel document la personne a-t-elle ?") {
            let (low, high) = self.pace((0, 0), (HOUR, 6 * HOUR), (2 * HOUR, DAY));
            self.receiver(C::RequestInformation { question }, low, high);
        }
    }

    const fn pace(&self, emergency: (i64, i64), urgent: (i64, i64), normal: (i64, i64)) -> (i64, i64) {
        match self.priority {
            _ if self.brisk => (HOUR, 4 * HOUR),
            Priority::Emergency => emergency,
            Priority::Urgent => urgent,
            Priority::Normal => normal,
        }
    }

    fn receiver(&mut self, command: C, low: i64, high: i64) {
        self.push(Side::Receiver, command, low, high);
    }

    fn sender(&mut self, command: C, low: i64, high: i64) {
        self.push(Side::Sender, command, low, high);
    }

    fn push(&mut self, side: Side, command: C, low: i64, high: i64) {
        let at = later(self.at, self.dice.between(low, high));
        // Emergencies are answered day and night.
        self.at = if self.priority == Priority::Emergency {
            at
        } else {
            self.office.opens(at)
        };
        self.acts.push((self.at, Move::Step(side, command)));
    }
}

fn words(text: &str) -> Option<Words> {
    Words::new(text).ok().flatten()
}
