use relais_platform::Failure;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use super::{
    services::{ANYWHERE, ServiceRow, read},
    tables::{service as row, service_need as need_row},
};
use crate::{Code, OrganisationId, PCode};

/// How many entries a page has.
const PAGE: u64 = 50;

/// What a page of the directory is narrowed to.
pub(crate) struct Narrow<'n> {
    pub need: Option<&'n Code>,
    /// It is in this region, or serves it or a part of it.
    pub region: Option<&'n PCode>,
    pub organisation: Option<OrganisationId>,
    /// Entries of this organisation come in whatever their state.
    pub every_state_of: Option<OrganisationId>,
    pub every_state: bool,
}

/// A page of entries, by organisation, and whether there are more.
pub(crate) async fn services_page<C: ConnectionTrait>(
    rows: &C,
    narrow: &Narrow<'_>,
    page: u64,
) -> Result<(Vec<ServiceRow>, bool), Failure> {
    let found = row::Entity::find()
        .filter(condition(narrow))
        .order_by_asc(row::Column::OrganisationId)
        .order_by_asc(row::Column::Id)
        .offset(page.min(u64::from(u32::MAX)) * PAGE)
        .limit(PAGE + 1)
        .all(rows)
        .await?;
    let more = found.len() as u64 > PAGE;
    let shown = found.iter().take(usize::try_from(PAGE).unwrap_or(50));
    Ok((shown.map(read).collect::<Result<_, _>>()?, more))
}

fn condition(narrow: &Narrow<'_>) -> Condition {
    let mut all = Condition::all();
    if !narrow.every_state {
        let shown = row::Column::State.is_in(["active", "temporarily_closed"]);
        let own = narrow
            .every_state_of
            .map(|id| row::Column::OrganisationId.eq(id.uuid()));
        all = all.add(Condition::any().add(shown).add_option(own));
    }
    if let Some(organisation) = narrow.organisation {
        all = all.add(row::Column::OrganisationId.eq(organisation.uuid()));
    }
    let lines = || {
        need_row::Entity::find()
            .select_only()
            .column(need_row::Column::ServiceId)
    };
    if let Some(need) = narrow.need {
        let asked = lines().filter(need_row::Column::Need.eq(need.as_str()));
        all = all.add(row::Column::Id.in_subquery(asked.into_query()));
    }
    if let Some(region) = narrow.region {
        let serves = Condition::any()
            .add(need_row::Column::Area.eq(ANYWHERE))
            .add(need_row::Column::Area.starts_with(region.as_str()));
        let asked = lines().filter(serves);
        all = all.add(
            Condition::any()
                .add(row::Column::Region.eq(region.as_str()))
                .add(row::Column::Id.in_subquery(asked.into_query())),
        );
    }
    all
}
