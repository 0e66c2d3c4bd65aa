use relais_kernel::Timestamp;
use relais_platform::{Failure, stamp};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, sea_query::OnConflict};

use super::entity::throttle as row;
use crate::Trust;

/// Seconds to wait after so many failures in a row. The wait ends by itself and says nothing of whether the
/// account exists (security requirement 54): unknown names are counted alike.
pub const fn wait_after(failures: i32) -> i64 {
    match failures {
        0..=3 => 0,
        4 => 3,
        5 => 10,
        6 => 30,
        7 => 60,
        8 | 9 => 300,
        _ => 900,
    }
}

/// Failures older than this no longer count, in milliseconds (one day).
const MEMORY: i64 = 24 * 3_600_000;

impl Trust {
    /// Refuses while the wait of this subject lasts.
    ///
    /// # Errors
    /// [`Failure::Throttled`] with the seconds to wait.
    pub async fn check_throttle<C: ConnectionTrait>(
        &self,
        rows: &C,
        what: &str,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let now = stamp::to_column(now);
        match row::Entity::find_by_id(self.visitor(what)).one(rows).await? {
            Some(held) if held.until > now => {
                let seconds = u64::try_from((held.until - now).div_euclid(1000) + 1).unwrap_or(1);
                Err(Failure::Throttled { seconds })
            }
            _ => Ok(()),
        }
    }

    /// Counts a failure; a wait follows when there are several in a row.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn count_failure<C: ConnectionTrait>(
        &self,
        rows: &C,
        what: &str,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let (subject, now) = (self.visitor(what), stamp::to_column(now));
        let before = row::Entity::find_by_id(subject.clone()).one(rows).await?;
        let failures = before
            .filter(|held| now - held.last < MEMORY)
            .map_or(0, |held| held.failures)
            + 1;
        let model = row::ActiveModel {
            subject: Set(subject),
            failures: Set(failures),
            last: Set(now),
            until: Set(now + 1000 * wait_after(failures)),
        };
        row::Entity::insert(model)
            .on_conflict(
                OnConflict::column(row::Column::Subject)
                    .update_columns([row::Column::Failures, row::Column::Last, row::Column::Until])
                    .to_owned(),
            )
            .exec_without_returning(rows)
            .await?;
        Ok(())
    }

    /// Forgets the failures of a subject that got it right.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn forget_failures<C: ConnectionTrait>(&self, rows: &C, what: &str) -> Result<(), Failure> {
        row::Entity::delete_by_id(self.visitor(what)).exec(rows).await?;
        Ok(())
    }
}
