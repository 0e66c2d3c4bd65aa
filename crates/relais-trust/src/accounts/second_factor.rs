use relais_kernel::{Id, Refusal, User};
use relais_platform::{Corrupt, Failure};
use relais_sealing::{KeyId, Zeroizing, unwrap_secret, wrap_secret};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use totp_rs::{Builder, Secret, Totp};

use super::{
    entity::account,
    passkey::has_passkey,
    recovery::{last_recovery, withdraw_recovery},
    sign_in::Prove,
    travel::doors_stay,
};
use crate::{Actor, Command, Note, Scene, Trust};

/// What an authenticator application needs: as a QR code, or typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    pub url: String,
    pub typed: String,
}

impl Trust {
    /// Begins (or repeats) the enrolment of a second factor: 160 random bits, sealed with the master key.
    ///
    /// # Errors
    /// [`Failure::Missing`] when a telephone is already paired, or another second factor exists and was not given in
    /// this session; [`Failure::ProveAgain`] when the person has
    /// not just proved who they are (requirement 57).
    pub async fn begin_second_factor(&self, actor: &Actor) -> Result<Enrolment, Failure> {
        let user = actor.user.ok_or(Failure::Missing)?;
        if !actor.proved_recently(self.now()) {
            return Err(Failure::ProveAgain);
        }
        let mut secret = Zeroizing::new(vec![0; 20]);
        self.chance().fill(&mut secret);
        self.perform(
            actor,
            None,
            KeepSecret {
                user,
                secret: secret.clone(),
            },
        )
        .await?;
        self.pending_second_factor(actor).await?.ok_or(Failure::Missing)
    }

    /// The enrolment that was begun and still waits for its first code.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn pending_second_factor(&self, actor: &Actor) -> Result<Option<Enrolment>, Failure> {
        let user = actor.user.ok_or(Failure::Missing)?;
        if free_to_enrol(self.database().reader(), actor).await.is_err() {
            return Ok(None);
        }
        let account = self.account(user).await?;
        let Some(sealed) = account.totp.as_deref().filter(|_| !account.totp_confirmed) else {
            return Ok(None);
        };
        let secret = self.totp_secret(user, sealed)?;
        let totp = totp(&secret, Some(&account.login))?;
        let url = totp
            .to_url()
            .map_err(|e| Failure::Fault(format!("second factor: {e}")))?;
        Ok(Some(Enrolment {
            url,
            typed: Secret::from(secret.to_vec()).to_base32(),
        }))
    }

    /// Whether the person has a confirmed second factor.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn has_second_factor(&self, actor: &Actor) -> Result<bool, Failure> {
        let user = actor.user.ok_or(Failure::Missing)?;
        has_factor(self.database().reader(), &self.account(user).await?).await
    }

    /// Whether a second factor can be set up in this session.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn may_enrol(&self, actor: &Actor) -> Result<bool, Failure> {
        match free_to_enrol(self.database().reader(), actor).await {
            Ok(()) => Ok(true),
            Err(Failure::Missing) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// Whether a telephone with an authenticator application is paired.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn has_authenticator(&self, actor: &Actor) -> Result<bool, Failure> {
        let user = actor.user.ok_or(Failure::Missing)?;
        Ok(self.account(user).await?.totp_confirmed)
    }

    /// Takes the second factor away to enrol another telephone, by a code of the old one.
    ///
    /// # Errors
    /// As [`give_second_factor`](Self::give_second_factor), and [`Failure::ProveAgain`].
    pub async fn drop_second_factor(&self, actor: &Actor, code: &str) -> Result<(), Failure> {
        let user = actor.user.ok_or(Failure::Missing)?;
        if !actor.proved_recently(self.now()) {
            return Err(Failure::ProveAgain);
        }
        self.give_second_factor(actor, code).await?;
        self.perform(actor, None, DropSecret { user }).await
    }

    async fn account(&self, user: Id<User>) -> Result<account::Model, Failure> {
        account::Entity::find_by_id(user.uuid())
            .one(self.database().reader())
            .await?
            .ok_or(Failure::Missing)
    }

    fn totp_secret(&self, user: Id<User>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Failure> {
        let key = self.root().derive("second factors");
        let secret = unwrap_secret(&key, KeyId::from_uuid(user.uuid()), LABEL, sealed);
        secret.map_err(|_| Corrupt::at("account", "totp", user).into())
    }

    /// Gives the six digits: confirms an enrolment, or makes the session strong. A code works once (security
    /// requirement 51), one step of 30 s either way.
    ///
    /// # Errors
    /// A refusal beside `code`; [`Failure::Throttled`] after several failures.
    pub async fn give_second_factor(&self, actor: &Actor, code: &str) -> Result<(), Failure> {
        let (user, mark) = actor.user.zip(actor.session).ok_or(Failure::Missing)?;
        let rows = self.database().reader();
        let subject = format!("second factor {user}");
        self.check_throttle(rows, &subject, self.now()).await?;
        let sealed = self.account(user).await?.totp.ok_or(Failure::Missing)?;
        let secret = self.totp_secret(user, &sealed)?;
        let digits: String = code.chars().filter(char::is_ascii_digit).collect();
        let now = u64::try_from(self.now().as_second()).unwrap_or(0);
        let step = totp(&secret, None)?.check(&digits, now);
        self.perform(actor, None, UseCode { user, step, subject })
            .await?
            .ok_or_else(wrong)?;
        self.perform(
            actor,
            None,
            Prove {
                session: mark.id,
                strong: true,
            },
        )
        .await
    }
}

