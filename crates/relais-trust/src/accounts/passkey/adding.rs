use relais_kernel::{Id, Refusal, User};
use relais_platform::{Failure, stamp};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::Value;
use uuid::Uuid;
use webauthn_rs::prelude::{PasskeyRegistration, RegisterPublicKeyCredential};

use super::{
    RelyingParty, fault,
    kept::{rows_of, seal},
    read, unfit,
};
use crate::{
    Actor, Command, Note, Once, Scene, SessionMark, Trust,
    accounts::{
        challenge::{self, For, KeepChallenge},
        entity::{account, passkey as row},
        second_factor::free_to_enrol,
        sign_in::Prove,
        travel::doors_stay,
    },
};

/// As many passkeys as a person may have: a telephone, a computer, a key in the drawer, and their successors.
const MOST: usize = 10;

/// A passkey that a browser made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPasskey {
    /// What its owner will recognise in the list.
    pub name: String,
    /// The browser's answer to the challenge, as JSON.
    pub credential: String,
}

impl Trust {
    /// What a browser needs to make a passkey: the challenge, kept here for five minutes and for this session alone.
    ///
    /// # Errors
    /// [`Failure::ProveAgain`] when the person has not just proved who they are (requirement 57); [`Failure::Missing`]
    /// when a second factor exists and was not given in this session.
    pub async fn begin_passkey(&self, party: &RelyingParty, actor: &Actor) -> Result<Value, Failure> {
        let (user, mark) = may_add(self, actor)?;
        let rows = self.database().reader();
        free_to_enrol(rows, actor).await?;
        let account = account::Entity::find_by_id(user.uuid())
            .one(rows)
            .await?
            .ok_or(Failure::Missing)?;
        let mut known = Vec::new();
        for held in rows_of(rows, user).await? {
            known.push(self.open_passkey(&held)?.cred_id().clone());
        }
        let handle = self.handle("passkey owner", user.uuid()).uuid();
        let (options, state) = party
            .0
            .start_passkey_registration(handle, &account.login, &account.name, Some(known))
            .map_err(fault)?;
        let keep = KeepChallenge::new(mark.id, For::Adding, &state)?;
        self.perform(actor, None, keep).await?;
        let mut options = serde_json::to_value(options).map_err(fault)?;
        // One that the device itself can name opens the door without an address typed; others are as good.
        options["publicKey"]["authenticatorSelection"]["residentKey"] = "preferred".into();
        Ok(options)
    }

    /// Keeps a passkey that answers the challenge; the session is strong from then on.
    ///
    /// # Errors
    /// As [`begin_passkey`](Self::begin_passkey); a refusal when it does not answer, or there are too many.
    pub async fn add_passkey(
        &self,
        party: &RelyingParty,
        actor: &Actor,
        once: Option<Once>,
        new: &NewPasskey,
    ) -> Result<(), Failure> {
        let (user, mark) = may_add(self, actor)?;
        let add = AddPasskey {
            party: party.clone(),
            user,
            session: mark.id,
            name: new.name.trim().chars().take(60).collect(),
            credential: read(&new.credential)?,
        };
        match self.perform(actor, once, add).await? {
            true => Ok(()),
            false => Err(unfit()),
        }
    }
}

fn may_add(trust: &Trust, actor: &Actor) -> Result<(Id<User>, SessionMark), Failure> {
    if !actor.proved_recently(trust.now()) {
        return Err(Failure::ProveAgain);
    }
    actor.user.zip(actor.session).ok_or(Failure::Missing)
}

struct AddPasskey {
    party: RelyingParty,
    user: Id<User>,
    session: Uuid,
    name: String,
    credential: RegisterPublicKeyCredential,
}

impl Command for AddPasskey {
    /// Whether it answered the challenge.
    type Outcome = bool;
    const NAME: &'static str = "AddPasskey";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<bool, Failure> {
        free_to_enrol(scene.rows(), scene.actor()).await?;
        doors_stay(scene).await?;
        if rows_of(scene.rows(), self.user).await?.len() >= MOST {
            return Err(too_many());
        }
        let state: Option<PasskeyRegistration> = challenge::take(scene, self.session, For::Adding).await?;
        let made = state.and_then(|state| {
            let party = &self.party.0;
            party.finish_passkey_registration(&self.credential, &state).ok()
        });
        let Some(made) = made else { return Ok(false) };
        let token = scene.trust().credential_token(made.cred_id());
        let known = row::Entity::find().filter(row::Column::Credential.eq(token.clone()));
        if known.one(scene.rows()).await?.is_some() {
            return Ok(false);
        }
        let id = Id::<NewPasskey>::new(scene.now(), scene.chance()).uuid();
        let model = row::ActiveModel {
            id: Set(id),
            account_id: Set(self.user.uuid()),
            credential: Set(token),
            sealed: Set(seal(scene, self.user.uuid(), id, &made)?),
            name: Set(self.name.clone()),
            since: Set(stamp::to_column(scene.now())),
            used: Set(None),
        };
        row::Entity::insert(model)
            .exec_without_returning(scene.rows())
            .await?;
        scene.note(
            Note::new("PasskeyAdded")
                .on("user", self.user.uuid())
                .fact("passkey", id),
        );
        let strong = Prove {
            session: self.session,
            strong: true,
        };
        strong.carry_out(scene).await?;
        Ok(true)
    }
}

fn too_many() -> Failure {
    Refusal::new(
        "PasskeysTooMany",
        "Vous avez déjà dix clés d’accès. Retirez-en une dont vous ne vous servez plus.",
        "You already have ten passkeys. Remove one that you no longer use.",
    )
    .into()
}
