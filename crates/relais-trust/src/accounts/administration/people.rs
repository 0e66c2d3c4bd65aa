use relais_kernel::{Id, User};
use relais_platform::Failure;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::{Deserialize, Serialize};

use super::{Administered, Reach, may_give, within_reach};
use crate::{
    Note, Scene,
    accounts::{
        ChangeRoles, EndAccess, InviteUser, Invited,
        appointment::{Weighed, appoint, give_again, held, kept_apart, settle},
        entity::{account, organisation},
        invitation::invite,
        people::{own_account, revoke_invitations},
    },
};

impl Administered for InviteUser {
    type Outcome = Invited;
    const NAME: &'static str = "InviteUser";
    const GIVES_RIGHTS: bool = true;

    async fn allowed(&self, _: &Scene<'_>, reach: Reach) -> Result<(), Failure> {
        reach.covers(self.organisation)?;
        may_give(reach, &self.roles)
    }

    async fn done(&self, scene: &Scene<'_>) -> Result<Invited, Failure> {
        let open = organisation::Entity::find_by_id(self.organisation.uuid())
            .one(scene.rows())
            .await?
            .is_some_and(|organisation| organisation.active);
        if !open || scene.actor().mechanism != Some(self.mechanism) {
            return Err(Failure::Missing);
        }
        kept_apart(&self.roles)?;
        let weighed = Weighed::of(&self.roles, &[], &scene.trust().given_alone(self.mechanism));
        let invited = self.open(scene, &weighed.stand).await?;
        appoint(
            scene,
            invited.user,
            self.organisation,
            self.mechanism,
            weighed.wait,
        )
        .await?;
        Ok(invited)
    }
}

impl Administered for ChangeRoles {
    type Outcome = ();
    const NAME: &'static str = "ChangeRoles";
    const GIVES_RIGHTS: bool = true;

    async fn allowed(&self, scene: &Scene<'_>, reach: Reach) -> Result<(), Failure> {
        within_reach(scene, reach, self.user).await?;
        may_give(reach, &self.roles)
    }

    async fn done(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        kept_apart(&self.roles)?;
        let (mechanism, held) = held(scene, self.user).await?;
        let weighed = Weighed::of(&self.roles, &held, &scene.trust().given_alone(mechanism));
        self.hold(scene, &weighed.stand).await?;
        settle(scene, self.user, weighed).await
    }
}

/// Takes rights away, which must be quick: no fresh proof is asked.
impl Administered for EndAccess {
    type Outcome = ();
    const NAME: &'static str = "EndAccess";
    const GIVES_RIGHTS: bool = false;

    async fn allowed(&self, scene: &Scene<'_>, reach: Reach) -> Result<(), Failure> {
        within_reach(scene, reach, self.user).await
    }

    async fn done(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        self.within(scene).await
    }
}

/// Makes a new link for somebody who lost theirs, forgot the password, or comes back: what was sent before opens
/// nothing any more. The second factor stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteAgain {
    pub user: Id<User>,
}

impl Administered for InviteAgain {
    type Outcome = Invited;
    const NAME: &'static str = "InviteAgain";
    const GIVES_RIGHTS: bool = true;

    async fn allowed(&self, scene: &Scene<'_>, reach: Reach) -> Result<(), Failure> {
        if scene.actor().user == Some(self.user) {
            return Err(own_account());
        }
        within_reach(scene, reach, self.user).await
    }

    async fn done(&self, scene: &Scene<'_>) -> Result<Invited, Failure> {
        let held = account::Entity::find_by_id(self.user.uuid())
            .one(scene.rows())
            .await?
            .ok_or(Failure::Missing)?;
        let restored = !held.active;
        give_again(scene, &held, restored).await?;
        revoke_invitations(scene, self.user).await?;
        let version = held.version;
        let mut model: account::ActiveModel = held.into();
        if restored {
            model.active = Set(true);
            model.password = Set(None);
        }
        model.version = Set(version + 1);
        account::Entity::update(model).exec(scene.rows()).await?;
        let invitation = invite(scene, self.user).await?;
        let act = if restored {
            "AccessRestored"
        } else {
            "UserInvitedAgain"
        };
        scene.note(Note::new(act).on("user", self.user.uuid()));
        Ok(Invited {
            user: self.user,
            invitation,
        })
    }
}
