//! What speaks for and against entries, and which of them somebody should vouch for again.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, ToSpan, civil::Date};
use relais_kernel::{Id, Localised, Mechanism};
use relais_platform::Failure;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{
    disputes::disputed_entries,
    hsds::dropped,
    services::{ServiceRow, services_by_id, services_to_verify},
    tallies::{Tallies, tallies},
    verification::silent_rounds,
};
use crate::{
    Entry, FreshnessRules, OrganisationId, Service, ServiceId,
    reliability::{Known, Reliability, Reliance},
};

/// Under which rules and on which day entries are looked at.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    pub mechanism: Id<Mechanism>,
    pub rules: FreshnessRules,
    pub today: Date,
    pub now: Timestamp,
}

/// What is known of how entries are kept and answered for.
pub(crate) struct Ledger {
    look: Look,
    tallies: Tallies,
    silent_rounds: BTreeMap<OrganisationId, u32>,
    disputes: BTreeMap<ServiceId, u32>,
    /// References of entries whose package has them no longer.
    dropped: BTreeSet<Uuid>,
}

impl Ledger {
    /// Of these services, or of all.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn read<C: ConnectionTrait>(
        rows: &C,
        look: Look,
        of: Option<&[ServiceId]>,
    ) -> Result<Self, Failure> {
        Ok(Self {
            look,
            tallies: tallies(rows, of, look.now).await?,
            silent_rounds: silent_rounds(rows, look.mechanism, look.now).await?,
            disputes: disputed_entries(rows).await?,
            dropped: dropped(rows).await?,
        })
    }

    pub fn judge(&self, service: &Service) -> Reliability {
        let Look { rules, today, .. } = self.look;
        let silent = self.silent_rounds.get(&service.organisation);
        Reliability::judge(&Known {
            freshness: service.freshness(rules, today),
            window: rules.window_days(service.takes_emergencies()),
            tally: self.tallies.of(service.id),
            wrong_since: self.tallies.wrong_since(service.id, service.assured_on()),
            silent_rounds: silent.copied().unwrap_or_default(),
            disputes: self.disputes.get(&service.id).copied().unwrap_or_default(),
            dropped: self.dropped.contains(&service.public_ref.uuid()),
        })
    }

    fn is_poor(&self, service: &Service) -> bool {
        self.judge(service).reliance() == Reliance::Poor
    }
}

/// Of these services those that have lost trust, how far, and what whoever is about to refer should know.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn doubts<C: ConnectionTrait>(
    rows: &C,
    look: Look,
    services: &[Service],
) -> Result<BTreeMap<ServiceId, (Reliance, Vec<Localised>)>, Failure> {
    let ids: Vec<ServiceId> = services.iter().map(|service| service.id).collect();
    let ledger = Ledger::read(rows, look, Some(&ids)).await?;
    let judged = services.iter().map(|service| (service.id, ledger.judge(service)));
    let doubted = judged.filter(|(_, judged)| judged.reliance() != Reliance::Firm);
    let warned = |judged: &Reliability| {
        judged
            .grounds
            .iter()
            .filter_map(|ground| ground.warning())
            .collect()
    };
    Ok(doubted
        .map(|(id, judged)| (id, (judged.reliance(), warned(&judged))))
        .collect())
}

/// The entries that somebody should vouch for again: those of which the last verification is too old, the oldest first, and
/// those that have lost their trust otherwise.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn due<C: ConnectionTrait>(
    rows: &C,
    look: Look,
    most: u64,
) -> Result<Vec<ServiceRow>, Failure> {
    let before = |days: u16| {
        let day = look.today.checked_sub(i64::from(days).days());
        day.unwrap_or(Date::MIN)
    };
    let (emergency, others) = (before(look.rules.emergency_days), before(look.rules.days));
    let mut all = services_to_verify(rows, emergency, others, most).await?;
    let listed: BTreeSet<ServiceId> = all.iter().map(|row| row.service.id).collect();
    let ledger = Ledger::read(rows, look, None).await?;
    let burdened: Vec<ServiceId> = ledger
        .tallies
        .burdened()
        .filter(|id| !listed.contains(id))
        .collect();
    for row in services_by_id(rows, &burdened).await? {
        let kept = !matches!(row.service.entry, Entry::Suspended { .. } | Entry::Defunct { .. });
        if kept && ledger.is_poor(&row.service) && (all.len() as u64) < most {
            all.push(row);
        }
    }
    Ok(all)
}
