use relais_kernel::{Id, Mechanism, PublicRef, Timestamp};
use relais_platform::{Failure, stamp};
use relais_trust::Scene;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::tables::hand_over as row;
use crate::{CaseId, OrganisationId};

/// That a person was handed over: by whom, to whom, when. Nothing of the person stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandOverRow {
    pub id: Id<HandOver>,
    pub public_ref: PublicRef,
    pub mechanism: Id<Mechanism>,
    pub case: CaseId,
    pub from: OrganisationId,
    pub to: OrganisationId,
    pub at: Timestamp,
}

/// The key of a hand-over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandOver;

fn read(row: &row::Model) -> Result<HandOverRow, Failure> {
    Ok(HandOverRow {
        id: Id::from_uuid(row.id),
        public_ref: PublicRef::from_uuid(row.public_ref),
        mechanism: Id::from_uuid(row.mechanism_id),
        case: Id::from_uuid(row.case_id),
        from: Id::from_uuid(row.from_org),
        to: Id::from_uuid(row.to_org),
        at: stamp::from_column(row.at, "hand_over", "at", row.id)?,
    })
}

/// # Errors
/// [`Failure::Missing`] when there is no such hand-over.
pub async fn hand_over_by_ref<C: ConnectionTrait>(
    rows: &C,
    public_ref: PublicRef,
) -> Result<HandOverRow, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::PublicRef.eq(public_ref.uuid()))
        .one(rows)
        .await?;
    read(&found.ok_or(Failure::Missing)?)
}

/// Who handed the person of a case over, if anybody did.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn hand_over_of<C: ConnectionTrait>(
    rows: &C,
    case: CaseId,
) -> Result<Option<HandOverRow>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.uuid()))
        .one(rows)
        .await?;
    found.as_ref().map(read).transpose()
}

/// # Errors
/// [`Failure`] of the store.
pub async fn add_hand_over(scene: &Scene<'_>, new: &HandOverRow) -> Result<(), Failure> {
    let model = row::ActiveModel {
        id: Set(new.id.uuid()),
        public_ref: Set(new.public_ref.uuid()),
        mechanism_id: Set(new.mechanism.uuid()),
        case_id: Set(new.case.uuid()),
        from_org: Set(new.from.uuid()),
        to_org: Set(new.to.uuid()),
        at: Set(stamp::to_column(new.at)),
    };
    row::Entity::insert(model)
        .exec_without_returning(scene.rows())
        .await?;
    Ok(())
}
