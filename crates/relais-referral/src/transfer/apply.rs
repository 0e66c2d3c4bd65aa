use relais_kernel::{Id, Refusal, Timestamp, User};

use super::{
    Readiness, RejectReason, Transfer, TransferCommand, TransferContext, TransferEvent, TransferState,
    TransferVerb, Transferred,
};
use crate::referral::Words;

impl Transfer {
    /// Does what a command asks, if state, side and guards let it.
    ///
    /// # Errors
    /// `NotPossibleInThisState`, `NotForThisSide`, `StillInTime`, `ReasonInWordsMissing`, or what holds the request
    /// (see [`Readiness`]).
    pub fn apply(&self, command: TransferCommand, context: &TransferContext<'_>) -> Transferred {
        let verb = command.verb();
        if !verb.sides().contains(&context.side) {
            return Err(self.refuse(verb, "NotForThisSide").into());
        }
        let now = context.now.max(self.changed_at);
        match (&self.state, command) {
            (TransferState::Draft, TransferCommand::Request(readiness)) => {
                self.request(readiness, now, context)
            }
            (TransferState::Requested { .. }, TransferCommand::Accept { owner }) => {
                Ok(self.accept(owner, now))
            }
            (TransferState::Requested { .. }, TransferCommand::Reject { reason, note }) => {
                self.reject(reason, note, now)
            }
            (TransferState::Requested { .. }, TransferCommand::Revoke) => Ok(self.to(
                TransferState::Revoked { at: now },
                TransferEvent::TransferRevoked,
                now,
            )),
            (TransferState::Requested { expires, .. }, TransferCommand::Expire) if now < *expires => {
                Err(self.refuse(verb, "StillInTime").into())
            }
            (TransferState::Requested { .. }, TransferCommand::Expire) => Ok(self.to(
                TransferState::Expired { at: now },
                TransferEvent::TransferExpired,
                now,
            )),
            _ => Err(self.refuse(verb, "NotPossibleInThisState").into()),
        }
    }

    fn request(&self, readiness: Readiness, now: Timestamp, context: &TransferContext<'_>) -> Transferred {
        let lawful = readiness.check(self, context)?;
        let expires = context.rules.expire.after(now, context.rules.calendar);
        let state = TransferState::Requested {
            at: now,
            by: context.by,
            expires,
        };
        let event = TransferEvent::TransferRequested {
            to: self.to_org,
            lawful,
            expires,
        };
        let (mut after, events) = self.to(state, event, now);
        after.open_referrals = readiness.listed;
        after.handover = readiness.handover;
        after.definition = context.rules.version.clone();
        Ok((after, events))
    }

    fn accept(&self, owner: Id<User>, now: Timestamp) -> (Self, Vec<TransferEvent>) {
        let state = TransferState::Accepted { at: now, owner };
        let (after, mut events) = self.to(state, TransferEvent::TransferAccepted { owner }, now);
        events.push(TransferEvent::OwnershipMoved {
            from: self.from_org,
            to: self.to_org,
            owner,
        });
        (after, events)
    }

    fn reject(&self, reason: RejectReason, note: Option<Words>, now: Timestamp) -> Transferred {
        if reason == RejectReason::Other && note.is_none() {
            return Err(self
                .refuse(TransferVerb::Reject, "ReasonInWordsMissing")
                .at("note")
                .into());
        }
        let state = TransferState::Rejected { at: now, reason };
        let (mut after, events) = self.to(state, TransferEvent::TransferRejected { reason }, now);
        after.rejection = note;
        Ok((after, events))
    }

    fn to(&self, state: TransferState, event: TransferEvent, now: Timestamp) -> (Self, Vec<TransferEvent>) {
        (
            Self {
                state,
                changed_at: now,
                ..self.clone()
            },
            vec![event],
        )
    }

    fn refuse(&self, verb: TransferVerb, code: &str) -> Refusal {
        let (state, asked) = (self.state.kind().label(), verb.label());
        let refusal = match code {
            "NotForThisSide" => Refusal::new(
                code,
                format!("Ce n’est pas à vous de {} ce transfert.", asked.fr),
                format!("It is not for you to {} this transfer.", asked.en),
            ),
            "ReasonInWordsMissing" => Refusal::new(
                code,
                "Pour « autre », dites le motif en quelques mots.",
                "For “other”, give the reason in a few words.",
            ),
            "StillInTime" => Refusal::new(
                code,
                "Le délai de réponse n’est pas encore écoulé.",
                "The time to answer is not up yet.",
            ),
            _ => Refusal::new(
                code,
                format!(
                    "Ce transfert est à l’étape « {} » : on ne peut pas le {}.",
                    state.fr, asked.fr
                ),
                format!(
                    "This transfer is at the step “{}”: you cannot {} it.",
                    state.en, asked.en
                ),
            ),
        };
        refusal.during(self.state.kind().code(), verb.code())
    }
}
