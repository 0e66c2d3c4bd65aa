use relais_kernel::{Id, Refusal, User};
use relais_platform::Failure;
use serde::{Deserialize, Serialize};

use super::{Travel, held, keep, own};
use crate::{
    Command, Note, Scene,
    accounts::{
        AccountFace, Administered, Reach,
        administration::within_reach,
        people::{account_by_id, end_everything_but},
    },
};

/// Withholds the rights of somebody whose telephone is gone or who may be in danger, and ends all their sessions. A
/// colleague may, for those who do daily work: minutes count, and nothing is opened by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithholdRights {
    pub user: Id<User>,
}

impl Command for WithholdRights {
    type Outcome = ();
    const NAME: &'static str = "WithholdRights";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let by = scene.actor().user.ok_or(Failure::Missing)?;
        let face = account_by_id(scene.rows(), self.user).await?;
        self.allowed(scene, by, &face)?;
        let (row, travel) = held(scene, self.user).await?;
        if travel.is_none_or(|travel| travel.back.is_some()) {
            keep(scene, row, Some(Travel::begun(by, scene.now()))).await?;
        }
        end_everything_but(scene, self.user, None).await?;
        scene.note(Note::new("RightsWithheld").on("user", self.user.uuid()));
        Ok(())
    }
}

impl WithholdRights {
    fn allowed(&self, scene: &Scene<'_>, by: Id<User>, face: &AccountFace) -> Result<(), Failure> {
        if by == self.user {
            return Err(own().into());
        }
        let reach = Reach::of(scene.trust().guard(), scene.actor());
        if reach.is_ok_and(|reach| reach.covers_account(face)) {
            return Ok(());
        }
        scene.permit_colleague(face.organisation)?;
        if Reach::Own(face.organisation).covers_account(face) {
            Ok(())
        } else {
            Err(above().into())
        }
    }
}

/// Gives the rights back after speaking to the person; whoever still holds a session of theirs signs in again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiveBackRights {
    pub user: Id<User>,
}

impl Administered for GiveBackRights {
    type Outcome = ();
    const NAME: &'static str = "GiveBackRights";
    const GIVES_RIGHTS: bool = true;

    async fn allowed(&self, scene: &Scene<'_>, reach: Reach) -> Result<(), Failure> {
        within_reach(scene, reach, self.user).await
    }

    async fn done(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let by = scene.actor().user.ok_or(Failure::Missing)?;
        let (row, travel) = held(scene, self.user).await?;
        Travel::ended(travel, self.user, by)?;
        keep(scene, row, None).await?;
        end_everything_but(scene, self.user, None).await?;
        scene.note(Note::new("RightsGivenBack").on("user", self.user.uuid()));
        Ok(())
    }
}

fn above() -> Refusal {
    Refusal::new(
        "TravelAbove",
        "Les droits de cette personne peuvent être retenus par un administrateur seulement : appelez-le.",
        "This person’s rights can be withheld by an administrator only: call them.",
    )
}
