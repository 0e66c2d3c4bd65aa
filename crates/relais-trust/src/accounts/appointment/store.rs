use relais_kernel::{Id, Mechanism, Organisation, PublicRef, User};
use relais_platform::{Corrupt, Failure, stamp};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::{Appointment, AppointmentState};
use crate::{RoleCode, Scene, accounts::entity::appointment as row};

fn domain(held: &row::Model) -> Result<Appointment, Failure> {
    let state: AppointmentState =
        serde_json::from_str(&held.body).map_err(|_| Corrupt::at("appointment", "body", held.id))?;
    if state.code() != held.state {
        return Err(Corrupt::at("appointment", "state", held.id).into());
    }
    Ok(Appointment {
        id: Id::from_uuid(held.id),
        public_ref: PublicRef::from_uuid(held.public_ref),
        user: Id::from_uuid(held.account_id),
        organisation: Id::from_uuid(held.organisation_id),
        mechanism: Id::from_uuid(held.mechanism_id),
        roles: roles_of(held)?,
        by: Id::from_uuid(held.given_by),
        given: stamp::from_column(held.given, "appointment", "given", held.id)?,
        state,
    })
}

fn roles_of(held: &row::Model) -> Result<Vec<RoleCode>, Corrupt> {
    serde_json::from_str(&held.roles).map_err(|_| Corrupt::at("appointment", "roles", held.id))
}

fn body(state: &AppointmentState) -> Result<String, Failure> {
    serde_json::to_string(state).map_err(|e| Failure::Fault(e.to_string()))
}

pub(super) async fn add(scene: &Scene<'_>, made: &Appointment) -> Result<(), Failure> {
    let model = row::ActiveModel {
        id: Set(made.id.uuid()),
        public_ref: Set(made.public_ref.uuid()),
        account_id: Set(made.user.uuid()),
        organisation_id: Set(made.organisation.uuid()),
        mechanism_id: Set(made.mechanism.uuid()),
        roles: Set(serde_json::to_string(&made.roles).map_err(|e| Failure::Fault(e.to_string()))?),
        given_by: Set(made.by.uuid()),
        given: Set(stamp::to_column(made.given)),
        state: Set(made.state.code().to_owned()),
        body: Set(body(&made.state)?),
        version: Set(1),
    };
    row::Entity::insert(model)
        .exec_without_returning(scene.rows())
        .await?;
    Ok(())
}

/// Saves a state over the one that was read in this transaction.
pub(super) async fn save(scene: &Scene<'_>, after: &Appointment) -> Result<(), Failure> {
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

pub(super) async fn by_ref<C: ConnectionTrait>(
    rows: &C,
    public_ref: PublicRef,
) -> Result<Appointment, Failure> {
    let held = row::Entity::find()
        .filter(row::Column::PublicRef.eq(public_ref.uuid()))
        .one(rows)
        .await?;
    domain(&held.ok_or(Failure::Missing)?)
}

/// What waits for one person; at most one does at a time.
pub(super) async fn waiting_of<C: ConnectionTrait>(
    rows: &C,
    user: Id<User>,
) -> Result<Option<Appointment>, Failure> {
    let held = row::Entity::find()
        .filter(row::Column::AccountId.eq(user.uuid()))
        .filter(row::Column::State.eq(AppointmentState::Waiting.code()))
        .one(rows)
        .await?;
    held.as_ref().map(domain).transpose()
}

/// What one person received and a second has not spoken about yet, newest first.
pub(super) async fn open_of<C: ConnectionTrait>(
    rows: &C,
    user: Id<User>,
) -> Result<Option<Appointment>, Failure> {
    let held = row::Entity::find()
        .filter(row::Column::AccountId.eq(user.uuid()))
        .filter(row::Column::State.is_in(["waiting", "at_once"]))
        .order_by_desc(row::Column::Given)
        .all(rows)
        .await?;
    let all: Vec<_> = held.iter().map(domain).collect::<Result<_, _>>()?;
    Ok(all.into_iter().find(Appointment::is_open))
}

/// The roles that wait for each account, for the list of people.
pub(in super::super) async fn waiting_roles<C: ConnectionTrait>(
    rows: &C,
    of: Option<Id<User>>,
) -> Result<Vec<(Id<User>, Vec<RoleCode>)>, Failure> {
    let mut find = row::Entity::find().filter(row::Column::State.eq(AppointmentState::Waiting.code()));
    if let Some(user) = of {
        find = find.filter(row::Column::AccountId.eq(user.uuid()));
    }
    let held = find.all(rows).await?;
    held.iter()
        .map(|held| Ok((Id::from_uuid(held.account_id), roles_of(held)?)))
        .collect()
}

/// More than a page shows.
const MOST: u64 = 200;

/// Those of a mechanism, or of one organisation in it: what waits and what stood at once for ever, what was decided
/// since `then`; newest first.
pub(super) async fn since<C: ConnectionTrait>(
    rows: &C,
    mechanism: Id<Mechanism>,
    organisation: Option<Id<Organisation>>,
    then: relais_kernel::Timestamp,
) -> Result<Vec<Appointment>, Failure> {
    let shown = Condition::any()
        .add(row::Column::State.is_in(["waiting", "at_once"]))
        .add(row::Column::Given.gte(stamp::to_column(then)));
    let mut find = row::Entity::find()
        .filter(row::Column::MechanismId.eq(mechanism.uuid()))
        .filter(shown);
    if let Some(organisation) = organisation {
        find = find.filter(row::Column::OrganisationId.eq(organisation.uuid()));
    }
    let held = find
        .order_by_desc(row::Column::Given)
        .order_by_desc(row::Column::Id)
        .limit(MOST)
        .all(rows)
        .await?;
    held.iter().map(domain).collect()
}
