//! What the server asked of a browser and waits for: a passkey, or a person who went elsewhere to say who they are.

use jiff::SignedDuration;
use relais_platform::{Failure, stamp};
use relais_sealing::{KeyId, unwrap_secret, wrap_secret};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::entity::challenge as row;
use crate::{Command, Scene};

/// How long a browser has to answer: people look for their key, or wait for a telephone that is slow.
const LIFE: SignedDuration = SignedDuration::from_mins(5);

/// What a challenge is for: one of each can be open at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    Adding,
    Giving,
    SigningIn,
    SigningOn,
}

impl For {
    fn code(self) -> &'static str {
        match self {
            Self::Adding => "adding",
            Self::Giving => "giving",
            Self::SigningIn => "signing_in",
            Self::SigningOn => "signing_on",
        }
    }
}

/// Keeps what the server must know of a challenge that it gives out; one that was open before is void.
pub(super) struct KeepChallenge {
    /// The session, or the browser that has none yet.
    holder: Uuid,
    reason: For,
    state: Vec<u8>,
}

impl KeepChallenge {
    pub fn new(holder: Uuid, reason: For, state: &impl Serialize) -> Result<Self, Failure> {
        let state = serde_json::to_vec(state).map_err(fault)?;
        Ok(Self {
            holder,
            reason,
            state,
        })
    }
}

impl Command for KeepChallenge {
    type Outcome = ();
    const NAME: &'static str = "KeepChallenge";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let now = stamp::to_column(scene.now());
        row::Entity::delete_many()
            .filter(row::Column::Expires.lte(now))
            .exec(scene.rows())
            .await?;
        let expires = scene.now().checked_add(LIFE).map_err(fault)?;
        let key = scene.trust().root().derive("second factors");
        let label = self.reason.code();
        let sealed = wrap_secret(
            &key,
            KeyId::from_uuid(self.holder),
            label,
            &self.state,
            scene.chance(),
        );
        let model = row::ActiveModel {
            holder: Set(self.holder),
            reason: Set(label.to_owned()),
            state: Set(sealed),
            expires: Set(stamp::to_column(expires)),
        };
        row::Entity::insert(model)
            .on_conflict(
                OnConflict::columns([row::Column::Holder, row::Column::Reason])
                    .update_columns([row::Column::State, row::Column::Expires])
                    .to_owned(),
            )
            .exec_without_returning(scene.rows())
            .await?;
        Ok(())
    }
}

/// Takes the challenge that is open, so that no answer to it counts twice. `None` when there is none, or it is too old.
pub(super) async fn take<S: DeserializeOwned>(
    scene: &Scene<'_>,
    holder: Uuid,
    reason: For,
) -> Result<Option<S>, Failure> {
    let place = (holder, reason.code().to_owned());
    let Some(held) = row::Entity::find_by_id(place.clone()).one(scene.rows()).await? else {
        return Ok(None);
    };
    row::Entity::delete_by_id(place).exec(scene.rows()).await?;
    if held.expires <= stamp::to_column(scene.now()) {
        return Ok(None);
    }
    let key = scene.trust().root().derive("second factors");
    let Ok(state) = unwrap_secret(&key, KeyId::from_uuid(holder), reason.code(), &held.state) else {
        return Ok(None);
    };
    serde_json::from_slice(&state).map(Some).map_err(fault)
}

/// What a browser is known by while nobody is signed in: a secret in its cookie.
pub(super) fn holder(secret: &str) -> Uuid {
    let hash: [u8; 32] = Sha256::digest(secret.as_bytes()).into();
    uuid::Builder::from_random_bytes(std::array::from_fn(|i| hash[i])).into_uuid()
}

fn fault(why: impl std::fmt::Display) -> Failure {
    Failure::Fault(format!("challenge: {why}"))
}
