use relais_kernel::Refusal;
use relais_platform::Failure;
use sea_orm::EntityTrait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::kept::rows_of;
use crate::{
    Command, Note, Scene,
    accounts::{
        entity::{account, passkey as row},
        travel::doors_stay,
    },
};

/// Removes one of the person's own passkeys. The last second factor stays: without one, a password alone would be
/// enough to set up another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovePasskey {
    pub id: Uuid,
}

impl Command for RemovePasskey {
    type Outcome = ();
    const NAME: &'static str = "RemovePasskey";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let actor = scene.actor();
        let (user, mark) = actor.user.zip(actor.session).ok_or(Failure::Missing)?;
        if !mark.strong {
            return Err(Failure::Missing);
        }
        if !actor.proved_recently(scene.now()) {
            return Err(Failure::ProveAgain);
        }
        doors_stay(scene).await?;
        let held = rows_of(scene.rows(), user).await?;
        if !held.iter().any(|row| row.id == self.id) {
            return Err(Failure::Missing);
        }
        let account = account::Entity::find_by_id(user.uuid())
            .one(scene.rows())
            .await?
            .ok_or(Failure::Missing)?;
        if held.len() == 1 && !account.totp_confirmed {
            return Err(last());
        }
        row::Entity::delete_by_id(self.id).exec(scene.rows()).await?;
        scene.note(
            Note::new("PasskeyRemoved")
                .on("user", user.uuid())
                .fact("passkey", self.id),
        );
        Ok(())
    }
}

fn last() -> Failure {
    Refusal::new(
        "SecondFactorLast",
        "C’est votre dernier second facteur. Ajoutez d’abord une autre clé d’accès ou un téléphone.",
        "This is your last second factor. Add another passkey or a telephone first.",
    )
    .into()
}
