use std::{collections::BTreeMap, panic::AssertUnwindSafe, sync::Arc};

use futures::{FutureExt, StreamExt, stream};
use relais_kernel::{PublicRef, Timestamp};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Author, Channel, Gateway, Letter, Order, Posting, Trouble, Why, Written,
    breaker::Breaker,
    order::{OUTBOX, row},
};
use crate::{
    Database, Failure, UnitOfWork, Waits,
    queue::{Claim, Settled},
    stamp,
};

/// The ways out of this installation; none is *not configured*, and shown so.
#[derive(Clone, Default)]
pub struct Gateways {
    pub mail: Option<Arc<dyn Gateway>>,
    pub sms: Option<Arc<dyn Gateway>>,
}

impl Gateways {
    pub const fn of(&self, channel: Channel) -> Option<&Arc<dyn Gateway>> {
        match channel {
            Channel::Mail => self.mail.as_ref(),
            Channel::Sms => self.sms.as_ref(),
        }
    }
}

/// What one round did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Went {
    pub sent: usize,
    pub failed: usize,
    pub given_up: usize,
    pub dropped: usize,
}

/// Takes what lies in the outbox to its recipients. Several processes may do so on one database.
pub struct Courier {
    database: Database,
    author: Arc<dyn Author>,
    gateways: Gateways,
    breaker: Breaker,
}

/// Messages taken at a time, and under way at the same time.
const BATCH: u64 = 16;
const AT_ONCE: usize = 4;
/// Batches in one round.
const ROUND: usize = 50;

impl Courier {
    pub fn new(database: Database, author: Arc<dyn Author>, gateways: Gateways) -> Self {
        Self {
            database,
            author,
            gateways,
            breaker: Breaker::default(),
        }
    }

    /// Sends everything that is due.
    ///
    /// # Errors
    /// [`Failure`] of the store; a message that fails is counted, kept and tried again.
    pub async fn run_due(&self, now: Timestamp) -> Result<Went, Failure> {
        let mut went = Went::default();
        for _ in 0..ROUND {
            let held = self.take(now).await?;
            if held.is_empty() {
                break;
            }
            let mut results = stream::iter(held)
                .map(|(claim, model)| self.run_one(model, claim, now))
                .buffer_unordered(AT_ONCE);
            while let Some(settled) = results.next().await {
                match settled? {
                    Settled::Done => went.sent += 1,
                    Settled::Again { .. } => went.failed += 1,
                    Settled::GivenUp { .. } => went.given_up += 1,
                    Settled::Dropped => went.dropped += 1,
                }
            }
        }
        Ok(went)
    }

    async fn take(&self, now: Timestamp) -> Result<Vec<(Claim, row::Model)>, Failure> {
        let at = stamp::to_column(now);
        let due = row::Entity::find()
            .filter(row::Column::EndedAt.is_null())
            .filter(row::Column::DueAt.lte(at))
            .filter(row::Column::ClaimedUntil.lte(at))
            .order_by_asc(row::Column::DueAt)
            .limit(BATCH)
            .all(self.database.reader())
            .await?;
        let ids = due.iter().map(|model| model.id).collect();
        let mut by_id: BTreeMap<Uuid, row::Model> = due.into_iter().map(|model| (model.id, model)).collect();
        let claims = OUTBOX.claim(&self.database, ids, now).await?;
        Ok(claims
            .into_iter()
            .filter_map(|claim| Some((claim, by_id.remove(&claim.id)?)))
            .collect())
    }

    async fn run_one(&self, model: row::Model, claim: Claim, now: Timestamp) -> Result<Settled, Failure> {
        // Begun that often and never ended: it stops the program each time.
        let tried = if claim.tries > Waits::MESSAGES.tries {
            Tried::not(Trouble::Never(Why::Interrupted))
        } else {
            let attempt = AssertUnwindSafe(self.attempt(&model, now)).catch_unwind().await;
            attempt.unwrap_or_else(|_| Tried::not(Trouble::Later(Why::Unwritten)))
        };
        let settled = self.settled(&tried, claim, now);
        if let Settled::Again { error, .. } | Settled::GivenUp { error } = &settled {
            tracing::warn!(message = %model.id, kind = model.kind, tries = claim.tries, error, "a message did not leave");
        }
        let settle = Settle {
            claim,
            settled: settled.clone(),
            channel: tried.by,
            now,
        };
        self.database.write(settle).await?;
        Ok(settled)
    }

