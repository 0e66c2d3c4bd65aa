use std::collections::BTreeSet;

use relais_kernel::{Id, Mechanism, Organisation, PublicRef, User};
use relais_platform::Failure;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::{account, membership};
use crate::RoleCode;

/// Somebody who holds a role that counts, as those see them who may choose among such people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    pub id: Id<User>,
    pub public_ref: PublicRef,
    pub organisation: Id<Organisation>,
    pub name: String,
}

/// Who can sign in and holds a role in a mechanism, by name.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn holders_of<C: ConnectionTrait>(
    rows: &C,
    mechanism: Id<Mechanism>,
    role: &RoleCode,
) -> Result<Vec<Holder>, Failure> {
    let members = membership::Entity::find()
        .filter(membership::Column::MechanismId.eq(mechanism.uuid()))
        .filter(membership::Column::Roles.contains(format!("\"{}\"", role.0)))
        .all(rows)
        .await?;
    let people = account::Entity::find()
        .filter(account::Column::Id.is_in(members.into_iter().map(|member| member.account_id)))
        .filter(account::Column::Active.eq(true))
        .order_by_asc(account::Column::Name)
        .all(rows)
        .await?;
    let holder = |person: account::Model| Holder {
        id: Id::from_uuid(person.id),
        public_ref: PublicRef::from_uuid(person.public_ref),
        organisation: Id::from_uuid(person.organisation_id),
        name: person.name,
    };
    Ok(people.into_iter().map(holder).collect())
}

/// The organisations in which somebody holds a role in a mechanism, such as its coordination.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn organisations_holding<C: ConnectionTrait>(
    rows: &C,
    mechanism: Id<Mechanism>,
    role: &RoleCode,
) -> Result<BTreeSet<Id<Organisation>>, Failure> {
    let people = holders_of(rows, mechanism, role).await?;
    Ok(people.into_iter().map(|person| person.organisation).collect())
}
