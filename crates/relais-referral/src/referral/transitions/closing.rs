//! The ends: closing, redirecting, taking back.

use relais_kernel::{self as kernel, Id, Refusal, Timestamp};

use crate::referral::apply::Applied;
use crate::referral::{
    Closing, Context, Recall, Referral, ReferralEvent, ReferralState, Settlement, StateKind, Verb,
    WithdrawalCause,
};

impl Referral {
    pub(crate) fn close(&self, settlement: Option<Settlement>, context: &Context<'_>) -> Applied {
        let how = match (&self.state, settlement) {
            (ReferralState::FeedbackGiven { outcome, read_at, .. }, settlement) => {
                if read_at.is_none() {
                    return Err(self.refuse(
                        Verb::Close,
                        "FeedbackNotRead",
                        "Lisez d’abord le retour de la structure réceptrice.",
                        "Read the receiving organisation’s feedback first.",
                    ));
                }
                let Some(Settlement::Person(person)) = settlement else {
                    return Err(self.person_not_asked());
                };
                Closing::Answered {
                    outcome: *outcome,
                    person,
                }
            }
            (ReferralState::Declined { .. } | ReferralState::Expired { .. }, Some(Settlement::NeedUnmet)) => {
                Closing::NeedUnmet
            }
            (ReferralState::Declined { .. } | ReferralState::Expired { .. }, _) => {
                return Err(self.choice_missing());
            }
            (ReferralState::Withdrawn { recall, .. }, _) => {
                self.recall_is_settled(*recall, context)?;
                Closing::Withdrawn { recall: *recall }
            }
            (ReferralState::Cancelled { recall, .. }, _) => {
                self.recall_is_settled(*recall, context)?;
                Closing::Cancelled { recall: *recall }
            }
            _ => return Err(self.out_of_place(Verb::Close)),
        };
        self.closed(how, context)
    }

    pub(crate) fn redirect(&self, to: Id<kernel::Referral>, context: &Context<'_>) -> Applied {
        let (StateKind::Declined | StateKind::Expired) = self.kind() else {
            return Err(self.out_of_place(Verb::Redirect));
        };
        if to == self.id {
            return Err(self.refuse(
                Verb::Redirect,
                "RedirectedToItself",
                "Un référencement ne peut pas être réorienté vers lui-même.",
                "A referral cannot be redirected to itself.",
            ));
        }
        self.closed(Closing::Redirected { to }, context)
    }

    /// The person's wish, or the end of consent, from every state between sent and feedback given (decisions §2).
    pub(crate) fn withdraw(&self, cause: WithdrawalCause, context: &Context<'_>) -> Applied {
        if matches!(self.kind(), StateKind::Draft | StateKind::Ready) {
            return Err(self.refuse(
                Verb::Withdraw,
                "NotSentYet",
                "Ce référencement n’est pas encore envoyé : il s’annule, il ne se retire pas.",
                "This referral has not been sent yet: it is cancelled, not withdrawn.",
            ));
        }
        if !self.kind().is_underway() {
            return Err(self.out_of_place(Verb::Withdraw));
        }
        self.taken_back(
            |at, recall| ReferralState::Withdrawn { at, recall },
            ReferralEvent::ReferralWithdrawn { cause },
            context,
        )
    }

    /// The sender's own wish, before acceptance only.
    pub(crate) fn cancel(&self, context: &Context<'_>) -> Applied {
        match self.kind() {
            StateKind::Draft
            | StateKind::Ready
            | StateKind::Sent
            | StateKind::Acknowledged
            | StateKind::InfoRequested
            | StateKind::Waitlisted => self.taken_back(
                |at, recall| ReferralState::Cancelled { at, recall },
                ReferralEvent::ReferralCancelled,
                context,
            ),
            _ => Err(self.out_of_place(Verb::Cancel)),
        }
    }

    pub(crate) fn confirm_recall(&self, context: &Context<'_>) -> Applied {
        let state = match self.state {
            ReferralState::Withdrawn {
                at,
                recall: Recall::Pending,
            } => ReferralState::Withdrawn {
                at,
                recall: Recall::Confirmed,
            },
            ReferralState::Cancelled {
                at,
                recall: Recall::Pending,
            } => ReferralState::Cancelled {
                at,
                recall: Recall::Confirmed,
            },
            _ => return Err(self.out_of_place(Verb::ConfirmRecall)),
        };
        let mut step = self.step(context);
        step.after.milestones.recall_confirmed_at = Some(step.now);
        step.to(state, ReferralEvent::RecallConfirmed).done()
    }

    fn taken_back(
        &self,
        state: impl Fn(Timestamp, Recall) -> ReferralState,
        event: ReferralEvent,
        context: &Context<'_>,
    ) -> Applied {
        let mut step = self.step(context);
        let now = step.now;
        step.after.milestones.removed_at = Some(now);
        if self.milestones.sent_at.is_none() {
            return step.to(state(now, Recall::NotNeeded), event).done();
        }
        let due = context.rules.recall.after(now, context.rules.calendar);
        step.to(state(now, Recall::Pending), event)
            .and(ReferralEvent::RecallSent { due })
            .done()
    }

    fn closed(&self, how: Closing, context: &Context<'_>) -> Applied {
        let mut step = self.step(context);
        let at = step.now;
        step.after.milestones.closed_at = Some(at);
        let step = match how {
            Closing::Redirected { to } => step.and(ReferralEvent::ReferralRedirected { to }),
            Closing::NeedUnmet => step.and(ReferralEvent::NeedMarkedUnmet),
            Closing::Answered { .. } | Closing::Withdrawn { .. } | Closing::Cancelled { .. } => step,
        };
        step.to(
            ReferralState::Closed { at, how },
            ReferralEvent::ReferralClosed { how },
        )
        .done()
    }

    /// A receiver that never confirms does not keep a referral open for ever: after the time it had, the sender
    /// may close, and the record says that nothing was confirmed.
    fn recall_is_settled(&self, recall: Recall, context: &Context<'_>) -> Result<(), Refusal> {
        let asked = self.milestones.removed_at.unwrap_or(self.changed_at);
        if recall != Recall::Pending
            || context.now >= context.rules.recall.after(asked, context.rules.calendar)
        {
            return Ok(());
        }
        Err(self.refuse(
            Verb::Close,
            "RecallNotConfirmed",
            "La structure réceptrice n’a pas encore confirmé le rappel ; elle a cinq jours pour le faire.",
            "The receiving organisation has not confirmed the recall yet; it has five days to do so.",
        ))
    }

    fn person_not_asked(&self) -> Refusal {
        self.refuse(
            Verb::Close,
            "PersonNotAsked",
            "Dites si la personne a confirmé le retour ou si elle est restée injoignable.",
            "Say whether the person confirmed the feedback or could not be reached.",
        )
        .at("person")
    }

    fn choice_missing(&self) -> Refusal {
        self.refuse(
            Verb::Close,
            "ChoiceMissing",
            "Choisissez : réorienter vers un autre service, ou marquer le besoin comme non couvert.",
            "Choose: redirect to another service, or mark the need as unmet.",
        )
        .at("settlement")
    }
}
