//! What a person changes in their own account.

use relais_kernel::{Id, Lang, User};
use relais_platform::Failure;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde::{Deserialize, Serialize};

use super::{
    check_new_password,
    entity::account,
    people::{end_sessions, revoke_invitations},
    sign_in::{FailSignIn, wrong_password},
    travel::doors_stay,
};
use crate::{Actor, Command, Door, Note, Once, Scene, Trust};

impl Trust {
    /// Changes the person's own password; every other session of theirs ends (security requirement 55).
    ///
    /// # Errors
    /// A refusal beside `current` or `password`; [`Failure::Throttled`] after several failures.
    pub async fn change_password(
        &self,
        actor: &Actor,
        once: Option<Once>,
        current: String,
        password: String,
    ) -> Result<(), Failure> {
        let user = actor.user.ok_or(Failure::Missing)?;
        let rows = self.database().reader();
        let account = account::Entity::find_by_id(user.uuid())
            .one(rows)
            .await?
            .ok_or(Failure::Missing)?;
        self.check_throttle(rows, &account.login, self.now()).await?;
        if !self.fits_password(account.password, current).await? {
            self.perform(actor, None, FailSignIn { login: account.login })
                .await?;
            return Err(wrong_password("current"));
        }
        check_new_password(&password, &[&account.login, &account.name])?;
        let hash = self.hash_password(password).await?;
        self.perform(actor, once, ChangePassword { user, hash }).await
    }
}

struct ChangePassword {
    user: Id<User>,
    hash: String,
}

impl Command for ChangePassword {
    type Outcome = ();
    const NAME: &'static str = "ChangePassword";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        doors_stay(scene).await?;
        keep_password(scene, self.user, &self.hash).await?;
        scene.note(Note::new("PasswordChanged").on("user", self.user.uuid()));
        Ok(())
    }
}

/// Stores the hash; sessions other than the one at hand end, and so do invitations that were not used.
pub(super) async fn keep_password(scene: &Scene<'_>, user: Id<User>, hash: &str) -> Result<(), Failure> {
    let held = account::Entity::find_by_id(user.uuid())
        .one(scene.rows())
        .await?
        .ok_or(Failure::Missing)?;
    let version = held.version;
    let mut model: account::ActiveModel = held.into();
    model.password = Set(Some(hash.to_owned()));
    model.version = Set(version + 1);
    account::Entity::update(model).exec(scene.rows()).await?;
    let spared = match scene.actor().door {
        Door::Session => scene.actor().session.map(|current| current.id),
        _ => None,
    };
    end_sessions(scene, user, spared).await?;
    revoke_invitations(scene, user).await
}

/// Chooses the language of messages, and of pages where the browser has no choice of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeLanguage {
    pub lang: Lang,
}

impl Command for ChangeLanguage {
    type Outcome = ();
    const NAME: &'static str = "ChangeLanguage";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let user = scene.actor().user.ok_or(Failure::Missing)?;
        account::Entity::update_many()
            .col_expr(account::Column::Lang, Expr::value(self.lang.code()))
            .filter(account::Column::Id.eq(user.uuid()))
            .exec(scene.rows())
            .await?;
        scene.note(
            Note::new("LanguageChanged")
                .on("user", user.uuid())
                .fact("lang", self.lang),
        );
        Ok(())
    }
}
