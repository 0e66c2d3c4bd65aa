use std::collections::BTreeSet;

use relais_kernel::{Id, PublicRef, Timestamp, User};
use relais_platform::{Corrupt, Failure, stamp};
use relais_sealing::{KeyId, token, unwrap_secret, wrap_secret};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;
use webauthn_rs::prelude::{AuthenticationResult, Passkey};

use super::fault;
use crate::{
    Actor, Scene, Trust,
    accounts::{entity::passkey as row, recovery::withdraw_recovery},
};

/// A passkey as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyFace {
    pub id: Uuid,
    /// For addresses.
    pub public_ref: PublicRef,
    /// What its owner called it.
    pub name: String,
    pub since: Timestamp,
    /// When it last opened something; never yet, if `None`.
    pub used: Option<Timestamp>,
}

impl Trust {
    /// The passkeys of a person, oldest first.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn passkeys(&self, actor: &Actor) -> Result<Vec<PasskeyFace>, Failure> {
        let user = actor.user.ok_or(Failure::Missing)?;
        let held = rows_of(self.database().reader(), user).await?;
        held.into_iter().map(|row| self.passkey_face(row)).collect()
    }

    fn passkey_face(&self, row: row::Model) -> Result<PasskeyFace, Failure> {
        let used = row
            .used
            .map(|used| stamp::from_column(used, "passkey", "used", row.id));
        Ok(PasskeyFace {
            public_ref: self.handle("passkey", row.id),
            since: stamp::from_column(row.since, "passkey", "since", row.id)?,
            used: used.transpose()?,
            id: row.id,
            name: row.name,
        })
    }

    /// What of a credential may be stored to find its row again.
    pub(super) fn credential_token(&self, credential: &[u8]) -> Vec<u8> {
        token(
            &self.root().derive("second factors"),
            "credential",
            &hex::encode(credential),
        )
        .to_vec()
    }

    /// Opens a passkey. It is sealed so that nobody who writes into the database can put one of their own in its place.
    pub(super) fn open_passkey(&self, row: &row::Model) -> Result<Passkey, Failure> {
        let key = self.root().derive("second factors");
        let bytes = unwrap_secret(
            &key,
            KeyId::from_uuid(row.account_id),
            &label(row.id),
            &row.sealed,
        )
        .map_err(|_| Corrupt::at("passkey", "sealed", row.id))?;
        serde_json::from_slice(&bytes).map_err(|_| Corrupt::at("passkey", "sealed", row.id).into())
    }
}

fn label(id: Uuid) -> String {
    format!("passkey {id}")
}

pub(super) fn seal(scene: &Scene<'_>, user: Uuid, id: Uuid, passkey: &Passkey) -> Result<Vec<u8>, Failure> {
    let bytes = serde_json::to_vec(passkey).map_err(fault)?;
    let key = scene.trust().root().derive("second factors");
    Ok(wrap_secret(
        &key,
        KeyId::from_uuid(user),
        &label(id),
        &bytes,
        scene.chance(),
    ))
}

pub(super) async fn rows_of<C: ConnectionTrait>(
    rows: &C,
    user: Id<User>,
) -> Result<Vec<row::Model>, Failure> {
    Ok(row::Entity::find()
        .filter(row::Column::AccountId.eq(user.uuid()))
        .order_by_asc(row::Column::Since)
        .order_by_asc(row::Column::Id)
        .all(rows)
        .await?)
}

/// Keeps what the passkey said of itself when it opened something: its counter above all. A recovery that was asked for
/// is not needed any more.
pub(super) async fn keep_use(
    scene: &Scene<'_>,
    held: row::Model,
    mut passkey: Passkey,
    said: &AuthenticationResult,
) -> Result<(), Failure> {
    passkey.update_credential(said);
    let sealed = seal(scene, held.account_id, held.id, &passkey)?;
    let held_by = held.account_id;
    let mut model: row::ActiveModel = held.into();
    model.sealed = Set(sealed);
    model.used = Set(Some(stamp::to_column(scene.now())));
    let owner = Id::from_uuid(held_by);
    row::Entity::update(model).exec(scene.rows()).await?;
    withdraw_recovery(scene, owner).await
}

pub(in super::super) async fn has_passkey<C: ConnectionTrait>(
    rows: &C,
    user: Id<User>,
) -> Result<bool, Failure> {
    let held = row::Entity::find().filter(row::Column::AccountId.eq(user.uuid()));
    Ok(held.count(rows).await? > 0)
}

/// The accounts that have one.
pub(in super::super) async fn who_has_passkeys<C: ConnectionTrait>(
    rows: &C,
) -> Result<BTreeSet<Uuid>, Failure> {
    let all: Vec<Uuid> = row::Entity::find()
        .select_only()
        .column(row::Column::AccountId)
        .distinct()
        .into_tuple()
        .all(rows)
        .await?;
    Ok(all.into_iter().collect())
}

pub(in super::super) async fn forget_passkeys(scene: &Scene<'_>, user: Id<User>) -> Result<(), Failure> {
    row::Entity::delete_many()
        .filter(row::Column::AccountId.eq(user.uuid()))
        .exec(scene.rows())
        .await?;
    Ok(())
}
