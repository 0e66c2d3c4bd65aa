use relais_kernel::{Refusal, Timestamp};

use super::{
    About, By, Command, Context, Note, Referral, ReferralEvent, ReferralState, Side, StateKind, Told, Verb,
    Words,
};

/// The new referral and what happened, or why nothing did.
pub type Applied = Result<(Referral, Vec<ReferralEvent>), Refusal>;

/// A transition in the making: the referral as it becomes, and what happens on the way.
pub(super) struct Step {
    pub now: Timestamp,
    pub after: Referral,
    pub events: Vec<ReferralEvent>,
}

impl Step {
    /// Goes to a state.
    pub fn to(mut self, state: ReferralState, event: ReferralEvent) -> Self {
        self.after.state = state;
        self.and(event)
    }

    pub fn and(mut self, event: ReferralEvent) -> Self {
        self.events.push(event);
        self
    }

    pub fn note(mut self, about: About, words: Option<Words>) -> Self {
        self.after.notes.extend(words.map(|words| Note {
            about,
            at: self.now,
            words,
        }));
        self
    }

    pub fn done(self) -> Applied {
        Ok((self.after, self.events))
    }
}

impl Referral {
    /// Does what a command asks, if state, side and guards let it.
    ///
    /// # Errors
    /// A [`Refusal`] with state and verb: `NotPossibleInThisState`, `NotForThisSide`, `OtherDefinition`, or the
    /// guard that holds it.
    pub fn apply(&self, command: Command, context: &Context<'_>) -> Applied {
        let verb = command.verb();
        if !verb.sides().contains(&context.side) {
            return Err(self.not_for_this_side(verb));
        }
        if self.milestones.sent_at.is_some() && self.definition != *context.rules.version {
            return Err(self.refuse(
                verb,
                "OtherDefinition",
                "Ce référencement a été envoyé sous une autre version du mécanisme : ses délais restent ceux de l’envoi.",
                "This referral was sent under another version of the mechanism: it keeps the deadlines it was sent with.",
            ));
        }
        let (mut after, mut events) = self.follow(command, context)?;
        if let By::Told { user, .. } = context.by {
            after.told.push(Told {
                verb,
                at: after.changed_at,
                by: user,
                written_at: None,
            });
            events.push(ReferralEvent::AnswerToldByTelephone { verb });
        }
        self.settle_escalation(&mut after, &mut events, context.side);
        match (self.kind().holds_place(), after.kind().holds_place()) {
            (false, true) => events.push(ReferralEvent::PlaceTaken),
            (true, false) => events.push(ReferralEvent::PlaceGivenBack),
            _ => {}
        }
        Ok((after, events))
    }

    /// Begins a transition. A clock that was set back does not turn the order of milestones around.
    pub(super) fn step(&self, context: &Context<'_>) -> Step {
        let now = context.now.max(self.changed_at);
        Step {
            now,
            after: Self {
                changed_at: now,
                ..self.clone()
            },
            events: Vec::new(),
        }
    }

    fn follow(&self, command: Command, context: &Context<'_>) -> Applied {
        match command {
            Command::MakeReady => self.make_ready(context),
            Command::ReturnToDraft => self.return_to_draft(context),
            Command::Send { channel, clearance } => self.send(channel, *clearance, context),
            Command::ConfirmInWriting { channel } => self.confirm_in_writing(channel, context),
            Command::Acknowledge => self.acknowledge(context),
            Command::RequestInformation { question } => self.request_information(question, context),
            Command::AnswerInformation { answer } => self.answer_information(answer, context),
            Command::Waitlist { expected } => self.waitlist(expected, context),
            Command::ReviewWaitlist { expected } => self.review_waitlist(expected, context),
            Command::Accept { plan, terms, note } => self.accept(plan, terms, note, context),
            Command::Decline { reason, note } => self.decline(reason, note, context),
            Command::RecordContact => self.record_contact(context),
            Command::RecordNoShow { note } => self.record_no_show(note, context),
            Command::Rebook { plan, note } => self.rebook(plan, note, context),
            Command::StartService { expected_end } => self.start_service(expected_end, context),
            Command::ReportProgress { expected_end, note } => {
                self.report_progress(expected_end, note, context)
            }
            Command::RecordOutcome { outcome, note } => self.record_outcome(outcome, note, context),
            Command::GiveFeedback { feedback, note } => self.give_feedback(feedback, note, context),
            Command::ReadFeedback => self.read_feedback(context),
            Command::Dispute { note } => self.dispute(note, context),
            Command::Close { settlement } => self.close(settlement, context),
            Command::Redirect { to } => self.redirect(to, context),
            Command::Withdraw { cause } => self.withdraw(cause, context),
            Command::Cancel => self.cancel(context),
            Command::ConfirmRecall => self.confirm_recall(context),
            Command::Expire => self.expire(context),
            Command::Fire { clock, due } => self.fire(clock, due, context),
        }
    }

    fn not_for_this_side(&self, verb: Verb) -> Refusal {
        let (fr, en) = match verb.sides() {
            [Side::Receiver] => (
                "Seule la structure réceptrice peut faire cela.",
                "Only the receiving organisation can do this.",
            ),
            [Side::Clockwork] => (
                "Seule une échéance dépassée peut faire cela.",
                "Only a deadline that has passed can do this.",
            ),
            _ => (
                "Seule la structure référente peut faire cela.",
                "Only the referring organisation can do this.",
            ),
        };
        self.refuse(verb, "NotForThisSide", fr, en)
    }

    /// An escalation ends when the side that owed something acts, or when nothing is owed any more.
    fn settle_escalation(&self, after: &mut Self, events: &mut Vec<ReferralEvent>, side: Side) {
        let Some(escalation) = self.escalation else { return };
        let ended = !after.kind().is_open() && !matches!(after.kind(), StateKind::Declined);
        if side == escalation.owed_by {
            events.push(ReferralEvent::EscalationSettled {
                level: escalation.level,
            });
            after.escalation = None;
        } else if ended && self.kind() != after.kind() {
            after.escalation = None;
        }
    }
}
