use relais_kernel::Id;
use relais_platform::Failure;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::{Deserialize, Serialize};

use super::{Recovery, asking::note, store};
use crate::{
    Actor, Command, Scene, Trust,
    accounts::{entity::account, passkey::forget_passkeys},
};

const PURPOSE: &str = "recovery";

impl Trust {
    /// The path of a recovery's link.
    pub fn recovery_path(&self, recovery: Id<Recovery>) -> String {
        format!("/recuperation/{}", self.sign_token(PURPOSE, recovery.uuid()))
    }

    /// The recovery behind a link, for the person whom it is for.
    ///
    /// # Errors
    /// [`Failure::Missing`] when the link is wrong, somebody else's, used or too old: all answer alike.
    pub async fn recovery(&self, actor: &Actor, token: &str) -> Result<Recovery, Failure> {
        let id = self.read_token(PURPOSE, token).ok_or(Failure::Missing)?;
        let held = store::by_id(self.database().reader(), Id::from_uuid(id)).await?;
        match Some(held.user) == actor.user && held.is_granted(self.now()) {
            true => Ok(held),
            false => Err(Failure::Missing),
        }
    }
}

/// Sets every second factor of the person aside, by the link and after the password: they set up another one next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UseRecovery {
    pub id: Id<Recovery>,
}

impl Command for UseRecovery {
    type Outcome = ();
    const NAME: &'static str = "UseRecovery";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let (user, mark) = scene
            .actor()
            .user
            .zip(scene.actor().session)
            .ok_or(Failure::Missing)?;
        if !scene.actor().proved_recently(scene.now()) {
            return Err(Failure::ProveAgain);
        }
        let held = store::by_id(scene.rows(), self.id).await?;
        if held.user != user {
            return Err(Failure::Missing);
        }
        let after = held.use_up(mark.id, scene.now()).map_err(|_| Failure::Missing)?;
        store::save(scene, &after).await?;
        let account = account::Entity::find_by_id(user.uuid())
            .one(scene.rows())
            .await?
            .ok_or(Failure::Missing)?;
        let mut model: account::ActiveModel = account.into();
        model.totp = Set(None);
        model.totp_confirmed = Set(false);
        model.totp_step = Set(0);
        account::Entity::update(model).exec(scene.rows()).await?;
        forget_passkeys(scene, user).await?;
        scene.note(note("RecoveryUsed", &after));
        Ok(())
    }
}
