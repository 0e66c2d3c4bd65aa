use jiff::SignedDuration;
use relais_kernel::{Id, Mechanism, PublicRef, Timestamp};
use relais_platform::{Corrupt, Failure, stamp};
use relais_trust::Scene;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::tables::{case_file, opening as row};
use crate::{
    CaseId, OpeningId, OrganisationId, UserId,
    emergency::{EmergencyOpening, LastHour},
};

/// An emergency opening with its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningRow {
    pub public_ref: PublicRef,
    pub opening: EmergencyOpening,
}

fn read(row: &row::Model) -> Result<OpeningRow, Failure> {
    let opening =
        serde_json::from_str(&row.body).map_err(|_| Corrupt::at("emergency_opening", "body", row.id))?;
    Ok(OpeningRow {
        public_ref: PublicRef::from_uuid(row.public_ref),
        opening,
    })
}

/// # Errors
/// [`Failure::Missing`] when the mechanism has no such opening.
pub async fn opening_by_ref<C: ConnectionTrait>(
    rows: &C,
    mechanism: Id<Mechanism>,
    public_ref: PublicRef,
) -> Result<OpeningRow, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::PublicRef.eq(public_ref.uuid()))
        .filter(row::Column::MechanismId.eq(mechanism.uuid()))
        .one(rows)
        .await?;
    read(&found.ok_or(Failure::Missing)?)
}

/// # Errors
/// [`Failure::Missing`] when there is no such opening.
pub async fn opening_of<C: ConnectionTrait>(rows: &C, id: OpeningId) -> Result<OpeningRow, Failure> {
    let found = row::Entity::find_by_id(id.uuid()).one(rows).await?;
    read(&found.ok_or(Failure::Missing)?)
}

/// The openings of one case, newest first.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn openings_of<C: ConnectionTrait>(rows: &C, case: CaseId) -> Result<Vec<OpeningRow>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.uuid()))
        .order_by_desc(row::Column::At)
        .all(rows)
        .await?;
    found.iter().map(read).collect()
}

/// What a person opened within the hour before an instant.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn openings_by<C: ConnectionTrait>(
    rows: &C,
    user: UserId,
    now: Timestamp,
) -> Result<LastHour, Failure> {
    let hour_ago = now.checked_sub(SignedDuration::from_hours(1)).unwrap_or_default();
    let found = row::Entity::find()
        .filter(row::Column::UserId.eq(user.uuid()))
        .filter(row::Column::At.gt(stamp::to_column(hour_ago)))
        .order_by_desc(row::Column::At)
        .all(rows)
        .await?;
    let last = found.first().map(read).transpose()?;
    Ok(LastHour {
        count: found.len(),
        last: last.map(|row| row.opening.opened.at),
    })
}

/// The openings of a mechanism, waiting for their review or answered, newest first: those of one owner's cases, or
/// all of them.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn openings_in<C: ConnectionTrait>(
    rows: &C,
    (mechanism, owner): (Id<Mechanism>, Option<OrganisationId>),
    answered: bool,
    limit: u64,
) -> Result<Vec<OpeningRow>, Failure> {
    let mut found = row::Entity::find()
        .filter(row::Column::MechanismId.eq(mechanism.uuid()))
        .filter(row::Column::Answered.eq(answered));
    if let Some(owner) = owner {
        let own = sea_orm::sea_query::Query::select()
            .column(case_file::Column::Id)
            .from(case_file::Entity)
            .and_where(case_file::Column::OwnerId.eq(owner.uuid()))
            .to_owned();
        found = found.filter(row::Column::CaseId.in_subquery(own));
    }
    let found = found
        .order_by_desc(row::Column::At)
        .limit(limit)
        .all(rows)
        .await?;
    found.iter().map(read).collect()
}

/// # Errors
/// [`Failure`] of the store.
pub async fn add_opening(scene: &Scene<'_>, new: &OpeningRow) -> Result<(), Failure> {
    row::Entity::insert(model(new)?)
        .exec_without_returning(scene.rows())
        .await?;
    Ok(())
}

/// # Errors
/// [`Failure`] of the store.
pub async fn save_opening(scene: &Scene<'_>, changed: &OpeningRow) -> Result<(), Failure> {
    row::Entity::update(model(changed)?).exec(scene.rows()).await?;
    Ok(())
}

fn model(row: &OpeningRow) -> Result<row::ActiveModel, Failure> {
    let OpeningRow { public_ref, opening } = row;
    Ok(row::ActiveModel {
        id: Set(opening.id.uuid()),
        public_ref: Set(public_ref.uuid()),
        mechanism_id: Set(opening.mechanism.uuid()),
        case_id: Set(opening.case.uuid()),
        organisation_id: Set(opening.organisation.uuid()),
        user_id: Set(opening.opened.by.uuid()),
        at: Set(stamp::to_column(opening.opened.at)),
        answered: Set(!opening.waits()),
        body: Set(serde_json::to_string(opening).map_err(|e| Failure::Fault(e.to_string()))?),
    })
}
