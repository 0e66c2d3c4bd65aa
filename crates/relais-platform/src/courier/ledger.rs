//! What became of the messages, for the people who wait for them.

use relais_kernel::{PublicRef, Timestamp};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Channel, Order, Why,
    order::{OUTBOX, row},
};
use crate::{Corrupt, Failure, literal, stamp};

/// How a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// It waits for its first try.
    Waiting,
    /// It failed and is tried again then.
    Again {
        at: Timestamp,
        why: Why,
    },
    Sent {
        at: Timestamp,
    },
    /// Somebody has to do something.
    GivenUp {
        at: Timestamp,
        why: Why,
    },
    /// What it was about was over before it could leave.
    Dropped {
        at: Timestamp,
    },
}

/// A message as people are shown it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    pub id: PublicRef,
    pub order: Order,
    pub made_at: Timestamp,
    pub channel: Option<Channel>,
    pub tries: i32,
    pub stand: Stand,
}

impl Delivery {
    /// It has not arrived, or not yet, though it was tried.
    pub const fn is_in_trouble(&self) -> bool {
        matches!(self.stand, Stand::Again { .. } | Stand::GivenUp { .. })
    }

    /// Sending it anew makes sense.
    pub const fn may_go_again(&self) -> bool {
        !matches!(self.stand, Stand::Waiting | Stand::Dropped { .. })
    }
}

/// Which messages.
#[derive(Debug, Clone, Copy, Default)]
pub struct Narrow {
    pub scope: Option<Uuid>,
    pub owner: Option<Uuid>,
    pub subject: Option<Uuid>,
    pub id: Option<PublicRef>,
    pub pile: Option<Pile>,
    /// How many of the newest are passed over.
    pub skip: u64,
}

/// Messages that ask the same of people, in the order in which they ask it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pile {
    /// Failed for good, or failed and tried again.
    Troubled,
    /// Not tried yet.
    Waiting,
    /// Sent, or no longer needed.
    Over,
}

impl Pile {
    /// What somebody may have to act on first.
    pub const ALL: [Self; 3] = [Self::Troubled, Self::Waiting, Self::Over];

    fn condition(self) -> Condition {
        use row::Column;
        let open = || Condition::all().add(Column::EndedAt.is_null());
        match self {
            Self::Troubled => Condition::any()
                .add(open().add(Column::LastError.is_not_null()))
                .add(literal::is(Column::Ending, "given_up")),
            Self::Waiting => open().add(Column::LastError.is_null()),
            Self::Over => Condition::all()
                .add(Column::EndedAt.is_not_null())
                .add(Column::Ending.ne("given_up")),
        }
    }
}

impl Narrow {
    fn condition(self) -> Condition {
        use row::Column;
        Condition::all()
            .add_option(self.scope.map(|id| Column::ScopeId.eq(id)))
            .add_option(self.owner.map(|id| Column::OwnerId.eq(id)))
            .add_option(self.subject.map(|id| Column::SubjectId.eq(id)))
            .add_option(self.id.map(|id| Column::Id.eq(id.uuid())))
            .add_option(self.pile.map(Pile::condition))
    }
}

/// The newest messages first.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn deliveries<C: ConnectionTrait>(
    rows: &C,
    narrow: Narrow,
    limit: u64,
) -> Result<Vec<Delivery>, Failure> {
    use row::Column;
    let found = row::Entity::find()
        .filter(narrow.condition())
        .order_by_desc(Column::MadeAt)
        .order_by_desc(Column::Id)
        .offset(narrow.skip)
        .limit(limit)
        .all(rows)
        .await?;
    found.iter().map(read).collect()
}

/// How many there are.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn how_many<C: ConnectionTrait>(rows: &C, narrow: Narrow) -> Result<u64, Failure> {
    let found = row::Entity::find().filter(narrow.condition());
    Ok(found.count(rows).await?)
}

