use relais_kernel::{Id, Refusal, User};
use relais_platform::{Failure, stamp};
use relais_sealing::token;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::SignOn;
use crate::{
    Actor, Command, Note, Scene, Trust,
    accounts::{entity::sign_on_link as row, travel::doors_stay},
};

impl Trust {
    /// Whether the person linked an account of the sign-on service.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn is_linked(&self, actor: &Actor) -> Result<bool, Failure> {
        let user = actor.user.ok_or(Failure::Missing)?;
        let held = row::Entity::find_by_id(user.uuid())
            .one(self.database().reader())
            .await?;
        Ok(held.is_some())
    }

    /// What of somebody's name at the service may be stored to know them again: who they are there is nobody's business here.
    pub(super) fn subject_token(&self, sign_on: &SignOn, subject: &str) -> Vec<u8> {
        let named = format!("{}\n{subject}", sign_on.0.setting.issuer);
        token(&self.root().derive("second factors"), "sign-on subject", &named).to_vec()
    }

    fn bound(&self, account: Uuid, subject: &[u8]) -> Vec<u8> {
        let named = format!("{account}\n{}", hex::encode(subject));
        token(&self.root().derive("second factors"), "sign-on link", &named).to_vec()
    }
}

/// The account that this subject was linked to, if the row is as it was written.
pub(super) async fn account_of(scene: &Scene<'_>, subject: &[u8]) -> Result<Option<Uuid>, Failure> {
    let held = row::Entity::find()
        .filter(row::Column::Subject.eq(subject.to_vec()))
        .one(scene.rows())
        .await?;
    let intact = held.filter(|held| held.bound == scene.trust().bound(held.account_id, subject));
    Ok(intact.map(|held| held.account_id))
}

/// Links what the service calls somebody to the account of whoever is signed in; what was linked before is replaced.
pub(super) struct LinkSignOn {
    pub user: Id<User>,
    pub subject: Vec<u8>,
}

impl Command for LinkSignOn {
    type Outcome = ();
    const NAME: &'static str = "LinkSignOn";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        may_link(scene.actor(), scene.now())?;
        doors_stay(scene).await?;
        let held = row::Entity::find().filter(row::Column::Subject.eq(self.subject.clone()));
        if let Some(held) = held.one(scene.rows()).await? {
            return match held.account_id == self.user.uuid() {
                true => Ok(()),
                false => Err(taken()),
            };
        }
        row::Entity::delete_by_id(self.user.uuid())
            .exec(scene.rows())
            .await?;
        let model = row::ActiveModel {
            account_id: Set(self.user.uuid()),
            subject: Set(self.subject.clone()),
            bound: Set(scene.trust().bound(self.user.uuid(), &self.subject)),
            since: Set(stamp::to_column(scene.now())),
        };
        row::Entity::insert(model)
            .exec_without_returning(scene.rows())
            .await?;
        scene.note(Note::new("SignOnLinked").on("user", self.user.uuid()));
        Ok(())
    }
}

/// After the second factor and a fresh proof: the link is a further door to the account.
///
/// # Errors
/// [`Failure::Missing`] without a second factor, [`Failure::ProveAgain`].
pub(super) fn may_link(actor: &Actor, now: relais_kernel::Timestamp) -> Result<(), Failure> {
    if !actor.session.is_some_and(|session| session.strong) {
        return Err(Failure::Missing);
    }
    match actor.proved_recently(now) {
        true => Ok(()),
        false => Err(Failure::ProveAgain),
    }
}

/// Ends the link: the service opens this account no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnlinkSignOn;

impl Command for UnlinkSignOn {
    type Outcome = ();
    const NAME: &'static str = "UnlinkSignOn";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let user = scene.actor().user.ok_or(Failure::Missing)?;
        doors_stay(scene).await?;
        let gone = row::Entity::delete_by_id(user.uuid()).exec(scene.rows()).await?;
        if gone.rows_affected > 0 {
            scene.note(Note::new("SignOnUnlinked").on("user", user.uuid()));
        }
        Ok(())
    }
}

fn taken() -> Failure {
    Refusal::new(
        "SignOnTaken",
        "Ce compte est déjà relié à quelqu’un d’autre ici. Prévenez un administrateur.",
        "That account is already linked to somebody else here. Tell an administrator.",
    )
    .into()
}
