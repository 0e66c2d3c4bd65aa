//! From sent to a decision: the receiver's answer.

use relais_kernel::{Date, Priority, Refusal};

use crate::referral::apply::Applied;
use crate::referral::{
    About, ContactPlan, Context, Decision, DeclineReason, Pause, Referral, ReferralEvent, ReferralState,
    StateKind, Terms, Verb, Words,
};

/// An expected date further away than this is a typing error (days).
const FURTHEST_EXPECTED: i32 = 366;

impl Referral {
    pub(crate) fn acknowledge(&self, context: &Context<'_>) -> Applied {
        let StateKind::Sent = self.kind() else {
            return Err(self.out_of_place(Verb::Acknowledge));
        };
        let mut step = self.step(context);
        step.after.milestones.acknowledged_at.get_or_insert(step.now);
        let state = ReferralState::Acknowledged {
            at: step.now,
            by: context.by,
        };
        step.to(state, ReferralEvent::ReferralAcknowledged { implied: false })
            .done()
    }

    pub(crate) fn request_information(&self, question: Words, context: &Context<'_>) -> Applied {
        let (StateKind::Sent | StateKind::Acknowledged) = self.kind() else {
            return Err(self.out_of_place(Verb::RequestInformation));
        };
        if self.priority == Priority::Emergency
            || context.rules.deadlines.of(self.priority).complete.is_none()
        {
            return Err(self.refuse(
                Verb::RequestInformation,
                "NoQuestionsInEmergency",
                "En urgence vitale, on ne demande pas de complément : acceptez ou refusez, et appelez la structure référente.",
                "In an emergency no information is asked for: accept or decline, and call the referring organisation.",
            ));
        }
        let asked = u8::try_from(self.milestones.pauses.len()).unwrap_or(u8::MAX);
        if asked >= context.rules.limits.information_requests {
            return Err(self.refuse(
                Verb::RequestInformation,
                "TooManyQuestions",
                "Un complément a déjà été demandé autant de fois que permis : il faut maintenant décider.",
                "Information was already asked for as often as allowed: it is time to decide.",
            ));
        }
        let (now, cycle) = (context.now.max(self.changed_at), asked + 1);
        self.step_of_an_answer(context)
            .to(
                ReferralState::InfoRequested { asked_at: now, cycle },
                ReferralEvent::InformationRequested { cycle },
            )
            .note(About::Question, Some(question))
            .done()
    }

    pub(crate) fn answer_information(&self, answer: Option<Words>, context: &Context<'_>) -> Applied {
        let ReferralState::InfoRequested { asked_at, cycle } = self.state else {
            return Err(self.out_of_place(Verb::AnswerInformation));
        };
        let mut step = self.step(context);
        step.after.milestones.pauses.push(Pause {
            from: asked_at,
            to: step.now,
        });
        let state = ReferralState::Acknowledged {
            at: step.now,
            by: context.by,
        };
        step.to(state, ReferralEvent::InformationGiven { cycle })
            .note(About::Answer, answer)
            .done()
    }

    pub(crate) fn waitlist(&self, expected: Date, context: &Context<'_>) -> Applied {
        let (StateKind::Sent | StateKind::Acknowledged) = self.kind() else {
            return Err(self.out_of_place(Verb::Waitlist));
        };
        self.is_a_near_date(expected, Verb::Waitlist, context)?;
        let mut step = self.step_of_an_answer(context);
        let now = step.now;
        step.after.milestones.waitlisted_at.get_or_insert(now);
        let state = ReferralState::Waitlisted {
            since: now,
            expected,
            reviewed_at: now,
        };
        step.to(state, ReferralEvent::ReferralWaitlisted { expected })
            .done()
    }

    pub(crate) fn review_waitlist(&self, expected: Date, context: &Context<'_>) -> Applied {
        let ReferralState::Waitlisted { since, .. } = self.state else {
            return Err(self.out_of_place(Verb::ReviewWaitlist));
        };
        self.is_a_near_date(expected, Verb::ReviewWaitlist, context)?;
        let step = self.step(context);
        let state = ReferralState::Waitlisted {
            since,
            expected,
            reviewed_at: step.now,
        };
        step.to(state, ReferralEvent::WaitlistReviewed { expected })
            .done()
    }

    pub(crate) fn accept(
        &self,
        plan: ContactPlan,
        terms: Terms,
        note: Option<Words>,
        context: &Context<'_>,
    ) -> Applied {
        self.awaits_decision(Verb::Accept)?;
        self.is_still_to_come(plan, Verb::Accept, context)?;
        let mut step = self.step_of_an_answer(context);
        let at = step.now;
        step.after.milestones.decide(Decision::Accepted, at);
        step.after.terms = terms;
        step.to(
            ReferralState::Accepted {
                at,
                plan,
                no_shows: 0,
            },
            ReferralEvent::ReferralAccepted { plan },
        )
        .note(About::Appointment, note)
        .done()
    }

    pub(crate) fn decline(
        &self,
        reason: DeclineReason,
        note: Option<Words>,
        context: &Context<'_>,
    ) -> Applied {
        self.awaits_decision(Verb::Decline)?;
        if reason == DeclineReason::Other && note.is_none() {
            return Err(self.reason_in_words_missing(Verb::Decline));
        }
        let mut step = self.step_of_an_answer(context);
        let at = step.now;
        step.after.milestones.decide(Decision::Declined(reason), at);
        step.to(
            ReferralState::Declined { at, reason },
            ReferralEvent::ReferralDeclined { reason },
        )
        .note(About::Decline, note)
        .done()
    }

    fn awaits_decision(&self, verb: Verb) -> Result<(), Refusal> {
        match self.kind() {
            StateKind::Sent | StateKind::Acknowledged | StateKind::Waitlisted => Ok(()),
            _ => Err(self.out_of_place(verb)),
        }
    }

    /// Begins a transition that says, whatever else it says, that the referral arrived: "a decision without
    /// acknowledgement sets the acknowledgement to the time of the decision" (domain §2.2).
    fn step_of_an_answer(&self, context: &Context<'_>) -> crate::referral::apply::Step {
        let mut step = self.step(context);
        if self.milestones.acknowledged_at.is_none() {
            step.after.milestones.acknowledged_at = Some(step.now);
            return step.and(ReferralEvent::ReferralAcknowledged { implied: true });
        }
        step
    }

    fn is_a_near_date(&self, expected: Date, verb: Verb, context: &Context<'_>) -> Result<(), Refusal> {
        let today = context.rules.calendar.date_of(context.now);
        let days = today.until(expected).map_or(i32::MAX, |span| span.get_days());
        if (0..=FURTHEST_EXPECTED).contains(&days) {
            return Ok(());
        }
        Err(self
            .refuse(
                verb,
                "DateOutOfRange",
                "La date attendue doit être entre aujourd’hui et dans un an.",
                "The expected date has to be between today and a year from now.",
            )
            .at("expected"))
    }

    pub(super) fn is_still_to_come(
        &self,
        plan: ContactPlan,
        verb: Verb,
        context: &Context<'_>,
    ) -> Result<(), Refusal> {
        let today = context.rules.calendar.date_of(context.now);
        // By the day: an appointment written down a few minutes after its hour is no mistake.
        if context.rules.calendar.date_of(plan.at()) >= today {
            return Ok(());
        }
        Err(self
            .refuse(
                verb,
                "DateInThePast",
                "Ce rendez-vous est dans le passé.",
                "This appointment is in the past.",
            )
            .at("plan"))
    }
}