const LABEL: &str = "second factor";

/// Whether somebody has a second factor: a passkey, or a telephone whose code was given once.
pub(super) async fn has_factor<C: ConnectionTrait>(
    rows: &C,
    account: &account::Model,
) -> Result<bool, Failure> {
    Ok(account.totp_confirmed || has_passkey(rows, Id::from_uuid(account.id)).await?)
}

/// The first second factor is set up after the password alone; every other one needs one that exists, given in this
/// session. Whoever knows a password adds nothing to an account that has, or had, more than that.
///
/// # Errors
/// [`Failure::Missing`].
pub(super) async fn free_to_enrol<C: ConnectionTrait>(rows: &C, actor: &Actor) -> Result<(), Failure> {
    let (user, mark) = actor.user.zip(actor.session).ok_or(Failure::Missing)?;
    if mark.strong {
        return Ok(());
    }
    let account = account::Entity::find_by_id(user.uuid())
        .one(rows)
        .await?
        .ok_or(Failure::Missing)?;
    // After a recovery, only where its link was used.
    let last = last_recovery(rows, user).await?;
    if has_factor(rows, &account).await? || last.is_some_and(|last| last.used_elsewhere(mark.id)) {
        return Err(Failure::Missing);
    }
    Ok(())
}

fn wrong() -> Failure {
    Refusal::new(
        "SecondFactorWrong",
        "Ce code ne convient pas. Attendez le suivant (30 secondes) et vérifiez l’heure du téléphone.",
        "This code does not fit. Wait for the next one (30 seconds) and check the telephone's time.",
    )
    .at("code")
    .into()
}

fn totp(secret: &[u8], login: Option<&str>) -> Result<Totp, Failure> {
    let mut builder = Builder::new().with_secret(secret.to_vec());
    if let Some(login) = login {
        builder = builder
            .with_account_name(login.to_owned())
            .with_issuer(Some("Relais".to_owned()));
    }
    builder
        .build()
        .map_err(|e| Failure::Fault(format!("second factor: {e}")))
}

struct KeepSecret {
    user: Id<User>,
    secret: Zeroizing<Vec<u8>>,
}

impl Command for KeepSecret {
    type Outcome = ();
    const NAME: &'static str = "EnrolSecondFactor";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let account = account::Entity::find_by_id(self.user.uuid())
            .one(scene.rows())
            .await?
            .ok_or(Failure::Missing)?;
        if account.totp_confirmed {
            return Err(Failure::Missing);
        }
        free_to_enrol(scene.rows(), scene.actor()).await?;
        let key = scene.trust().root().derive("second factors");
        let sealed = wrap_secret(
            &key,
            KeyId::from_uuid(self.user.uuid()),
            LABEL,
            &self.secret,
            scene.chance(),
        );
        let mut model: account::ActiveModel = account.into();
        model.totp = Set(Some(sealed));
        account::Entity::update(model).exec(scene.rows()).await?;
        scene.note(Note::new("SecondFactorBegun").on("user", self.user.uuid()));
        Ok(())
    }
}

struct UseCode {
    user: Id<User>,
    /// The time step that the code fits, if it fits one.
    step: Option<u64>,
    subject: String,
}

impl Command for UseCode {
    type Outcome = Option<()>;
    const NAME: &'static str = "GiveSecondFactor";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<Option<()>, Failure> {
        let account = account::Entity::find_by_id(self.user.uuid())
            .one(scene.rows())
            .await?
            .ok_or(Failure::Missing)?;
        let step = self
            .step
            .and_then(|step| i64::try_from(step).ok())
            .filter(|step| *step > account.totp_step);
        let Some(step) = step else {
            scene
                .trust()
                .count_failure(scene.rows(), &self.subject, scene.now())
                .await?;
            scene.note(Note::new("SecondFactorFailed").on("user", self.user.uuid()));
            return Ok(None);
        };
        if !account.totp_confirmed {
            free_to_enrol(scene.rows(), scene.actor()).await?;
            scene.note(Note::new("SecondFactorConfirmed").on("user", self.user.uuid()));
        }
        let mut model: account::ActiveModel = account.into();
        model.totp_step = Set(step);
        model.totp_confirmed = Set(true);
        account::Entity::update(model).exec(scene.rows()).await?;
        scene.trust().forget_failures(scene.rows(), &self.subject).await?;
        withdraw_recovery(scene, self.user).await?;
        Ok(Some(()))
    }
}

struct DropSecret {
    user: Id<User>,
}

impl Command for DropSecret {
    type Outcome = ();
    const NAME: &'static str = "DropSecondFactor";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        doors_stay(scene).await?;
        let account = account::Entity::find_by_id(self.user.uuid())
            .one(scene.rows())
            .await?
            .ok_or(Failure::Missing)?;
        let mut model: account::ActiveModel = account.into();
        model.totp = Set(None);
        model.totp_confirmed = Set(false);
        account::Entity::update(model).exec(scene.rows()).await?;
        scene.note(Note::new("SecondFactorDropped").on("user", self.user.uuid()));
        Ok(())
    }
}
