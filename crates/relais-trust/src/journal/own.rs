use relais_kernel::{Id, Organisation};
use relais_platform::Failure;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, Func, SelectStatement},
};

use super::{Line, entity, read::lines};
use crate::{Deed, Permit, Sight};

/// Entries that are looked through at first; where they are not enough, eight times as many.
const STRETCH: i64 = 20_000;

/// A choice of cases, as SQL that selects their ids: the room of cases makes it.
#[derive(Debug, Clone)]
pub struct CaseSelection(pub SelectStatement);

/// Who opened what, over many cases of one organisation.
#[derive(Debug, Clone)]
pub struct OwnAccesses {
    pub cases: CaseSelection,
    /// The acts that open something.
    pub acts: &'static [&'static str],
    /// Only what was not opened by this organisation itself.
    pub but: Option<Id<Organisation>>,
}

impl OwnAccesses {
    /// A page of at most `limit` lines before the position `before`, newest first, and whether there are older ones.
    ///
    /// # Errors
    /// [`Failure::Missing`] when the permit is not for reading the accesses to one's own cases.
    pub async fn read(
        &self,
        sight: &Sight<'_>,
        permit: &Permit,
        before: Option<u64>,
        limit: u64,
    ) -> Result<(Vec<Line>, bool), Failure> {
        if permit.deed() != Deed::ReadOwnAccesses {
            return Err(Failure::Missing);
        }
        let newest = entity::Entity::find()
            .order_by_desc(entity::Column::Position)
            .one(sight.rows())
            .await?;
        let mut until = newest.map_or(0, |row| row.position + 1);
        if let Some(before) = before.and_then(|b| i64::try_from(b).ok()) {
            until = Ord::min(until, before);
        }
        let (mut found, mut stretch) = (Vec::new(), STRETCH);
        while until > 0 && found.len() as u64 <= limit {
            let from = Ord::max(until - stretch, 0);
            let missing = limit + 1 - found.len() as u64;
            found.extend(self.between(from, until, missing).all(sight.rows()).await?);
            (until, stretch) = (from, stretch.saturating_mul(8));
        }
        lines(&found, limit)
    }

    /// What there is in a stretch of the journal, newest first. The columns are wrapped so that the database walks along
    /// the stretch: by its indexes of acts and cases it would gather all there ever was, to show fifty.
    fn between(&self, from: i64, until: i64, limit: u64) -> Select<entity::Entity> {
        let plain = |column| Expr::expr(Func::coalesce([Expr::col(column), Expr::col(column)]));
        let mut find = entity::Entity::find()
            .filter(entity::Column::Position.gte(from))
            .filter(entity::Column::Position.lt(until))
            .filter(plain(entity::Column::CaseId).in_subquery(self.cases.0.clone()))
            .filter(plain(entity::Column::Act).is_in(self.acts.iter().copied()));
        if let Some(own) = self.but {
            let elsewhere = Condition::any()
                .add(entity::Column::OrganisationId.ne(own.uuid()))
                .add(entity::Column::OrganisationId.is_null());
            find = find.filter(elsewhere);
        }
        find.order_by_desc(entity::Column::Position).limit(limit)
    }
}
