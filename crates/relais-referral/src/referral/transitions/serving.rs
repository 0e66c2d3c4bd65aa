//! From acceptance to feedback: the service and what comes back from it.

use relais_kernel::Date;

use crate::referral::apply::Applied;
use crate::referral::{
    About, ContactPlan, Context, Feedback, NotReason, Outcome, OutcomeKind, Referral, ReferralEvent,
    ReferralState, StateKind, Verb, Words,
};

impl Referral {
    pub(crate) fn record_contact(&self, context: &Context<'_>) -> Applied {
        let (StateKind::Accepted | StateKind::NoShow) = self.kind() else {
            return Err(self.out_of_place(Verb::RecordContact));
        };
        if self.milestones.first_contact_at.is_some() {
            return Err(self.refuse(
                Verb::RecordContact,
                "AlreadyContacted",
                "Le premier contact est déjà noté.",
                "The first contact is already recorded.",
            ));
        }
        let mut step = self.step(context);
        step.after.milestones.first_contact_at = Some(step.now);
        step.and(ReferralEvent::PersonContacted).done()
    }

    pub(crate) fn record_no_show(&self, note: Option<Words>, context: &Context<'_>) -> Applied {
        let ReferralState::Accepted { no_shows, .. } = self.state else {
            return Err(self.out_of_place(Verb::RecordNoShow));
        };
        let (step, times) = (self.step(context), no_shows.saturating_add(1));
        let at = step.now;
        let step = step
            .to(
                ReferralState::NoShow { at, times },
                ReferralEvent::NoShowRecorded { times },
            )
            .note(About::Appointment, note);
        if times == 1 {
            step.and(ReferralEvent::SenderAlertedOfNoShow).done()
        } else {
            step.done()
        }
    }

    pub(crate) fn rebook(&self, plan: ContactPlan, note: Option<Words>, context: &Context<'_>) -> Applied {
        let ReferralState::NoShow { times, .. } = self.state else {
            return Err(self.out_of_place(Verb::Rebook));
        };
        if times > context.rules.limits.rebookings {
            return Err(self.refuse(
                Verb::Rebook,
                "TooManyRebookings",
                "Le rendez-vous a déjà été redonné autant de fois que permis : notez le service comme non fourni.",
                "The appointment was already given again as often as allowed: record the service as not provided.",
            ));
        }
        self.is_still_to_come(plan, Verb::Rebook, context)?;
        let step = self.step(context);
        let state = ReferralState::Accepted {
            at: step.now,
            plan,
            no_shows: times,
        };
        step.to(state, ReferralEvent::ReferralRebooked { plan })
            .note(About::Appointment, note)
            .done()
    }

    pub(crate) fn start_service(&self, expected_end: Option<Date>, context: &Context<'_>) -> Applied {
        let ReferralState::Accepted { .. } = self.state else {
            return Err(self.out_of_place(Verb::StartService));
        };
        let mut step = self.step(context);
        let since = step.now;
        step.after.milestones.first_contact_at.get_or_insert(since);
        step.after.milestones.service_started_at.get_or_insert(since);
        step.to(
            ReferralState::InService {
                since,
                expected_end,
                disputed: false,
            },
            ReferralEvent::ServiceStarted,
        )
        .done()
    }

    /// Long services report before their end (domain §2.2: feedback after first contact, "then at end").
    pub(crate) fn report_progress(
        &self,
        expected_end: Option<Date>,
        note: Option<Words>,
        context: &Context<'_>,
    ) -> Applied {
        let ReferralState::InService {
            since,
            expected_end: before,
            disputed,
        } = self.state
        else {
            return Err(self.out_of_place(Verb::ReportProgress));
        };
        let mut step = self.step(context);
        step.after.milestones.progress_at = Some(step.now);
        let expected_end = expected_end.or(before);
        step.to(
            ReferralState::InService {
                since,
                expected_end,
                disputed,
            },
            ReferralEvent::ProgressReported,
        )
        .note(About::Progress, note)
        .done()
    }

