//! What deadlines do by themselves.

use relais_kernel::{Refusal, Timestamp};

use crate::clocks::{self, Clock, ClockKind, Escalation, Fired};
use crate::referral::apply::Applied;
use crate::referral::{Context, Referral, ReferralEvent, ReferralState, StateKind, Verb};

impl Referral {
    /// No decision in time (decisions §2: even when it was acknowledged).
    pub(crate) fn expire(&self, context: &Context<'_>) -> Applied {
        let (StateKind::Sent | StateKind::Acknowledged | StateKind::InfoRequested | StateKind::Waitlisted) =
            self.kind()
        else {
            return Err(self.out_of_place(Verb::Expire));
        };
        let limit = clocks::clocks(self, &context.rules)
            .into_iter()
            .find(|c| c.kind.expires());
        if limit.is_none_or(|clock| context.now < clock.due) {
            return Err(self.still_in_time(Verb::Expire));
        }
        let mut step = self.step(context);
        let at = step.now;
        step.after.milestones.expired_at = Some(at);
        let acknowledged = self.milestones.acknowledged_at.is_some();
        step.to(
            ReferralState::Expired { at, acknowledged },
            ReferralEvent::ReferralExpired { acknowledged },
        )
        .and(ReferralEvent::ReroutingAsked)
        .done()
    }

    /// Lets a due clock do what it is for; the mark left behind keeps it from doing it twice.
    pub(crate) fn fire(&self, kind: ClockKind, due: Timestamp, context: &Context<'_>) -> Applied {
        let clock = self.due_clock(kind, due, context)?;
        if kind.expires() {
            return self.expire(context);
        }
        let mut step = self.step(context);
        let at = step.now;
        // Earlier clocks of the same kind are overtaken with it.
        let overtaken = clocks::unfired(self, &context.rules)
            .into_iter()
            .filter(|c| c.kind == kind && c.due <= due);
        step.after
            .fired
            .extend(overtaken.map(|c| Fired { kind, due: c.due, at }));
        let Clock { owner: to, .. } = clock;
        match kind.level() {
            Some(level) if self.escalation.is_none_or(|e| e.level < level) => {
                step.after.escalation = Some(Escalation {
                    level,
                    at,
                    owed_by: clock.owed_by(),
                });
                step.and(ReferralEvent::ReferralEscalated {
                    level,
                    clock: kind,
                    to,
                })
                .done()
            }
            _ => step.and(ReferralEvent::ReminderSent { clock: kind, to }).done(),
        }
    }

    /// The clock asked for, if it runs, has not fired yet and is due.
    fn due_clock(&self, kind: ClockKind, due: Timestamp, context: &Context<'_>) -> Result<Clock, Refusal> {
        let running = clocks::clocks(self, &context.rules)
            .into_iter()
            .find(|c| c.kind == kind && c.due == due);
        let clock = running.ok_or_else(|| self.out_of_place(Verb::Fire))?;
        if self.fired.iter().any(|f| f.kind == kind && f.due == due) {
            return Err(self.refuse(
                Verb::Fire,
                "AlreadyFired",
                "Cette échéance a déjà agi.",
                "This deadline has already acted.",
            ));
        }
        if context.now < clock.due {
            return Err(self.still_in_time(Verb::Fire));
        }
        Ok(clock)
    }

    fn still_in_time(&self, verb: Verb) -> Refusal {
        self.refuse(
            verb,
            "StillInTime",
            "Le délai n’est pas encore écoulé.",
            "The time is not up yet.",
        )
    }
}
