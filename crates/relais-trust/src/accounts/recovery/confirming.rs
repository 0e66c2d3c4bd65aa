use jiff::SignedDuration;
use relais_kernel::{Id, User};
use relais_platform::{Failure, stamp};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde::{Deserialize, Serialize};

use super::{Confirmer, Recovery, RecoveryState, asking::note, store};
use crate::{
    Scene,
    accounts::{Administered, Reach, administration::within_reach, entity::account, people::end_everything},
    journal::entity as journal,
};

/// For so long whoever made a new password link for somebody does not confirm their recovery as well.
const LATELY: SignedDuration = SignedDuration::from_hours(24 * 7);

/// Confirms that the person themselves asked for it. The second who does grants it: the person's sessions, tokens and
/// links end at once, as the lost telephone may be in other hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmRecovery {
    pub user: Id<User>,
}

/// What came of a confirmation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Confirmed {
    /// A second person has to confirm, too.
    First,
    /// The link can be made from this: it is shown to who confirmed last.
    Granted(Id<Recovery>),
}

impl Administered for ConfirmRecovery {
    type Outcome = Confirmed;
    const NAME: &'static str = "ConfirmRecovery";
    const GIVES_RIGHTS: bool = true;

    async fn allowed(&self, scene: &Scene<'_>, reach: Reach) -> Result<(), Failure> {
        within_reach(scene, reach, self.user).await
    }

    async fn done(&self, scene: &Scene<'_>) -> Result<Confirmed, Failure> {
        let recovery = last(scene, self.user).await?;
        let after = recovery.confirm(self.confirmer(scene).await?, scene.now())?;
        store::save(scene, &after).await?;
        if !matches!(after.state, RecoveryState::Granted { .. }) {
            scene.note(note("RecoveryConfirmed", &after));
            return Ok(Confirmed::First);
        }
        end_everything(scene, self.user).await?;
        scene.note(note("RecoveryGranted", &after));
        Ok(Confirmed::Granted(after.id))
    }
}

impl ConfirmRecovery {
    async fn confirmer(&self, scene: &Scene<'_>) -> Result<Confirmer, Failure> {
        let user = scene.actor().user.ok_or(Failure::Missing)?;
        let account = account::Entity::find_by_id(user.uuid())
            .one(scene.rows())
            .await?
            .ok_or(Failure::Missing)?;
        let then = scene
            .now()
            .checked_sub(LATELY)
            .map_err(|e| Failure::Fault(e.to_string()))?;
        let links = journal::Entity::find()
            .filter(journal::Column::Act.is_in(["UserInvitedAgain", "AccessRestored"]))
            .filter(journal::Column::UserId.eq(user.uuid()))
            .filter(journal::Column::SubjectId.eq(self.user.uuid()))
            .filter(journal::Column::At.gt(stamp::to_column(then)));
        Ok(Confirmer {
            user,
            since: stamp::from_column(account.since, "account", "since", account.id)?,
            gave_password: links.count(scene.rows()).await? > 0,
        })
    }
}

/// Says that it is not the person who asked, or that nobody can tell. One who says so is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefuseRecovery {
    pub user: Id<User>,
}

/// Takes a right away, which must be quick: no fresh proof is asked.
impl Administered for RefuseRecovery {
    type Outcome = ();
    const NAME: &'static str = "RefuseRecovery";
    const GIVES_RIGHTS: bool = false;

    async fn allowed(&self, scene: &Scene<'_>, reach: Reach) -> Result<(), Failure> {
        within_reach(scene, reach, self.user).await
    }

    async fn done(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let recovery = last(scene, self.user).await?;
        let by = scene.actor().user.ok_or(Failure::Missing)?;
        let after = recovery.refuse(by, scene.now())?;
        store::save(scene, &after).await?;
        scene.note(note("RecoveryRefused", &after));
        Ok(())
    }
}

async fn last(scene: &Scene<'_>, user: Id<User>) -> Result<Recovery, Failure> {
    store::last_of(scene.rows(), user).await?.ok_or(Failure::Missing)
}
