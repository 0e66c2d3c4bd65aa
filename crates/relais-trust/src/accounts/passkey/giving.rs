use relais_kernel::{Id, User};
use relais_platform::Failure;
use serde_json::Value;
use uuid::Uuid;
use webauthn_rs::prelude::{Passkey, PasskeyAuthentication, PublicKeyCredential, WebauthnError};

use super::{
    RelyingParty, fault,
    kept::{keep_use, rows_of},
    read, unfit,
};
use crate::{
    Actor, Command, Note, Scene, Trust,
    accounts::{
        challenge::{self, For, KeepChallenge},
        entity::passkey as row,
        sign_in::Prove,
    },
};

impl Trust {
    /// What a browser needs to give one of the person's passkeys, after the password or to prove again who is there.
    ///
    /// # Errors
    /// [`Failure::Missing`] when the person has none.
    pub async fn ask_for_passkey(&self, party: &RelyingParty, actor: &Actor) -> Result<Value, Failure> {
        let (user, mark) = actor.user.zip(actor.session).ok_or(Failure::Missing)?;
        let held = rows_of(self.database().reader(), user).await?;
        let known: Vec<Passkey> = held
            .iter()
            .map(|row| self.open_passkey(row))
            .collect::<Result<_, _>>()?;
        if known.is_empty() {
            return Err(Failure::Missing);
        }
        let (options, state) = party.0.start_passkey_authentication(&known).map_err(fault)?;
        let keep = KeepChallenge::new(mark.id, For::Giving, &state)?;
        self.perform(actor, None, keep).await?;
        serde_json::to_value(options).map_err(fault)
    }

    /// Gives a passkey: the session is strong and freshly proved.
    ///
    /// # Errors
    /// A refusal when it does not answer the challenge; [`Failure::Throttled`] after several failures.
    pub async fn give_passkey(
        &self,
        party: &RelyingParty,
        actor: &Actor,
        credential: &str,
    ) -> Result<(), Failure> {
        let (user, mark) = actor.user.zip(actor.session).ok_or(Failure::Missing)?;
        let subject = format!("second factor {user}");
        self.check_throttle(self.database().reader(), &subject, self.now())
            .await?;
        let give = GivePasskey {
            party: party.clone(),
            user,
            session: mark.id,
            credential: read(credential)?,
            subject,
        };
        match self.perform(actor, None, give).await? {
            true => Ok(()),
            false => Err(unfit()),
        }
    }
}

struct GivePasskey {
    party: RelyingParty,
    user: Id<User>,
    session: Uuid,
    credential: PublicKeyCredential,
    /// Under which failures are counted.
    subject: String,
}

impl GivePasskey {
    async fn fits(&self, scene: &Scene<'_>) -> Result<bool, Failure> {
        let state: Option<PasskeyAuthentication> = challenge::take(scene, self.session, For::Giving).await?;
        let Some(state) = state else { return Ok(false) };
        let answered = self
            .party
            .0
            .finish_passkey_authentication(&self.credential, &state);
        let held = held(scene, &self.credential).await?;
        let held = held.filter(|held| held.account_id == self.user.uuid());
        let (Ok(said), Some(held)) = (&answered, held) else {
            tell_copied(scene, &answered);
            return Ok(false);
        };
        let passkey = scene.trust().open_passkey(&held)?;
        keep_use(scene, held, passkey, said).await?;
        Ok(true)
    }
}

impl Command for GivePasskey {
    /// Whether it answered the challenge.
    type Outcome = bool;
    const NAME: &'static str = "GivePasskey";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<bool, Failure> {
        if !self.fits(scene).await? {
            scene
                .trust()
                .count_failure(scene.rows(), &self.subject, scene.now())
                .await?;
            scene.note(Note::new("SecondFactorFailed").on("user", self.user.uuid()));
            return Ok(false);
        }
        scene.trust().forget_failures(scene.rows(), &self.subject).await?;
        let strong = Prove {
            session: self.session,
            strong: true,
        };
        strong.carry_out(scene).await?;
        Ok(true)
    }
}

/// The row of the credential that a browser gave.
pub(super) async fn held(
    scene: &Scene<'_>,
    credential: &PublicKeyCredential,
) -> Result<Option<row::Model>, Failure> {
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
    let token = scene.trust().credential_token(&credential.raw_id);
    Ok(row::Entity::find()
        .filter(row::Column::Credential.eq(token))
        .one(scene.rows())
        .await?)
}

/// A counter that went back tells of a copy: that is said apart.
pub(super) fn tell_copied<T>(scene: &Scene<'_>, answered: &Result<T, WebauthnError>) {
    if matches!(answered, Err(WebauthnError::CredentialPossibleCompromise)) {
        scene.note(Note::new("PasskeyCopied"));
    }
}
