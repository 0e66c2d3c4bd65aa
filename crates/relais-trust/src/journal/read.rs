use relais_kernel::{Case, Id, Timestamp};
use relais_platform::{Failure, stamp};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{check::body_of, entity, note::Body};
use crate::{Deed, KeyClass, Permit, Sight};

/// One line of the journal as a screen shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub position: u64,
    pub at: Timestamp,
    pub body: Body,
}

/// Who saw and did what on one case, newest first: for its owner and for the protection officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseAccesses {
    pub lines: Vec<Line>,
    /// There are older ones than this page shows.
    pub more: bool,
}

impl CaseAccesses {
    /// Reads a page of at most `limit` lines before `before`.
    ///
    /// # Errors
    /// [`Failure::Missing`] when the permit is not for this case.
    pub async fn read(
        sight: &Sight<'_>,
        permit: &Permit,
        case: Id<Case>,
        before: Option<u64>,
        limit: u64,
    ) -> Result<Self, Failure> {
        if !permit.covers(case.uuid()) {
            return Err(Failure::Missing);
        }
        let mut find = entity::Entity::find().filter(entity::Column::CaseId.eq(case.uuid()));
        if let Some(before) = before.and_then(|b| i64::try_from(b).ok()) {
            find = find.filter(entity::Column::Position.lt(before));
        }
        let rows = find
            .order_by_desc(entity::Column::Position)
            .limit(limit + 1)
            .all(sight.rows())
            .await?;
        let (lines, more) = lines(&rows, limit)?;
        Ok(Self { lines, more })
    }

    /// When and by whom the annexes were opened, newest first, at most `limit`.
    ///
    /// # Errors
    /// [`Failure::Missing`] when the permit is not for reading who saw this case.
    pub async fn annexes_opened(
        sight: &Sight<'_>,
        permit: &Permit,
        case: Id<Case>,
        limit: u64,
    ) -> Result<Vec<Line>, Failure> {
        if permit.deed() != Deed::ReadAccesses || !permit.covers(case.uuid()) {
            return Err(Failure::Missing);
        }
        let opened = [KeyClass::Annex.reading()];
        Ok(Self::of_acts(sight, permit, case, &opened, limit).await?.lines)
    }

    /// Only these acts on the case, newest first, at most `limit`.
    ///
    /// # Errors
    /// [`Failure::Missing`] when the permit is not for this case.
    pub async fn of_acts(
        sight: &Sight<'_>,
        permit: &Permit,
        case: Id<Case>,
        acts: &[&str],
        limit: u64,
    ) -> Result<Self, Failure> {
        if !permit.covers(case.uuid()) {
            return Err(Failure::Missing);
        }
        let rows = entity::Entity::find()
            .filter(entity::Column::CaseId.eq(case.uuid()))
            .filter(entity::Column::Act.is_in(acts.iter().copied()))
            .order_by_desc(entity::Column::Position)
            .limit(limit + 1)
            .all(sight.rows())
            .await?;
        let (lines, more) = lines(&rows, limit)?;
        Ok(Self { lines, more })
    }
}

/// The first `limit` rows as lines, and whether there are more.
pub(super) fn lines(rows: &[entity::Model], limit: u64) -> Result<(Vec<Line>, bool), Failure> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let lines = rows.iter().take(limit).map(line).collect::<Result<_, _>>()?;
    Ok((lines, rows.len() > limit))
}

fn line(row: &entity::Model) -> Result<Line, Failure> {
    Ok(Line {
        position: u64::try_from(row.position).unwrap_or(0),
        at: stamp::from_column(row.at, "journal_entry", "at", row.position)?,
        body: body_of(row)?,
    })
}
