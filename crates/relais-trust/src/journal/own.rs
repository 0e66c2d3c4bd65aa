use relais_kernel::{Id, Organisation};
use relais_platform::Failure;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::SelectStatement,
};

use super::{Line, entity, read::lines};
use crate::{Deed, Permit, Sight};

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
        self,
        sight: &Sight<'_>,
        permit: &Permit,
        before: Option<u64>,
        limit: u64,
    ) -> Result<(Vec<Line>, bool), Failure> {
        if permit.deed() != Deed::ReadOwnAccesses {
            return Err(Failure::Missing);
        }
        let mut find = entity::Entity::find()
            .filter(entity::Column::CaseId.in_subquery(self.cases.0))
            .filter(entity::Column::Act.is_in(self.acts.iter().copied()));
        if let Some(own) = self.but {
            let elsewhere = Condition::any()
                .add(entity::Column::OrganisationId.ne(own.uuid()))
                .add(entity::Column::OrganisationId.is_null());
            find = find.filter(elsewhere);
        }
        if let Some(before) = before.and_then(|b| i64::try_from(b).ok()) {
            find = find.filter(entity::Column::Position.lt(before));
        }
        let rows = find
            .order_by_desc(entity::Column::Position)
            .limit(limit + 1)
            .all(sight.rows())
            .await?;
        lines(&rows, limit)
    }
}
