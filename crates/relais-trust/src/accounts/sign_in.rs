use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use relais_kernel::{Id, Refusal, User};
use relais_platform::{Failure, stamp};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    entity::{account, program_scope, session},
    organisation::organisation_is_open,
    password::is_outdated,
    second_factor::has_factor,
    session::hash,
};
use crate::{Actor, Command, Door, Note, Scene, Trust};

/// A session just begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The cookie's value; only its hash is stored.
    pub token: String,
    pub user: Id<User>,
    /// A second factor is enrolled and has to be given now.
    pub asks_second_factor: bool,
}

impl Trust {
    /// Signs in with a login and a password. Unknown, inactive and wrong answer alike, in the same time
    /// (security requirement 54). `agent` is what the person will recognise in the list of sessions.
    ///
    /// # Errors
    /// [`Failure::Missing`] when it does not fit, [`Failure::Throttled`] after several failures.
    pub async fn sign_in(&self, login: &str, password: String, agent: &str) -> Result<SignedIn, Failure> {
        let login: String = login.trim().to_lowercase().chars().take(254).collect();
        let rows = self.database().reader();
        self.check_throttle(rows, &login, self.now()).await?;
        let account = account::Entity::find()
            .filter(account::Column::Login.eq(&login))
            .one(rows)
            .await?
            .filter(|a| a.active);
        let account = match account {
            Some(account) if organisation_is_open(rows, Id::from_uuid(account.organisation_id)).await? => {
                Some(account)
            }
            _ => None,
        };
        let stored = account.as_ref().and_then(|a| a.password.clone());
        let renew = stored.as_deref().is_some_and(is_outdated);
        let fits = self.fits_password(stored, password.clone()).await?;
        let console = Actor::installation(Door::Session);
        let Some(account) = account.filter(|_| fits) else {
            self.perform(&console, None, FailSignIn { login }).await?;
            return Err(Failure::Missing);
        };
        let renewed = match renew {
            true => Some(self.hash_password(password).await?),
            false => None,
        };
        let token = self.fresh_secret();
        let begin = BeginSession {
            user: Id::from_uuid(account.id),
            token: hash(&token),
            agent: agent.chars().take(80).collect(),
            login,
            renewed,
            strong: false,
        };
        self.perform(&console, None, begin).await?;
        Ok(SignedIn {
            token,
            user: Id::from_uuid(account.id),
            asks_second_factor: has_factor(rows, &account).await?,
        })
    }

    /// Proves again who is at the keyboard, or who stands behind a program (security requirement 57).
    ///
    /// # Errors
    /// A refusal beside `password` when it does not fit; [`Failure::Throttled`] after several failures.
    pub async fn prove_again(&self, actor: &Actor, password: String) -> Result<(), Failure> {
        let (user, mark) = actor.user.zip(actor.session).ok_or(Failure::Missing)?;
        let rows = self.database().reader();
        let account = account::Entity::find_by_id(user.uuid())
            .one(rows)
            .await?
            .ok_or(Failure::Missing)?;
        self.check_throttle(rows, &account.login, self.now()).await?;
        if !self.fits_password(account.password, password).await? {
            self.perform(actor, None, FailSignIn { login: account.login })
                .await?;
            return Err(wrong_password("password"));
        }
        self.perform(
            actor,
            None,
            Prove {
                session: mark.id,
                strong: mark.strong,
            },
        )
        .await
    }

    /// 256 random bits for a cookie or a token.
    pub(super) fn fresh_secret(&self) -> String {
        let mut bytes = [0; 32];
        self.chance().fill(&mut bytes);
        URL_SAFE_NO_PAD.encode(bytes)
    }
}

pub(super) fn wrong_password(field: &str) -> Failure {
    Refusal::new(
        "PasswordWrong",
        "Ce mot de passe n’est pas le vôtre.",
        "This is not your password.",
    )
    .at(field)
    .into()
}

pub(super) struct BeginSession {
    pub user: Id<User>,
    pub token: Vec<u8>,
    pub agent: String,
    pub login: String,
    /// The password hashed again, when the stored hash is weaker than what is asked today (requirement 52).
    pub renewed: Option<String>,
    /// A second factor was given with it.
    pub strong: bool,
}

impl Command for BeginSession {
    type Outcome = ();
    const NAME: &'static str = "SignIn";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let now = stamp::to_column(scene.now());
        let id = Id::<SignedIn>::new(scene.now(), scene.chance()).uuid();
        let model = session::ActiveModel {
            id: Set(id),
            token: Set(self.token.clone()),
            account_id: Set(self.user.uuid()),
            since: Set(now),
            seen: Set(now),
            proved: Set(now),
            strong: Set(self.strong),
            agent: Set(self.agent.clone()),
            ended: Set(None),
        };
        session::Entity::insert(model)
            .exec_without_returning(scene.rows())
            .await?;
        if let Some(renewed) = &self.renewed {
            account::Entity::update_many()
                .col_expr(account::Column::Password, Expr::value(renewed.clone()))
                .filter(account::Column::Id.eq(self.user.uuid()))
                .exec(scene.rows())
                .await?;
        }
        scene.trust().forget_failures(scene.rows(), &self.login).await?;
        scene.note(
            Note::new("SignedIn")
                .on("user", self.user.uuid())
                .fact("session", id)
                .fact("strong", self.strong),
        );
        Ok(())
    }
}

/// Counts a wrong password or code against what was typed.
pub(super) struct FailSignIn {
    pub login: String,
}

impl Command for FailSignIn {
    type Outcome = ();
    const NAME: &'static str = "SignIn";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        scene
            .trust()
            .count_failure(scene.rows(), &self.login, scene.now())
            .await?;
        // The login that was typed may be a password in the wrong box: it is not noted.
        scene.note(Note::new("SignInFailed"));
        Ok(())
    }
}

/// Marks a session or a program's token as proved now.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Prove {
    pub session: Uuid,
    pub strong: bool,
}

impl Command for Prove {
    type Outcome = ();
    const NAME: &'static str = "ProveAgain";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let now = Expr::value(stamp::to_column(scene.now()));
        if scene.actor().door == Door::Token {
            program_scope::Entity::update_many()
                .col_expr(program_scope::Column::Proved, now)
                .filter(program_scope::Column::TokenId.eq(self.session))
                .exec(scene.rows())
                .await?;
        } else {
            session::Entity::update_many()
                .col_expr(session::Column::Proved, now)
                .col_expr(session::Column::Strong, Expr::value(self.strong))
                .filter(session::Column::Id.eq(self.session))
                .exec(scene.rows())
                .await?;
        }
        scene.note(
            Note::new("IdentityProved")
                .fact("session", self.session)
                .fact("strong", self.strong),
        );
        Ok(())
    }
}
