use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::SignedDuration;
use relais_kernel::{Id, Mechanism, Timestamp};
use relais_platform::Failure;
use relais_referral::store::figures::{Measured, Sent, tallies, times};
use sea_orm::ConnectionTrait;
use tokio::sync::Mutex as Turn;

use crate::{
    figures::{Counts, Figures, published},
    period::Period,
    store::{months_in, releases_in},
};

/// How long a count is told again.
const LIFE: SignedDuration = SignedDuration::from_secs(60);
/// Counting fewer referrals than this is quick, and always fresh.
const MANY: u64 = 20_000;
/// Different questions that are remembered; more of them within a minute than people ask.
const QUESTIONS: usize = 200;

/// Counts over many referrals, told again for a minute to everybody who asks the same, and counted once when several
/// ask at once: a coordination that opens its figures at eight does not keep receivers from answering.
#[derive(Clone)]
pub struct Kept {
    all: Arc<Mutex<HashMap<Sent, Place>>>,
    years: Arc<Mutex<HashMap<Year, Arc<Published>>>>,
    many: u64,
}

/// A year of a mechanism, with so many of its months published: what was published of it never changes.
type Year = (Id<Mechanism>, Period, u64);
/// What was published of a year.
pub type Published = Vec<(Period, Figures)>;
/// More years than an installation has of all its mechanisms.
const YEARS: usize = 200;

type Place = Arc<Turn<Option<Told>>>;

/// What was counted, and when.
#[derive(Debug, Clone)]
pub struct Told {
    pub counts: Arc<Counts>,
    pub at: Timestamp,
}

impl Default for Kept {
    fn default() -> Self {
        Self::over(MANY)
    }
}

impl Kept {
    /// Keeps what counts at least so many referrals.
    pub fn over(many: u64) -> Self {
        Self {
            all: Arc::default(),
            years: Arc::default(),
            many,
        }
    }

    /// # Errors
    /// [`Failure`] of the store.
    pub async fn counts<C: ConnectionTrait>(
        &self,
        rows: &C,
        sent: &Sent,
        now: Timestamp,
    ) -> Result<Told, Failure> {
        let place = self.place(sent);
        let mut held = place.lock().await;
        if let Some(told) = held.as_ref().filter(|told| now.duration_since(told.at) < LIFE) {
            return Ok(told.clone());
        }
        let told = Told {
            counts: Arc::new(counted(rows, sent, now).await?),
            at: now,
        };
        let count: u64 = told.counts.tallies.iter().map(|tally| tally.count).sum();
        *held = (count >= self.many).then(|| told.clone());
        Ok(told)
    }

    /// The figures that were published of a year.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn published<C: ConnectionTrait>(
        &self,
        rows: &C,
        mechanism: Id<Mechanism>,
        year: Period,
    ) -> Result<Arc<Published>, Failure> {
        let key = (mechanism, year, months_in(rows, mechanism, year).await?);
        let held = || self.years.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = held().get(&key) {
            return Ok(known.clone());
        }
        let releases = releases_in(rows, mechanism, year).await?;
        let masked = tokio::task::spawn_blocking(move || published(year, &releases)).await;
        let masked = Arc::new(masked.map_err(|fault| Failure::Fault(fault.to_string()))?);
        let mut all = held();
        if all.len() >= YEARS {
            all.clear();
        }
        all.insert(key, masked.clone());
        Ok(masked)
    }

    fn place(&self, sent: &Sent) -> Place {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= QUESTIONS {
            all.clear();
        }
        all.entry(sent.clone()).or_default().clone()
    }
}

/// Everything that the figures are made of, in three questions.
async fn counted<C: ConnectionTrait>(rows: &C, sent: &Sent, now: Timestamp) -> Result<Counts, Failure> {
    Ok(Counts {
        tallies: tallies(rows, sent, now).await?,
        acknowledged: times(rows, sent, Measured::Acknowledgement).await?,
        decided: times(rows, sent, Measured::Decision).await?,
    })
}
