use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use relais_kernel::Timestamp;

use super::Channel;
use crate::Waits;

/// Leaves a gateway that does not answer alone for a while, so that a hundred messages do not each wait for it.
#[derive(Default)]
pub(super) struct Breaker(Mutex<BTreeMap<Channel, (i32, Timestamp)>>);

impl Breaker {
    /// Until when this way out is left alone.
    pub fn rests(&self, channel: Channel, now: Timestamp) -> Option<Timestamp> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.get(&channel)
            .map(|(_, until)| *until)
            .filter(|until| *until > now)
    }

    pub fn failed(&self, channel: Channel, now: Timestamp) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (failures, until) = held.entry(channel).or_insert((0, Timestamp::MIN));
        // Those that were under way together count as one failure.
        if *until <= now {
            *failures = failures.saturating_add(1);
            *until = Waits::GATEWAYS.next(*failures, now).unwrap_or(now);
        }
    }

    pub fn worked(&self, channel: Channel) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&channel);
    }
}
