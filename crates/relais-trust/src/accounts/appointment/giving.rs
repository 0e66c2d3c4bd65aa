use relais_kernel::{Id, Mechanism, Organisation, PublicRef, User};
use relais_platform::{Corrupt, Failure};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::{Appointment, AppointmentState, Weighed, store, witnesses::Witnesses};
use crate::{
    Note, RoleCode, Scene,
    accounts::{
        entity::{account, membership},
        installation::Installation,
        passkey::has_passkey,
    },
};

pub(super) fn note(act: &str, of: &Appointment) -> Note {
    let roles: Vec<&str> = of.roles.iter().map(|role| role.0.as_str()).collect();
    Note::new(act)
        .on("user", of.user.uuid())
        .fact("appointment", of.id)
        .fact("organisation", of.organisation)
        .fact("roles", roles.join(" "))
}

/// Gives roles that wait for a second person. Where nobody could be one, they stand at once: the first people of an
/// organisation and of an installation have to begin somehow, and everybody who comes later sees it.
pub(in super::super) async fn appoint(
    scene: &Scene<'_>,
    user: Id<User>,
    organisation: Id<Organisation>,
    mechanism: Id<Mechanism>,
    roles: Vec<RoleCode>,
) -> Result<(), Failure> {
    if roles.is_empty() {
        return Ok(());
    }
    let mut made = Appointment {
        id: Id::new(scene.now(), scene.chance()),
        public_ref: PublicRef::new(scene.chance()),
        user,
        organisation,
        mechanism,
        roles,
        by: scene.actor().user.ok_or(Failure::Missing)?,
        given: scene.now(),
        state: AppointmentState::Waiting,
    };
    let alone = scene.trust().given_alone(mechanism);
    if Witnesses::of(scene.rows(), &made, &alone).await? == Witnesses::Nobody {
        made.state = AppointmentState::AtOnce { checked: None };
        let mut held = held(scene, user).await?.1;
        held.extend(made.roles.iter().cloned());
        hold(scene, user, &held).await?;
        scene.note(note("AppointmentStoodAtOnce", &made));
    } else {
        scene.note(note("AppointmentMade", &made));
    }
    store::add(scene, &made).await
}

/// What waits for somebody becomes what the new choice of roles leaves to wait.
pub(in super::super) async fn settle(
    scene: &Scene<'_>,
    user: Id<User>,
    weighed: Weighed,
) -> Result<(), Failure> {
    if let Some(before) = store::waiting_of(scene.rows(), user).await? {
        let same = before.roles.len() == weighed.wait.len()
            && before.roles.iter().all(|role| weighed.wait.contains(role));
        if same {
            return Ok(());
        }
        withdraw(scene, user).await?;
    }
    let account = account::Entity::find_by_id(user.uuid())
        .one(scene.rows())
        .await?
        .ok_or(Failure::Missing)?;
    let (mechanism, _) = held(scene, user).await?;
    let organisation = Id::from_uuid(account.organisation_id);
    appoint(scene, user, organisation, mechanism, weighed.wait).await
}

/// Nothing waits for this person any more.
pub(in super::super) async fn withdraw(scene: &Scene<'_>, user: Id<User>) -> Result<(), Failure> {
    let before = store::waiting_of(scene.rows(), user).await?;
    if let Some(after) = before.and_then(|before| before.withdrawn(scene.now())) {
        store::save(scene, &after).await?;
        scene.note(note("AppointmentWithdrawn", &after));
    }
    Ok(())
}

/// A new link for the password is a new key to whatever the account may do. Where nothing else guards it, and where the
/// account was closed, its roles wait for a second person again.
pub(in super::super) async fn give_again(
    scene: &Scene<'_>,
    account: &account::Model,
    restored: bool,
) -> Result<(), Failure> {
    let user = Id::from_uuid(account.id);
    let demo = Installation::read(scene.rows())
        .await?
        .is_some_and(|held| held.demo);
    let guarded = demo || account.totp_confirmed || has_passkey(scene.rows(), user).await?;
    if guarded && !restored {
        return Ok(());
    }
    let (mechanism, roles) = held(scene, user).await?;
    let weighed = Weighed::of(&roles, &[], &scene.trust().given_alone(mechanism));
    if weighed.wait.is_empty() {
        return Ok(());
    }
    hold(scene, user, &weighed.stand).await?;
    let mut wait = weighed.wait;
    if let Some(before) = store::waiting_of(scene.rows(), user).await? {
        let more = before.roles.into_iter().filter(|role| !wait.contains(role));
        wait.extend(more.collect::<Vec<_>>());
    }
    withdraw(scene, user).await?;
    let organisation = Id::from_uuid(account.organisation_id);
    appoint(scene, user, organisation, mechanism, wait).await
}

/// The roles that count now, and in which mechanism.
pub(in super::super) async fn held(
    scene: &Scene<'_>,
    user: Id<User>,
) -> Result<(Id<Mechanism>, Vec<RoleCode>), Failure> {
    let member = membership::Entity::find()
        .filter(membership::Column::AccountId.eq(user.uuid()))
        .one(scene.rows())
        .await?
        .ok_or(Failure::Missing)?;
    let roles = serde_json::from_str(&member.roles)
        .map_err(|_| Corrupt::at("membership", "roles", member.account_id))?;
    Ok((Id::from_uuid(member.mechanism_id), roles))
}

pub(super) async fn hold(scene: &Scene<'_>, user: Id<User>, roles: &[RoleCode]) -> Result<(), Failure> {
    let member = membership::Entity::find()
        .filter(membership::Column::AccountId.eq(user.uuid()))
        .one(scene.rows())
        .await?
        .ok_or(Failure::Missing)?;
    let mut model: membership::ActiveModel = member.into();
    model.roles = Set(serde_json::to_string(roles).map_err(|e| Failure::Fault(e.to_string()))?);
    membership::Entity::update(model).exec(scene.rows()).await?;
    Ok(())
}
