//! From draft to sent: the sender's own work.

use relais_kernel::{Priority, Refusal};

use crate::referral::apply::Applied;
use crate::referral::{Channel, Context, Referral, ReferralEvent, ReferralState, Verb};
use crate::sending::{Clearance, Lawful};

impl Referral {
    pub(crate) fn make_ready(&self, context: &Context<'_>) -> Applied {
        let ReferralState::Draft = self.state else {
            return Err(self.out_of_place(Verb::MakeReady));
        };
        let mut step = self.step(context);
        step.after.milestones.ready_at.get_or_insert(step.now);
        let ready_at = step.now;
        step.to(
            ReferralState::Ready { ready_at },
            ReferralEvent::ReferralMadeReady,
        )
        .done()
    }

    pub(crate) fn return_to_draft(&self, context: &Context<'_>) -> Applied {
        let ReferralState::Ready { .. } = self.state else {
            return Err(self.out_of_place(Verb::ReturnToDraft));
        };
        self.step(context)
            .to(ReferralState::Draft, ReferralEvent::ReferralReturnedToDraft)
            .done()
    }

    pub(crate) fn send(&self, channel: Channel, clearance: Clearance, context: &Context<'_>) -> Applied {
        let ReferralState::Ready { .. } = self.state else {
            return Err(self.out_of_place(Verb::Send));
        };
        self.may_go_by(channel, Verb::Send)?;
        self.is_cleared_by(&clearance)?;
        let mut step = self.step(context);
        let (now, rules) = (step.now, &context.rules);
        let span = rules.deadlines.of(self.priority).acknowledge;
        let acknowledge_due = span.after(now, rules.calendar);
        step.after.definition = rules.version.clone();
        step.after.milestones.sent_at = Some(now);
        step.after.milestones.acknowledge_due = Some(acknowledge_due);
        step.after.milestones.written_at = (channel != Channel::Phone).then_some(now);
        let lawful = clearance.lawful().clone();
        let excepted = match &lawful {
            Lawful::Exception { basis, .. } => Some(ReferralEvent::ExceptionUsed { basis: *basis }),
            Lawful::Consent { .. } => None,
        };
        step.after.clearance = Some(clearance);
        let sent = ReferralEvent::ReferralSent {
            channel,
            disclosure: self.disclosure,
            lawful,
            acknowledge_due,
        };
        let mut step = step.to(
            ReferralState::Sent {
                sent_at: now,
                by: context.by,
                channel,
            },
            sent,
        );
        step.events.extend(excepted);
        step.done()
    }

    pub(crate) fn confirm_in_writing(&self, channel: Channel, context: &Context<'_>) -> Applied {
        if !self.kind().is_told() || self.unwritten_since().is_none() {
            return Err(self.out_of_place(Verb::ConfirmInWriting));
        }
        if channel == Channel::Phone {
            return Err(self.refuse(
                Verb::ConfirmInWriting,
                "NotInWriting",
                "Un appel n’est pas un écrit : choisissez l’application, le courriel ou le papier.",
                "A call is not in writing: choose the application, e-mail or paper.",
            ));
        }
        let mut step = self.step(context);
        let now = step.now;
        step.after.milestones.written_at.get_or_insert(now);
        for told in &mut step.after.told {
            told.written_at.get_or_insert(now);
        }
        step.and(ReferralEvent::ReferralConfirmedInWriting { channel })
            .done()
    }

    fn may_go_by(&self, channel: Channel, verb: Verb) -> Result<(), Refusal> {
        if channel == Channel::Phone && self.priority != Priority::Emergency {
            return Err(self
                .refuse(
                    verb,
                    "PhoneForEmergenciesOnly",
                    "Le téléphone est réservé aux urgences vitales ; envoyez ce référencement par écrit.",
                    "The telephone is for emergencies only; send this referral in writing.",
                )
                .at("channel"));
        }
        Ok(())
    }

    /// A clearance given for another referral, or for what this one no longer is, lets nothing through.
    fn is_cleared_by(&self, clearance: &Clearance) -> Result<(), Refusal> {
        if clearance.is_for(self) {
            return Ok(());
        }
        Err(self.refuse(
            Verb::Send,
            "NotCleared",
            "Les conditions d’envoi n’ont pas été vérifiées pour ce référencement tel qu’il est.",
            "The conditions for sending were not checked for this referral as it stands.",
        ))
    }
}
