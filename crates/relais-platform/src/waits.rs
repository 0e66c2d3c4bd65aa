use relais_kernel::{Timestamp, jiff::SignedDuration};

/// How long to wait after each failure, and how often to try at all: each wait is twice the one before it, up to
/// the longest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waits {
    pub first: SignedDuration,
    pub longest: SignedDuration,
    /// How often something is tried before it is given up and shown.
    pub tries: i32,
}

impl Waits {
    /// Jobs: after 10 s, then up to an hour; given up after about twelve hours.
    pub const JOBS: Self = Self {
        first: SignedDuration::from_secs(10),
        longest: SignedDuration::from_hours(1),
        tries: 20,
    };

    /// Messages: after 30 s, then up to an hour; given up after about a day.
    pub const MESSAGES: Self = Self {
        first: SignedDuration::from_secs(30),
        longest: SignedDuration::from_hours(1),
        tries: 30,
    };

    /// A gateway that fails is left alone for 30 s, then for up to a quarter of an hour.
    pub const GATEWAYS: Self = Self {
        first: SignedDuration::from_secs(30),
        longest: SignedDuration::from_mins(15),
        tries: i32::MAX,
    };

    /// The wait after the `failures`-th failure, counted from 1.
    pub fn after(&self, failures: i32) -> SignedDuration {
        let doublings = u32::try_from(failures.saturating_sub(1)).unwrap_or(0).min(30);
        self.first
            .checked_mul(1_i32 << doublings)
            .map_or(self.longest, |wait| wait.min(self.longest))
    }

    /// When to try again after the `tries`-th try has failed; `None` when it is given up.
    pub fn next(&self, tries: i32, now: Timestamp) -> Option<Timestamp> {
        let again = now.checked_add(self.after(tries)).unwrap_or(Timestamp::MAX);
        (tries < self.tries).then_some(again)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn waits_grow_and_are_bounded(first in 1_i64..100_000, more in 0_i64..1_000_000, failures in 1_i32..5_000) {
            let waits = Waits {
                first: SignedDuration::from_secs(first),
                longest: SignedDuration::from_secs(first + more),
                tries: 10,
            };
            let (this, next) = (waits.after(failures), waits.after(failures + 1));
            proptest::prop_assert!(waits.first <= this && this <= next && next <= waits.longest);
            proptest::prop_assert!(next > this || this == waits.longest);
        }

        #[test]
        fn every_thing_that_keeps_failing_is_given_up_once(start in 0_i64..4_000_000_000) {
            let mut now = Timestamp::from_second(start).unwrap();
            let mut tries = 1;
            while let Some(next) = Waits::MESSAGES.next(tries, now) {
                proptest::prop_assert!(next > now);
                (now, tries) = (next, tries + 1);
            }
            proptest::prop_assert_eq!(tries, Waits::MESSAGES.tries);
        }
    }

    #[test]
    fn an_emergency_message_is_tried_often_before_its_first_deadline() {
        // Two hours to acknowledge (decisions §3).
        let start = Timestamp::UNIX_EPOCH;
        let deadline = start + SignedDuration::from_hours(2);
        let mut times = std::iter::successors(Some((1, start)), |(tries, at)| {
            Some((tries + 1, Waits::MESSAGES.next(*tries, *at)?))
        });
        assert!(times.by_ref().take_while(|(_, at)| *at < deadline).count() >= 8);
    }
}
