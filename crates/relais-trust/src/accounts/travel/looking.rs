use relais_kernel::{Id, Organisation};
use relais_platform::Failure;
use sea_orm::EntityTrait;

use super::{Travel, read};
use crate::{
    Actor, Deed, Permit, Protected, RoleCode, Scene, Sight, Trust,
    accounts::{AccountFace, administration::speaks_for_colleagues, entity::account, people::accounts_of},
};

/// Every colleague who works on cases may protect another: the roles asked for are those that somebody holds.
fn ask(
    actor: &Actor,
    organisation: Id<Organisation>,
    permit: impl FnOnce(Deed, &[RoleCode], &Protected) -> Result<Permit, Failure>,
) -> Result<Permit, Failure> {
    let held = actor.roles.iter().filter(|role| speaks_for_colleagues(role));
    let held: Vec<RoleCode> = held.cloned().collect();
    let desk = Protected::desk(organisation.uuid(), organisation);
    permit(Deed::ProtectColleague, &held, &desk)
}

impl Scene<'_> {
    pub(super) fn permit_colleague(&self, organisation: Id<Organisation>) -> Result<Permit, Failure> {
        ask(self.actor(), organisation, |deed, roles, desk| {
            self.permit(deed, roles, desk)
        })
    }
}

impl Trust {
    /// The reader's own travel mode, while it is on.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn own_travel(&self, actor: &Actor) -> Result<Option<Travel>, Failure> {
        let user = actor.user.ok_or(Failure::Missing)?;
        let row = account::Entity::find_by_id(user.uuid())
            .one(self.database().reader())
            .await?
            .ok_or(Failure::Missing)?;
        read(row.travel.as_deref(), row.id)
    }
}

impl Sight<'_> {
    /// The people within the reader's reach whose rights rest; those who said that they are back come first.
    ///
    /// # Errors
    /// [`Failure::Missing`] for who administers nobody.
    pub async fn travellers(&self) -> Result<Vec<AccountFace>, Failure> {
        let reach = self.reach()?;
        let mut all = accounts_of(self.rows(), reach.only()).await?;
        all.retain(|face| face.travel.is_some() && face.active && reach.covers_account(face));
        all.sort_by_key(|face| face.travel.is_none_or(|travel| travel.back.is_none()));
        Ok(all)
    }

    /// The reader's colleagues, whom they can protect.
    ///
    /// # Errors
    /// [`Failure::Missing`] for who holds no role that counts.
    pub async fn colleagues(&self) -> Result<Vec<AccountFace>, Failure> {
        let organisation = self.actor().organisation.ok_or(Failure::Missing)?;
        ask(self.actor(), organisation, |deed, roles, desk| {
            self.permit(deed, roles, desk)
        })?;
        let mut all = accounts_of(self.rows(), Some(organisation)).await?;
        all.retain(|face| face.active && face.has_password && Some(face.id) != self.actor().user);
        Ok(all)
    }
}