    pub(crate) fn record_outcome(
        &self,
        outcome: Outcome,
        note: Option<Words>,
        context: &Context<'_>,
    ) -> Applied {
        match (self.kind(), outcome.kind()) {
            (StateKind::InService, _) | (StateKind::Accepted | StateKind::NoShow, OutcomeKind::Not) => {}
            (StateKind::Accepted, _) => {
                return Err(self.refuse(
                    Verb::RecordOutcome,
                    "ServiceNotStarted",
                    "Notez d’abord que le service a commencé.",
                    "Record first that the service has started.",
                ));
            }
            _ => return Err(self.out_of_place(Verb::RecordOutcome)),
        }
        if matches!(
            outcome,
            Outcome::Not {
                reason: NotReason::Other
            }
        ) && note.is_none()
        {
            return Err(self.reason_in_words_missing(Verb::RecordOutcome));
        }
        let mut step = self.step(context);
        step.after.milestones.outcome_at = Some(step.now);
        let not_reason = match outcome {
            Outcome::Not { reason } => Some(reason),
            Outcome::Fully { .. } | Outcome::Partly { .. } => None,
        };
        let event = ReferralEvent::OutcomeRecorded {
            outcome: outcome.kind(),
            not_reason,
        };
        let state = ReferralState::of_outcome(outcome, step.now);
        step.to(state, event).note(About::Outcome, note).done()
    }

    pub(crate) fn give_feedback(
        &self,
        feedback: Feedback,
        note: Option<Words>,
        context: &Context<'_>,
    ) -> Applied {
        let outcome = match self.kind() {
            StateKind::Provided => OutcomeKind::Fully,
            StateKind::PartlyProvided => OutcomeKind::Partly,
            StateKind::NotProvided => OutcomeKind::Not,
            _ => return Err(self.out_of_place(Verb::GiveFeedback)),
        };
        if feedback.satisfaction.is_some_and(|s| !(1..=5).contains(&s)) {
            return Err(self
                .refuse(
                    Verb::GiveFeedback,
                    "SatisfactionOutOfRange",
                    "La satisfaction se note de 1 à 5.",
                    "Satisfaction is rated from 1 to 5.",
                )
                .at("satisfaction"));
        }
        let mut step = self.step(context);
        let at = step.now;
        step.after.milestones.feedback_at = Some(at);
        step.to(
            ReferralState::FeedbackGiven {
                at,
                outcome,
                feedback,
                read_at: None,
            },
            ReferralEvent::FeedbackGiven {
                outcome,
                next: feedback.next,
            },
        )
        .note(About::Outcome, note)
        .done()
    }

    pub(crate) fn read_feedback(&self, context: &Context<'_>) -> Applied {
        let ReferralState::FeedbackGiven {
            at,
            outcome,
            feedback,
            read_at: None,
        } = self.state
        else {
            return Err(self.out_of_place(Verb::ReadFeedback));
        };
        let mut step = self.step(context);
        let read_at = Some(step.now);
        step.after.milestones.feedback_read_at = read_at;
        step.to(
            ReferralState::FeedbackGiven {
                at,
                outcome,
                feedback,
                read_at,
            },
            ReferralEvent::FeedbackRead,
        )
        .done()
    }

    /// The sender, or the person through the sender, does not recognise what was reported.
    pub(crate) fn dispute(&self, note: Words, context: &Context<'_>) -> Applied {
        let StateKind::FeedbackGiven = self.kind() else {
            return Err(self.out_of_place(Verb::Dispute));
        };
        let mut step = self.step(context);
        let since = step.now;
        // Whoever contests has read.
        if let ReferralState::FeedbackGiven { read_at: None, .. } = self.state {
            step.after.milestones.feedback_read_at = Some(since);
        }
        step.to(
            ReferralState::InService {
                since,
                expected_end: None,
                disputed: true,
            },
            ReferralEvent::FeedbackDisputed,
        )
        .note(About::Dispute, Some(note))
        .done()
    }
}
