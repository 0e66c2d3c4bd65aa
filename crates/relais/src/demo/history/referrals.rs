//! The acts on a referral: by the sender, and by the receiver in the application or by its link.

use relais_platform::Failure;
use relais_referral::{
    actions::{AnswerReferral, DraftReferral, RedirectReferral, SendReferral, StepReferral, Wish},
    referral::{AnswerVia, Channel, Command, Disclosure, Side},
};
use relais_trust::{Actor, Door};

use super::{
    acts::{Company, Done, Held, HeldReferral},
    story::{CaseStory, Move},
    timeline::Event,
};

impl Company {
    /// # Errors
    /// What the command refused.
    pub(super) async fn refer(
        &self,
        event: &Event,
        story: &CaseStory,
        held: &Held,
        (number, act): (usize, &Move),
    ) -> Result<Done, Failure> {
        let at = event.at;
        let definitions = self.desk.definitions.clone();
        let told = story.referrals.get(number).ok_or(Failure::Missing)?;
        let offer = self.catalogue.get(told.service).ok_or(Failure::Missing)?;
        let known = |number: usize| held.referrals.get(&number).ok_or(Failure::Missing);
        let public = |number: usize| known(number).map(|referral| referral.public_ref);
        match act {
            Move::Draft => {
                let draft = DraftReferral {
                    definitions,
                    case: held.case.ok_or(Failure::Missing)?,
                    need: held.needs.get(&told.need).copied().ok_or(Failure::Missing)?,
                    service: offer.service,
                    priority: told.priority,
                    disclosure: if offer.by_code() {
                        Disclosure::Pseudonymous
                    } else {
                        Disclosure::Identified
                    },
                };
                let made = self.give(at, self.cast.manager(story.house)?, draft).await?;
                return Ok(Done::Referral(number, made));
            }
            Move::Redirect(from) => {
                let redirect = RedirectReferral {
                    definitions,
                    referral: public(*from)?,
                    side: Side::Sender,
                    service: offer.service,
                    disclosure: None,
                };
                let made = self.give(at, self.cast.manager(story.house)?, redirect).await?;
                return Ok(Done::Referral(number, made));
            }
            Move::Send => {
                let send = SendReferral {
                    definitions,
                    referral: public(number)?,
                    channel: Channel::App,
                };
                self.give(at, self.cast.sender(story.house)?, send).await?;
                return Ok(Done::Sent(number));
            }
            Move::Step(Side::Receiver, command) => self.answer(event, known(number)?, command).await?,
            Move::Step(side, command) => {
                let step = StepReferral {
                    definitions,
                    referral: public(number)?,
                    side: *side,
                    command: command.clone(),
                };
                let by = match side {
                    Side::Coordinator => self.cast.coordinator()?,
                    _ => self.cast.sender(story.house)?,
                };
                self.give(at, by, step).await?;
            }
        }
        Ok(Done::Nothing)
    }

    async fn answer(&self, event: &Event, held: &HeldReferral, command: &Command) -> Result<(), Failure> {
        let definitions = self.desk.definitions.clone();
        if let Some(actor) = self.cast.answers_for(held.to) {
            let step = StepReferral {
                definitions,
                referral: held.public_ref,
                side: Side::Receiver,
                command: command.clone(),
            };
            self.give(event.at, actor, step).await?;
            return Ok(());
        }
        let answer = AnswerReferral {
            definitions,
            link: held.link.ok_or(Failure::Missing)?,
            // Some of them by text message.
            via: if event.case.is_multiple_of(4) {
                AnswerVia::Sms
            } else {
                AnswerVia::Link
            },
            pin: None,
            wish: Wish::Step(Box::new(command.clone())),
        };
        self.give(event.at, &Actor::installation(Door::Link), answer)
            .await?;
        Ok(())
    }
}
