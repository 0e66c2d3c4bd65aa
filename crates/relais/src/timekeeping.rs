//! Whether the machine's clock may be believed. Deadlines, expiries and retention follow it, and what they do cannot be
//! taken back: a clock that leapt ten years ahead must not let every consent run out.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use relais_kernel::{Timestamp, jiff::SignedDuration};
use relais_platform::Failure;
use relais_trust::Trust;

/// So far the clock may run ahead of what the machine counted by itself, sleep included, while the program runs.
const LEAP: SignedDuration = SignedDuration::from_hours(12);
/// A journal that ends so long ago at a start speaks for a wrong clock rather than for a long silence.
const SILENCE: SignedDuration = SignedDuration::from_hours(24 * 90);
/// A person says that the clock is right: the journal's newest head was signed this close to now.
const ACCEPTED: SignedDuration = SignedDuration::from_hours(1);

/// Why what the clock brings about rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It ran ahead while the program ran.
    Leapt,
    /// It stands far beyond the end of the journal.
    Silence,
}

/// The clock on the wall and what the machine counted, read together.
#[derive(Debug, Clone, Copy)]
struct Reading {
    wall: Timestamp,
    counted: Duration,
}

/// Compares the clock with what the machine counts.
#[derive(Clone)]
pub struct Timekeeper {
    trust: Trust,
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    begun: Reading,
    /// The journal ended long before the start, and nobody said yet that this is so.
    silence: bool,
    doubt: Option<Doubt>,
}

impl State {
    fn judge(&self, now: Reading) -> Option<Doubt> {
        let by_clock = now.wall.duration_since(self.begun.wall);
        let counted = now.counted.saturating_sub(self.begun.counted);
        let counted = SignedDuration::try_from(counted).unwrap_or(SignedDuration::MAX);
        if by_clock.saturating_sub(counted) > LEAP {
            Some(Doubt::Leapt)
        } else {
            self.silence.then_some(Doubt::Silence)
        }
    }
}

