//! What deadlines do by themselves.

use relais_kernel::Timestamp;

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
            return Err(self.refuse(
                Verb::Expire,
                "StillInTime",
                "Le délai n’est pas encore écoulé.",
                "The time is not up yet.",
            ));
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
        let running = clocks::clocks(self, &context.rules)
            .into_iter()
            .find(|c| c.kind == kind && c.due == due);
        let Some(clock) = running else {
            return Err(self.out_of_place(Verb::Fire));
        };
        if self.fired.iter().any(|f| f.kind == kind && f.due == due) {
            return Err(self.refuse(
                Verb::Fire,
                "AlreadyFired",
                "Cette échéance a déjà agi.",
                "This deadline has already acted.",
            ));
        }
        if context.now < clock.due {
            return Err(self.refuse(
                Verb::Fire,
                "StillInTime",
                "Le délai n’est pas encore écoulé.",
                "The time is not up yet.",
            ));
        }
        if kind.expires() {
            return self.expire(context);
        }
        let mut step = self.step(context);
        let now = step.now;
        // Earlier clocks of the same kind are overtaken with it.
        let overtaken = clocks::unfired(self, &context.rules)
            .into_iter()
            .filter(|c| c.kind == kind && c.due <= due);
        step.after.fired.extend(overtaken.map(|c| Fired {
            kind,
            due: c.due,
            at: now,
        }));
        match kind.level() {
            Some(level) if self.escalation.is_none_or(|e| e.level < level) => {
                step.after.escalation = Some(Escalation {
                    level,
                    at: now,
                    owed_by: clock.owed_by(),
                });
                step.and(ReferralEvent::ReferralEscalated {
                    level,
                    clock: kind,
                    to: clock.owner,
                })
                .done()
            }
            _ => {
                let Clock { kind, owner, .. } = clock;
                step.and(ReferralEvent::ReminderSent {
                    clock: kind,
                    to: owner,
                })
                .done()
            }
        }
    }
}