fn read(held: &row::Model) -> Result<Delivery, Failure> {
    let at = |moment, column| stamp::from_column(moment, "outbox", column, held.id);
    let why = || {
        let code = held.last_error.as_deref().unwrap_or_default();
        Why::of_code(code).ok_or_else(|| Corrupt::at("outbox", "last_error", held.id))
    };
    let stand = match (held.ended_at, held.ending.as_deref()) {
        (None, _) if held.last_error.is_none() => Stand::Waiting,
        (None, _) => Stand::Again {
            at: at(held.due_at, "due_at")?,
            why: why()?,
        },
        (Some(ended), Some("done")) => Stand::Sent {
            at: at(ended, "ended_at")?,
        },
        (Some(ended), Some("given_up")) => Stand::GivenUp {
            at: at(ended, "ended_at")?,
            why: why()?,
        },
        (Some(ended), Some("dropped")) => Stand::Dropped {
            at: at(ended, "ended_at")?,
        },
        _ => return Err(Corrupt::at("outbox", "ending", held.id).into()),
    };
    let channel = held
        .channel
        .as_deref()
        .map(|code| Channel::of_code(code).ok_or_else(|| Corrupt::at("outbox", "channel", held.id)));
    Ok(Delivery {
        id: PublicRef::from_uuid(held.id),
        order: Order::read(held)?,
        made_at: at(held.made_at, "made_at")?,
        channel: channel.transpose()?,
        tries: held.tries,
        stand,
    })
}

/// Sends a message anew, whether it failed or went.
///
/// # Errors
/// [`Failure::Missing`] when there is none, or it is on its way at this moment.
pub async fn again(rows: &DatabaseTransaction, id: PublicRef, now: Timestamp) -> Result<(), Failure> {
    use row::Column;
    let now = stamp::to_column(now);
    let done = row::Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(None::<i64>))
        .col_expr(Column::Ending, Expr::value(None::<String>))
        .col_expr(Column::LastError, Expr::value(None::<String>))
        .col_expr(Column::Tries, Expr::value(0))
        .col_expr(Column::DueAt, Expr::value(now))
        .col_expr(Column::ClaimedUntil, Expr::value(0_i64))
        .filter(Column::Id.eq(id.uuid()))
        .filter(Column::ClaimedUntil.lte(now))
        .exec(rows)
        .await?;
    if done.rows_affected > 0 {
        Ok(())
    } else {
        Err(Failure::Missing)
    }
}

/// How much lies in the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Not tried yet, or tried in vain and to be tried again.
    pub waiting: u64,
    /// Of these, tried in vain.
    pub failing: u64,
    pub given_up: u64,
}

/// # Errors
/// [`Failure`] of the store.
pub async fn tally<C: ConnectionTrait>(rows: &C) -> Result<Tally, Failure> {
    let waiting = || row::Entity::find().filter(row::Column::EndedAt.is_null());
    Ok(Tally {
        waiting: waiting().count(rows).await?,
        failing: waiting()
            .filter(row::Column::LastError.is_not_null())
            .count(rows)
            .await?,
        given_up: row::Entity::find()
            .filter(literal::is(row::Column::Ending, "given_up"))
            .count(rows)
            .await?,
    })
}

/// Removes what ended before this instant.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn forget_sent(rows: &DatabaseTransaction, before: Timestamp) -> Result<u64, Failure> {
    OUTBOX.forget(rows, before).await
}

/// Marks what waits as gone at the moment it was asked for: for the history of a demonstration, in which everybody was
/// told long ago.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn count_as_told(rows: &DatabaseTransaction) -> Result<u64, Failure> {
    use row::Column;
    let told = row::Entity::update_many()
        .col_expr(Column::EndedAt, Expr::col(Column::MadeAt))
        .col_expr(Column::Ending, Expr::value("done"))
        .col_expr(Column::Channel, Expr::value(Channel::Mail.code()))
        .filter(Column::EndedAt.is_null())
        .exec(rows)
        .await?;
    Ok(told.rows_affected)
}