impl Timekeeper {
    /// From the start of a server on. A demonstration may lie still as long as it likes.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn begin(trust: &Trust, demonstration: bool) -> Result<Self, Failure> {
        let begun = read(trust);
        let last = trust
            .newest_checkpoint()
            .await?
            .map(|signed| signed.checkpoint.at);
        let silence = !demonstration && last.is_some_and(|at| is_silence(at, begun.wall));
        let state = State {
            begun,
            silence,
            doubt: None,
        };
        Ok(Self {
            trust: trust.clone(),
            state: Arc::new(Mutex::new(state)),
        })
    }

    /// Whether what the clock brings about may be done now. It is, again, as soon as the clock is right, or somebody says
    /// that it is (`relais clock accept`).
    pub async fn believes(&self) -> bool {
        let now = read(&self.trust);
        let Some(doubt) = self.judged(now) else {
            return true;
        };
        match self.trust.newest_checkpoint().await {
            Ok(Some(signed)) if was_accepted(signed.checkpoint.at, now.wall) => {
                tracing::info!("the clock was accepted");
                self.accept(now);
                true
            }
            Ok(_) => false,
            Err(failure) => {
                tracing::error!(%failure, ?doubt, "the clock is in doubt, and the journal cannot be read");
                false
            }
        }
    }

    /// Whether the clock ran ahead while this program ran: it is not fit to work then.
    pub fn leapt(&self) -> bool {
        self.state().judge(read(&self.trust)) == Some(Doubt::Leapt)
    }

    fn judged(&self, now: Reading) -> Option<Doubt> {
        let mut state = self.state();
        let doubt = state.judge(now);
        if doubt != state.doubt {
            match doubt {
                Some(Doubt::Leapt) => tracing::error!(
                    "the clock leapt ahead: deadlines, expiries and retention rest until it is right again, or until `relais clock accept`"
                ),
                Some(Doubt::Silence) => tracing::error!(
                    "the journal ended months ago: deadlines, expiries and retention rest until `relais clock accept` says that the clock is right"
                ),
                None => tracing::info!("the clock is right again"),
            }
            state.doubt = doubt;
        }
        doubt
    }

    fn accept(&self, now: Reading) {
        let mut state = self.state();
        state.begun = now;
        state.silence = false;
        state.doubt = None;
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a journal whose head was signed last at `last` ends so long ago that the clock is in doubt at a start.
pub fn is_silence(last: Timestamp, now: Timestamp) -> bool {
    now.duration_since(last) > SILENCE
}

fn was_accepted(signed: Timestamp, now: Timestamp) -> bool {
    now.duration_since(signed).abs() <= ACCEPTED
}

fn read(trust: &Trust) -> Reading {
    Reading {
        wall: trust.now(),
        counted: counted(),
    }
}

/// What the machine has counted since some beginning, its sleep included.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn counted() -> Duration {
    let at = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    let seconds = u64::try_from(at.tv_sec).unwrap_or(0);
    Duration::new(seconds, u32::try_from(at.tv_nsec).unwrap_or(0))
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn counted() -> Duration {
    static BEGUN: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    BEGUN.elapsed()
}

#[cfg(test)]
mod tests {
    use relais_kernel::{FixedClock, SystemEntropy};
    use relais_trust::{Actor, Door, testing::TestTrust};

    use super::*;
    use crate::ground::Tell;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn reading(wall: &str, counted: u64) -> Reading {
        Reading {
            wall: at(wall),
            counted: Duration::from_secs(counted),
        }
    }

    fn begun(silence: bool) -> State {
        State {
            begun: reading("2026-03-02T08:00:00Z", 1000),
            silence,
            doubt: None,
        }
    }

    #[test]
    fn a_clock_that_leaps_ahead_is_in_doubt_until_it_is_right_again() {
        let state = begun(false);
        for (wall, counted, doubt) in [
            ("2026-03-02T08:00:05Z", 1005, None),
            // Set right by a few hours, and back.
            ("2026-03-02T13:00:00Z", 1010, None),
            ("2026-03-01T08:00:00Z", 1010, None),
            // A day, and ten years.
            ("2026-03-03T08:00:10Z", 1010, Some(Doubt::Leapt)),
            ("2036-03-02T08:00:00Z", 1010, Some(Doubt::Leapt)),
            ("2026-03-02T08:00:20Z", 1020, None),
            // A machine that slept for two weeks counted them.
            ("2026-03-16T08:00:00Z", 1000 + 14 * 86_400, None),
        ] {
            assert_eq!(state.judge(reading(wall, counted)), doubt, "{wall}");
        }
    }

    #[test]
    fn a_journal_that_ended_months_ago_waits_for_a_person_and_a_rainy_season_does_not() {
        let now = at("2026-09-01T08:00:00Z");
        assert!(!is_silence(at("2026-06-10T08:00:00Z"), now));
        assert!(is_silence(at("2026-05-01T08:00:00Z"), now));
        assert!(is_silence(at("2016-09-01T08:00:00Z"), now));
        assert_eq!(
            begun(true).judge(reading("2026-03-02T08:00:05Z", 1005)),
            Some(Doubt::Silence)
        );
        assert!(was_accepted(at("2026-09-01T07:30:00Z"), now));
        assert!(!was_accepted(at("2026-09-01T06:30:00Z"), now));
        assert!(!was_accepted(at("2026-09-01T10:30:00Z"), now));
    }

    #[tokio::test]
    async fn after_a_long_silence_what_follows_the_clock_rests_until_somebody_accepts_it() {
        for test in TestTrust::on_each_engine(&[]).await {
            let written = async |trust: &Trust| {
                let console = Actor::installation(Door::Console);
                trust
                    .perform(&console, None, Tell("ClockAccepted"))
                    .await
                    .unwrap();
                trust.sign_checkpoint().await.unwrap();
            };
            let keeper = Timekeeper::begin(&test.trust, false).await.unwrap();
            assert!(keeper.believes().await, "a journal that begins");
            written(&test.trust).await;
            let years = test.trust.now() + SignedDuration::from_hours(24 * 3650);
            let later = test
                .trust
                .under(Arc::new(FixedClock::at(years)), Arc::new(SystemEntropy))
                .unwrap();
            let keeper = Timekeeper::begin(&later, false).await.unwrap();
            assert!(!keeper.believes().await);
            assert!(!keeper.leapt(), "it works, but for what the clock brings about");
            assert!(Timekeeper::begin(&later, true).await.unwrap().believes().await);
            written(&later).await;
            assert!(keeper.believes().await);
        }
    }
}
