mod answering;
mod firing;
mod serving;

use relais_kernel::{Clock as _, FixedClock, Priority, Timestamp};

use super::*;
use crate::fixtures::*;
use crate::referral::{Command, ContactPlan, ReferralEvent, ReferralState, StateKind, Words};

pub(super) fn dues(world: &World, referral: &Referral) -> Vec<(ClockKind, Timestamp)> {
    clocks(referral, &world.rules())
        .into_iter()
        .map(|c| (c.kind, c.due))
        .collect()
}

/// Sent at this moment instead of on Monday.
pub(super) fn sent_at(world: &World, priority: Priority, moment: &str) -> Referral {
    let mut ready = world.ready(priority);
    ready.changed_at = at(moment);
    let send = send(&ready);
    world.follow(ready, vec![send], at(moment))
}

/// What due clocks did by `now`, in order, with the referral they left.
pub(super) fn run(world: &World, mut referral: Referral, now: Timestamp) -> (Referral, Vec<ReferralEvent>) {
    let mut all = Vec::new();
    while let Some(clock) = due_now(&referral, &world.rules(), now).first().copied() {
        let fire = Command::Fire {
            clock: clock.kind,
            due: clock.due,
        };
        let (after, events) = world.give(&referral, fire, now).unwrap();
        all.extend(events);
        referral = after;
    }
    (referral, all)
}
