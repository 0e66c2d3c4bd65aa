use relais_kernel::{Case, Id, Timestamp, User};
use relais_platform::{Failure, stamp};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    Line,
    entity::{self, checkpoint},
    read::lines,
    witness::{Witnessed, witnessed},
};
use crate::{Deed, Permit, Sight};

/// What the protection officer looks for in the whole journal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JournalSearch {
    /// Only this act, as the journal names it.
    pub act: Option<String>,
    /// Done by this person.
    pub user: Option<Id<User>>,
    /// Done on this case.
    pub case: Option<Id<Case>>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
}

/// A page of the journal, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalPage {
    pub lines: Vec<Line>,
    /// Where the next page begins, if there are older lines.
    pub next: Option<u64>,
}

impl JournalSearch {
    /// Reads at most `limit` lines before the position `before`. What was done in another mechanism stays out, so
    /// a page may be shorter.
    ///
    /// # Errors
    /// [`Failure::Missing`] when the permit is not for reading the journal.
    pub async fn read(
        &self,
        sight: &Sight<'_>,
        permit: &Permit,
        before: Option<u64>,
        limit: u64,
    ) -> Result<JournalPage, Failure> {
        may_read(permit)?;
        let mut find = entity::Entity::find();
        if let Some(act) = &self.act {
            find = find.filter(entity::Column::Act.eq(act));
        }
        if let Some(user) = self.user {
            find = find.filter(entity::Column::UserId.eq(user.uuid()));
        }
        if let Some(case) = self.case {
            find = find.filter(entity::Column::CaseId.eq(case.uuid()));
        }
        if let Some(from) = self.from {
            find = find.filter(entity::Column::At.gte(stamp::to_column(from)));
        }
        if let Some(until) = self.until {
            find = find.filter(entity::Column::At.lt(stamp::to_column(until)));
        }
        if let Some(before) = before.and_then(|b| i64::try_from(b).ok()) {
            find = find.filter(entity::Column::Position.lt(before));
        }
        let rows = find
            .order_by_desc(entity::Column::Position)
            .limit(limit + 1)
            .all(sight.rows())
            .await?;
        let (mut lines, more) = lines(&rows, limit)?;
        let next = lines.last().filter(|_| more).map(|line| line.position);
        lines.retain(|line| {
            line.body
                .mechanism
                .is_none_or(|mechanism| permit.covers(mechanism))
        });
        Ok(JournalPage { lines, next })
    }
}

fn may_read(permit: &Permit) -> Result<(), Failure> {
    if permit.deed() == Deed::ReadJournal {
        Ok(())
    } else {
        Err(Failure::Missing)
    }
}

/// How the journal is secured: what the last signed checkpoint covers, and what came after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalState {
    /// Entries in all.
    pub entries: u64,
    /// Signed checkpoints in all.
    pub checkpoints: u64,
    /// Entries that the last one covers, and when it was signed.
    pub last: Option<(u64, Timestamp)>,
    /// What a witness elsewhere saw of it; nothing where none was ever asked.
    pub witness: Option<Witnessed>,
}

impl JournalState {
    /// # Errors
    /// [`Failure::Missing`] when the permit is not for reading the journal.
    pub async fn read(sight: &Sight<'_>, permit: &Permit) -> Result<Self, Failure> {
        may_read(permit)?;
        let newest = entity::Entity::find()
            .order_by_desc(entity::Column::Position)
            .one(sight.rows())
            .await?;
        let last = checkpoint::Entity::find()
            .order_by_desc(checkpoint::Column::Size)
            .one(sight.rows())
            .await?;
        let last = match last {
            Some(row) => Some((
                u64::try_from(row.size).unwrap_or(0),
                stamp::from_column(row.at, "journal_checkpoint", "at", row.size)?,
            )),
            None => None,
        };
        Ok(Self {
            entries: newest.map_or(0, |row| u64::try_from(row.position).unwrap_or(0) + 1),
            checkpoints: checkpoint::Entity::find().count(sight.rows()).await?,
            last,
            witness: witnessed(sight.rows()).await?,
        })
    }
}
