use relais_kernel::{Id, User};
use relais_platform::Failure;
use sea_orm::EntityTrait;
use serde_json::Value;
use uuid::Uuid;
use webauthn_rs::prelude::{DiscoverableAuthentication, PublicKeyCredential};

use super::{
    RelyingParty, fault,
    giving::{held, tell_copied},
    kept::keep_use,
    read,
};
use crate::{
    Actor, Command, Door, Note, Scene, Trust,
    accounts::{
        SignedIn,
        challenge::{self, For, KeepChallenge, holder},
        entity::account,
        organisation::organisation_is_open,
        session::hash,
        sign_in::BeginSession,
    },
};

/// A challenge for somebody who is not known yet.
#[derive(Debug, Clone, PartialEq)]
pub struct WhoComes {
    /// For the browser's script.
    pub options: Value,
    /// For a cookie of this browser: nobody else's answer counts.
    pub secret: String,
}

impl Trust {
    /// What a browser needs to offer the passkeys that it has for this installation. It says nothing of any account.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn ask_who_comes(&self, party: &RelyingParty) -> Result<WhoComes, Failure> {
        let (mut options, state) = party.0.start_discoverable_authentication().map_err(fault)?;
        // On a press of a button, not while a field is filled in.
        options.mediation = None;
        let secret = self.fresh_secret();
        let keep = KeepChallenge::new(holder(&secret), For::SigningIn, &state)?;
        self.perform(&Actor::installation(Door::Session), None, keep)
            .await?;
        let options = serde_json::to_value(options).map_err(fault)?;
        Ok(WhoComes { options, secret })
    }

    /// Signs in with a passkey alone: the device checked the person's finger, face or code, so the session is strong.
    /// Unknown, removed, inactive and wrong answer alike.
    ///
    /// # Errors
    /// [`Failure::Missing`] when it opens nothing.
    pub async fn sign_in_with_passkey(
        &self,
        party: &RelyingParty,
        secret: &str,
        credential: &str,
        agent: &str,
    ) -> Result<SignedIn, Failure> {
        let token = self.fresh_secret();
        let come = Come {
            party: party.clone(),
            holder: holder(secret),
            credential: read(credential)?,
            token: hash(&token),
            agent: agent.chars().take(80).collect(),
        };
        let console = Actor::installation(Door::Session);
        let user = self
            .perform(&console, None, come)
            .await?
            .ok_or(Failure::Missing)?;
        Ok(SignedIn {
            token,
            user,
            asks_second_factor: false,
        })
    }
}

struct Come {
    party: RelyingParty,
    holder: Uuid,
    credential: PublicKeyCredential,
    token: Vec<u8>,
    agent: String,
}

impl Come {
    /// Whose passkey it is, when it answers the challenge and the account is open.
    async fn whose(&self, scene: &Scene<'_>) -> Result<Option<account::Model>, Failure> {
        let state: Option<DiscoverableAuthentication> =
            challenge::take(scene, self.holder, For::SigningIn).await?;
        let (Some(state), Some(held)) = (state, held(scene, &self.credential).await?) else {
            return Ok(None);
        };
        let passkey = scene.trust().open_passkey(&held)?;
        let party = &self.party.0;
        let answered = party.finish_discoverable_authentication_v2(&self.credential, state, &passkey);
        let Ok(said) = &answered else {
            tell_copied(scene, &answered);
            return Ok(None);
        };
        let owner = scene.trust().handle("passkey owner", held.account_id).uuid();
        let named = self.credential.get_user_unique_id();
        if named.is_some_and(|named| named != owner.as_bytes()) {
            return Ok(None);
        }
        let account = account::Entity::find_by_id(held.account_id)
            .one(scene.rows())
            .await?;
        // Whoever was invited back chooses a password first.
        let Some(account) = account.filter(|a| a.active && a.password.is_some()) else {
            return Ok(None);
        };
        if !organisation_is_open(scene.rows(), Id::from_uuid(account.organisation_id)).await? {
            return Ok(None);
        }
        keep_use(scene, held, passkey, said).await?;
        Ok(Some(account))
    }
}

impl Command for Come {
    type Outcome = Option<Id<User>>;
    const NAME: &'static str = "SignIn";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<Option<Id<User>>, Failure> {
        let Some(account) = self.whose(scene).await? else {
            scene.note(Note::new("SignInFailed"));
            return Ok(None);
        };
        let user = Id::from_uuid(account.id);
        let begin = BeginSession {
            user,
            token: self.token.clone(),
            agent: self.agent.clone(),
            login: account.login,
            renewed: None,
            strong: true,
        };
        begin.carry_out(scene).await?;
        Ok(Some(user))
    }
}