    fn settled(&self, tried: &Tried, claim: Claim, now: Timestamp) -> Settled {
        match tried.end {
            End::Sent => Settled::Done,
            End::Overtaken => Settled::Dropped,
            End::Not(Trouble::Never(why)) => Settled::GivenUp {
                error: why.code().to_owned(),
            },
            End::Not(Trouble::Later(why) | Trouble::Down(why)) => {
                let settled = Settled::after(why.code(), &Waits::MESSAGES, claim.tries, now);
                let rests = tried.by.and_then(|channel| self.breaker.rests(channel, now));
                match (settled, rests) {
                    (Settled::Again { at, error }, Some(until)) => Settled::Again {
                        at: at.max(until),
                        error,
                    },
                    (settled, _) => settled,
                }
            }
        }
    }

    async fn attempt(&self, model: &row::Model, now: Timestamp) -> Tried {
        let written = match Order::read(model) {
            Ok(order) => self.author.write(&order, now).await,
            Err(corrupt) => Err(corrupt.into()),
        };
        match written {
            Ok(Written::Letters(letters)) if letters.is_empty() => Tried::not(Trouble::Never(Why::NoContact)),
            Ok(Written::Letters(letters)) => self.post(PublicRef::from_uuid(model.id), &letters, now).await,
            Ok(Written::Not(why)) => Tried::not(Trouble::Never(why)),
            Ok(Written::Overtaken) => Tried {
                by: None,
                end: End::Overtaken,
            },
            Err(failure) => {
                tracing::error!(message = %model.id, %failure, "a message could not be written");
                Tried::not(Trouble::Later(Why::Unwritten))
            }
        }
    }

    /// By the preferred way; by the next one where that is not set up or refuses the address for good.
    async fn post(&self, id: PublicRef, letters: &[Letter], now: Timestamp) -> Tried {
        let mut last = Tried::not(Trouble::Later(Why::NotConfigured));
        for letter in letters {
            let channel = letter.channel();
            let Some(gateway) = self.gateways.of(channel) else {
                continue;
            };
            let result = match self.breaker.rests(channel, now) {
                Some(_) => Err(Trouble::Later(Why::Unreachable)),
                None => gateway.post(Posting { id, letter, now }).await,
            };
            let by = Some(channel);
            match result {
                Ok(()) => {
                    self.breaker.worked(channel);
                    return Tried { by, end: End::Sent };
                }
                Err(trouble) => {
                    if matches!(trouble, Trouble::Down(_)) {
                        self.breaker.failed(channel, now);
                    }
                    last = Tried {
                        by,
                        end: End::Not(trouble),
                    };
                    if !matches!(trouble, Trouble::Never(_)) {
                        break;
                    }
                }
            }
        }
        last
    }
}

/// What one try came to, and by which way.
struct Tried {
    by: Option<Channel>,
    end: End,
}

enum End {
    Sent,
    Overtaken,
    Not(Trouble),
}

impl Tried {
    const fn not(trouble: Trouble) -> Self {
        Self {
            by: None,
            end: End::Not(trouble),
        }
    }
}

struct Settle {
    claim: Claim,
    settled: Settled,
    channel: Option<Channel>,
    now: Timestamp,
}

impl UnitOfWork for Settle {
    type Output = ();

    async fn run(&self, rows: &DatabaseTransaction) -> Result<(), Failure> {
        if !OUTBOX.settle(rows, self.claim, &self.settled, self.now).await? {
            return Ok(());
        }
        if let Some(channel) = self.channel {
            row::Entity::update_many()
                .col_expr(row::Column::Channel, Expr::value(channel.code()))
                .filter(row::Column::Id.eq(self.claim.id))
                .exec(rows)
                .await?;
        }
        Ok(())
    }
}
