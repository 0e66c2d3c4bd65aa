use relais_kernel::{Id, Organisation, Timestamp};
use relais_platform::{Failure, stamp};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::super::entity::organisation_key as row;

/// How an organisation's keys stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyStanding {
    pub organisation: Id<Organisation>,
    /// Since when it has these, or longer; nothing where that is not known.
    pub since: Option<Timestamp>,
    /// A replacement was begun and is not at its end.
    pub unfinished: bool,
}

/// The keys of every organisation, without opening any.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn key_standings<C: ConnectionTrait>(rows: &C) -> Result<Vec<KeyStanding>, Failure> {
    let found: Vec<(Uuid, Option<i64>, Option<Uuid>)> = row::Entity::find()
        .select_only()
        .columns([
            row::Column::OrganisationId,
            row::Column::Since,
            row::Column::FormerId,
        ])
        .order_by_asc(row::Column::OrganisationId)
        .into_tuple()
        .all(rows)
        .await?;
    let read = |(organisation, since, former): (Uuid, Option<i64>, Option<Uuid>)| {
        let at = |since| stamp::from_column(since, "keystore_organisation", "since", organisation);
        Ok(KeyStanding {
            organisation: Id::from_uuid(organisation),
            since: since.map(at).transpose()?,
            unfinished: former.is_some(),
        })
    };
    found.into_iter().map(read).collect()
}
