use relais_kernel::{Id, Timestamp, User};
use relais_platform::{Corrupt, Failure, stamp};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{Recovery, RecoveryState};
use crate::{Scene, accounts::entity::recovery as row};

fn domain(held: &row::Model) -> Result<Recovery, Failure> {
    let state: RecoveryState =
        serde_json::from_str(&held.body).map_err(|_| Corrupt::at("recovery", "body", held.id))?;
    if state.code() != held.state {
        return Err(Corrupt::at("recovery", "state", held.id).into());
    }
    Ok(Recovery {
        id: Id::from_uuid(held.id),
        user: Id::from_uuid(held.account_id),
        asked: stamp::from_column(held.asked, "recovery", "asked", held.id)?,
        state,
    })
}

fn body(state: &RecoveryState) -> Result<String, Failure> {
    serde_json::to_string(state).map_err(|e| Failure::Fault(e.to_string()))
}

pub(super) async fn add(scene: &Scene<'_>, recovery: &Recovery) -> Result<(), Failure> {
    let model = row::ActiveModel {
        id: Set(recovery.id.uuid()),
        account_id: Set(recovery.user.uuid()),
        asked: Set(stamp::to_column(recovery.asked)),
        state: Set(recovery.state.code().to_owned()),
        body: Set(body(&recovery.state)?),
        version: Set(1),
    };
    row::Entity::insert(model)
        .exec_without_returning(scene.rows())
        .await?;
    Ok(())
}

/// Saves a state over the one that was read in this transaction.
pub(super) async fn save(scene: &Scene<'_>, after: &Recovery) -> Result<(), Failure> {
    let held = row::Entity::find_by_id(after.id.uuid())
        .one(scene.rows())
        .await?
        .ok_or(Failure::Missing)?;
    let version = held.version;
    let mut model: row::ActiveModel = held.into();
    model.state = Set(after.state.code().to_owned());
    model.body = Set(body(&after.state)?);
    model.version = Set(version + 1);
    row::Entity::update(model).exec(scene.rows()).await?;
    Ok(())
}

pub(super) async fn by_id<C: ConnectionTrait>(rows: &C, id: Id<Recovery>) -> Result<Recovery, Failure> {
    let held = row::Entity::find_by_id(id.uuid()).one(rows).await?;
    domain(&held.ok_or(Failure::Missing)?)
}

/// The last that somebody asked for.
pub(in super::super) async fn last_of<C: ConnectionTrait>(
    rows: &C,
    user: Id<User>,
) -> Result<Option<Recovery>, Failure> {
    let held = row::Entity::find()
        .filter(row::Column::AccountId.eq(user.uuid()))
        .order_by_desc(row::Column::Asked)
        .order_by_desc(row::Column::Id)
        .one(rows)
        .await?;
    held.as_ref().map(domain).transpose()
}

/// Those asked for since then, newest first.
pub(super) async fn since<C: ConnectionTrait>(rows: &C, then: Timestamp) -> Result<Vec<Recovery>, Failure> {
    let held = row::Entity::find()
        .filter(row::Column::Asked.gt(stamp::to_column(then)))
        .order_by_desc(row::Column::Asked)
        .all(rows)
        .await?;
    held.iter().map(domain).collect()
}
